// Nanoseconds of each field operation in both radices, and in vectors of lanes. Prints one line per
// field and form.
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

#include "core/field/batch.h"
#include "core/field/packed.h"
#include "core/field/pasta.h"

namespace onggi {
namespace {

constexpr size_t kElements = 256;

// The fastest of 31 runs of `rounds` calls with `operations` operations each. Other work on the
// machine only adds time.
template <class Body>
double nanoseconds(size_t rounds, size_t operations, Body body) {
  double least = 0;
  for (int run = 0; run < 31; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < rounds; ++i) body();
    const std::chrono::duration<double, std::nano> elapsed =
        std::chrono::steady_clock::now() - start;
    const double each = elapsed.count() / static_cast<double>(rounds * operations);
    if (run == 0 || each < least) least = each;
  }
  return least;
}

template <class F>
struct Data {
  std::vector<F> a, b, out;

  Data() : a(kElements), b(kElements), out(kElements) {
    const F x = F::from_u64(0x9e3779b97f4a7c15).pow_u64(5);
    powers(std::span<F>(a), x, x);
    powers(std::span<F>(b), x.square() + F::one(), x);
  }
};

// Each function is called once per block of elements and not inlined, so that V8 compiles it with
// its optimising tier.
template <class F>
[[gnu::noinline]] void mul_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = d.a[i] * d.b[i];
}
template <class F>
[[gnu::noinline]] void chain_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[0] *= d.b[i];
}
template <class F>
[[gnu::noinline]] void sqr_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = d.a[i].square();
}
template <class F>
[[gnu::noinline]] void add_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = d.a[i] + d.b[i];
}
template <class F>
[[gnu::noinline]] void sub_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = d.a[i] - d.b[i];
}
template <class F>
[[gnu::noinline]] void inner_block(Data<F>& d) {
  d.out[0] = inner_product(std::span<const F>(d.a), std::span<const F>(d.b));
}
template <class F>
[[gnu::noinline]] void inverse_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = d.a[i].inverse_vartime();
}
template <class F>
[[gnu::noinline]] void jacobi_block(Data<F>& d) {
  size_t squares = 0;
  for (size_t i = 0; i < kElements; ++i) squares += d.a[i].is_square_vartime() ? 1 : 0;
  d.out[0] = F::from_u64(squares);
}
template <class F>
[[gnu::noinline]] void sqrt_block(Data<F>& d) {
  for (size_t i = 0; i < kElements; ++i) d.out[i] = *d.b[i].sqrt_vartime();
}

template <class F>
void run(const char* name) {
  Data<F> d;
  const auto each = [&](size_t rounds, void (*block)(Data<F>&)) {
    for (size_t i = 0; i < 4 * rounds; ++i) block(d);
    return nanoseconds(rounds, kElements, [&] { block(d); });
  };
  std::printf("%-10s mul %6.1f  chained %6.1f  sqr %6.1f  add %5.1f  sub %5.1f  inner %6.1f", name,
              each(60, mul_block<F>), each(60, chain_block<F>), each(60, sqr_block<F>),
              each(100, add_block<F>), each(100, sub_block<F>), each(60, inner_block<F>));
  const double inverse = each(2, inverse_block<F>);
  const double jacobi = each(2, jacobi_block<F>);
  for (F& x : d.b) x = x.square();
  std::printf("  inverse %7.0f  is_square %7.0f  sqrt %7.0f ns\n", inverse, jacobi,
              each(1, sqrt_block<F>));
}

// The same for vectors, by element.
template <class F>
struct VectorData {
  static constexpr size_t kN = kLanes<F>;
  Data<F> scalars;
  std::vector<Packed<F>> a, b, out;
  std::vector<LazyPacked<F, 2>> lazy;

  VectorData() : a(kElements / kN), b(a.size()), out(a.size()), lazy(a.size()) {
    for (size_t i = 0; i < a.size(); ++i) {
      a[i] = Packed<F>::load(&scalars.a[i * kN]);
      b[i] = Packed<F>::load(&scalars.b[i * kN]);
      lazy[i] = a[i] + b[i];
    }
  }
};

template <class F>
[[gnu::noinline]] void mul_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.out[i] = d.a[i] * d.b[i];
}
template <class F>
[[gnu::noinline]] void sqr_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.out[i] = d.a[i].square();
}
template <class F>
[[gnu::noinline]] void add_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.lazy[i] = d.a[i] + d.b[i];
}
template <class F>
[[gnu::noinline]] void reduce_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.out[i] = d.lazy[i];
}
template <class F>
[[gnu::noinline]] void butterfly_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) {
    const Packed<F> t = d.a[i] * d.b[0];
    d.lazy[i] = d.out[i] + t;
    d.out[i] = d.out[i] - t;
  }
}
template <class F>
[[gnu::noinline]] void load_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.out[i] = Packed<F>::load(&d.scalars.a[i * kLanes<F>]);
}
template <class F>
[[gnu::noinline]] void store_vectors(VectorData<F>& d) {
  for (size_t i = 0; i < d.a.size(); ++i) d.a[i].store(&d.scalars.out[i * kLanes<F>]);
}

template <class F>
void run_vectors(const char* name) {
  VectorData<F> d;
  const auto each = [&](void (*block)(VectorData<F>&)) {
    for (size_t i = 0; i < 400; ++i) block(d);
    return nanoseconds(60, kElements, [&] { block(d); });
  };
  std::printf("%-10s mul %6.1f  sqr %6.1f  butterfly %6.1f  add %5.1f  reduce %5.1f  ", name,
              each(mul_vectors<F>), each(sqr_vectors<F>), each(butterfly_vectors<F>),
              each(add_vectors<F>), each(reduce_vectors<F>));
  std::printf("load %5.1f  store %5.1f ns\n", each(load_vectors<F>), each(store_vectors<F>));
}

}  // namespace
}  // namespace onggi

int main() {
  using namespace onggi;
  run<Montgomery<FpParams, Radix64x4>>("Fp 4x64");
  run<Montgomery<FqParams, Radix64x4>>("Fq 4x64");
  run<Montgomery<FpParams, Radix29x9>>("Fp 9x29");
  run<Montgomery<FqParams, Radix29x9>>("Fq 9x29");
  run_vectors<Montgomery<FpParams, Radix29x9>>("Fp 20x13");
  run_vectors<Montgomery<FqParams, Radix29x9>>("Fq 20x13");
}
