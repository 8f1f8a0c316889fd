// Processor milliseconds of the point sums in a proof. Prints one line per operation.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>

#include "core/curve/fold.h"
#include "core/curve/group_fft.h"
#include "core/curve/group_map.h"
#include "core/curve/msm.h"
#include "core/curve/pasta.h"
#include "core/field/batch.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>

EM_JS(double, node_cpu_milliseconds, (void), {
  const usage = process.cpuUsage();
  return (usage.user + usage.system) / 1000;
});
#endif

namespace onggi {
namespace {

// Processor time, which other work on the machine disturbs less than wall-clock time.
double cpu_milliseconds() {
#ifdef __EMSCRIPTEN__
  return node_cpu_milliseconds();
#else
  return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#endif
}

using C = Vesta;
using Point = Affine<C>;
using Scalar = C::Scalar;

// The fastest of five runs.
template <class Body>
void report(const char* name, size_t size, Body body) {
  double best = 1e300;
  for (int i = 0; i < 5; ++i) {
    const double start = cpu_milliseconds();
    body();
    best = std::min(best, cpu_milliseconds() - start);
  }
  std::printf("%-28s %6zu  %9.2f ms\n", name, size, best);
}

std::vector<Scalar> scalars(size_t n) {
  std::vector<Scalar> out(n);
  const Scalar x = Scalar::from_u64(0x9e3779b97f4a7c15).pow_u64(7);
  powers(std::span<Scalar>(out), x, x);
  return out;
}

std::vector<Point> points(size_t n) {
  std::vector<C::Base> t(n);
  for (size_t i = 0; i < n; ++i) t[i] = C::Base::from_u64(i + 1);
  std::vector<Point> out(n);
  map_to_curve_batch<C>(t, out);
  return out;
}

void bench_msm(size_t n) {
  const auto bases = points(n);
  const auto dense = scalars(n);
  std::vector<Scalar> bits(n);
  for (size_t i = 0; i < n; ++i) bits[i] = Scalar::from_u64(i & 1);
  const std::vector<Scalar> equal(n, dense[0]);
  const std::vector<Point> same(n, bases[0]);
  report("msm", n, [&] { msm_vartime<C>(bases, dense); });
  report("msm, zeros and ones", n, [&] { msm_vartime<C>(bases, bits); });
  report("msm, equal scalars", n, [&] { msm_vartime<C>(bases, equal); });
  report("msm, equal bases", n, [&] { msm_vartime<C>(same, dense); });
}

void bench_fold(size_t n, size_t terms) {
  const auto bases = points(n);
  const auto factors = scalars(terms);
  std::vector<Point> out(n / terms);
  report(terms == 16 ? "fold 16 to 1" : "fold 1 to 1", n,
         [&] { fold_many<C>(bases, factors, out).run(); });
}

void bench_group_fft(size_t n) {
  const auto input = points(n);
  Scalar omega = Scalar::two_adic_root();
  for (uint64_t i = n; (i >> Scalar::kTwoAdicity) == 0; i *= 2) omega = omega.square();
  report("inverse group fft", n, [&] {
    auto work = input;
    inverse_group_fft<C>(work, omega).run();
  });
}

}  // namespace
}  // namespace onggi

int main() {
  for (const size_t n : {1 << 5, 1 << 10, 1 << 12, 1 << 14}) onggi::bench_msm(n);
  onggi::bench_fold(1 << 14, 16);
  for (const size_t n : {1 << 5, 1 << 6, 1 << 8, 1 << 10}) onggi::bench_fold(n, 1);
  onggi::bench_group_fft(1 << 10);
  onggi::report("group map", 1 << 12, [] { onggi::points(1 << 12); });
}
