// Vectors of 128 bits: the few operations that core/field needs beyond the operators of the
// compilers' vector types. WebAssembly's SIMD and x86 have an instruction for each.
#pragma once

#include <cstdint>

namespace onggi {

using I32x4 = int32_t __attribute__((vector_size(16)));
using U32x4 = uint32_t __attribute__((vector_size(16)));
using I16x8 = int16_t __attribute__((vector_size(16)));

namespace vector128 {

// {a[0]·b[0] + a[1]·b[1], a[2]·b[2] + a[3]·b[3], …} of the 16-bit elements.
[[gnu::always_inline]] inline I32x4 dot(I32x4 a, I32x4 b) {
#if defined(__wasm_simd128__)
  return (I32x4)__builtin_wasm_dot_s_i32x4_i16x8((I16x8)a, (I16x8)b);
#elif defined(__SSE2__)
  return (I32x4)__builtin_ia32_pmaddwd128((I16x8)a, (I16x8)b);
#else
  const auto x = (I16x8)a, y = (I16x8)b;
  I32x4 out{};
  for (int i = 0; i < 4; ++i) out[i] = x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1];
  return out;
#endif
}

// The 16-bit elements of each pair exchanged.
[[gnu::always_inline]] inline I32x4 swap_halves(I32x4 a) {
  const auto x = (I16x8)a;
  return (I32x4)__builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6);
}

// Each pair from the lower 16-bit element of `low` and the upper one of `high`.
[[gnu::always_inline]] inline I32x4 join_halves(I32x4 low, I32x4 high) {
  return (I32x4)__builtin_shufflevector((I16x8)low, (I16x8)high, 0, 9, 2, 11, 4, 13, 6, 15);
}

// Rows become columns.
[[gnu::always_inline]] inline void transpose(I32x4& a, I32x4& b, I32x4& c, I32x4& d) {
  const I32x4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const I32x4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const I32x4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const I32x4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

[[gnu::always_inline]] inline I32x4 splat(int32_t value) {
  return I32x4{value, value, value, value};
}

// Keeps the compiler from reordering sums around this value. LLVM and gcc would add the value that
// is ready last first, which makes the chain of dependent operations longer.
[[gnu::always_inline]] inline void keep_order(I32x4& value) {
#if defined(__wasm__)
  asm volatile("" : "+r"(value));
#elif defined(__SSE2__)
  asm volatile("" : "+x"(value));
#else
  (void)value;
#endif
}

template <int32_t Value>
inline constexpr int32_t kStored = Value;

// A constant that is loaded from memory. The compilers do not know its value, so they make it once
// and keep it in a register or on the stack. Known constants are made anew at each use by LLVM,
// Binaryen and some engines, in several steps.
template <int32_t Value>
[[gnu::always_inline]] inline I32x4 constant() {
  const int32_t* stored = &kStored<Value>;
  asm("" : "+r"(stored));
  return splat(*stored);
}

}  // namespace vector128
}  // namespace onggi
