// How a declared function is called from outside C++: numbers cross as themselves, handles by
// address, everything else as the address of a block in linear memory; the result is left in
// CallResult. Nothing here depends on embind, whose own conversions leak when a call fails and take
// wrong types.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "bindings/abi/call_result.h"
#include "bindings/describe.h"
#include "bindings/values.h"

namespace onggi::bindings {

// A block is a uint32_t, the number of bytes, and from offset kBlockHeader on the bytes. The caller
// allocates it before the call and frees it afterwards (js-glue/runtime/native/call.mjs). Address 0
// means that the argument was left out.
inline constexpr size_t kBlockHeader = 8;

inline ByteView block_at(uintptr_t address) {
  const auto* block = reinterpret_cast<const uint8_t*>(address);
  uint32_t size = 0;
  std::memcpy(&size, block, sizeof size);
  return {block + kBlockHeader, size};
}

// Decodes one argument.
template <class A>
struct Argument {
  using Raw = uintptr_t;

  explicit Argument(uintptr_t address) : value(Value<A>::decode(block_at(address))) {}
  const Error* error() const { return value ? nullptr : &value.error(); }
  A take() { return std::move(value).value(); }

  Result<A> value;
};

template <class A>
struct Argument<std::optional<A>> {
  using Raw = uintptr_t;

  explicit Argument(uintptr_t address) {
    if (address != 0) given.emplace(address);
  }
  const Error* error() const { return given ? given->error() : nullptr; }
  std::optional<A> take() { return given ? std::optional<A>(given->take()) : std::nullopt; }

  std::optional<Argument<A>> given;
};

template <>
struct Argument<uint32_t> {
  using Raw = uint32_t;

  explicit Argument(uint32_t number) : value(number) {}
  const Error* error() const { return nullptr; }
  uint32_t take() const { return value; }

  uint32_t value;
};

template <>
struct Argument<Cell> {
  using Raw = uint32_t;

  explicit Argument(uint32_t number) : value(cell_of(number)) {}
  const Error* error() const { return nullptr; }
  Cell take() const { return value; }

  Cell value;
};

template <Handle T>
struct Argument<const T&> {
  using Raw = const T&;

  explicit Argument(const T& handle) : value(handle) {}
  const Error* error() const { return nullptr; }
  const T& take() const { return value; }

  const T& value;
};

// An optional handle.
template <Handle T>
struct Argument<const T*> {
  using Raw = const T*;

  explicit Argument(const T* handle) : value(handle) {}
  const Error* error() const { return nullptr; }
  const T* take() const { return value; }

  const T* value;
};

// The return value of an exported function: the address of a new handle, or nothing.
template <class R>
struct ReturnType {
  using type = void;
};
template <Handle T>
struct ReturnType<std::unique_ptr<T>> {
  using type = T*;
};
template <Handle T>
struct ReturnType<std::optional<std::unique_ptr<T>>> {
  using type = T*;
};

template <Handle T>
T* give_result(std::unique_ptr<T> handle) {
  CallResult::succeed();
  return handle.release();
}
template <Handle T>
T* give_result(std::optional<std::unique_ptr<T>> handle) {
  if (handle) return give_result(std::move(*handle));
  CallResult::succeed();
  return nullptr;
}
inline void give_result(uint32_t number) { CallResult::succeed(static_cast<double>(number)); }
inline void give_result(Cell cell) { give_result(number_of(cell)); }
inline void give_result(double number) { CallResult::succeed(number); }
inline void give_result(bool yes) { CallResult::succeed(yes ? 1.0 : 0.0); }
template <class R>
void give_result(R value) {
  CallResult::succeed(Value<R>::encode(std::move(value)));
}
inline void give_result(const Result<>& result) {
  if (result) return CallResult::succeed();
  CallResult::fail(result.error());
}
template <class R>
typename ReturnType<R>::type give_result(Result<R> result) {
  if (result) return give_result(std::move(result).value());
  CallResult::fail(result.error());
  return static_cast<typename ReturnType<R>::type>(0);
}

template <auto Function, class R = typename Signature<decltype(Function)>::Result,
          class Arguments = typename Signature<decltype(Function)>::Arguments>
struct Crossing;

template <auto Function, class R, class... A>
struct Crossing<Function, R, TypeList<A...>> {
  using Out = typename ReturnType<typename Plain<R>::type>::type;

  static Out call(typename Argument<A>::Raw... raw) { return run(Function, Argument<A>(raw)...); }

  template <class T>
  static Out call_on(T& self, typename Argument<A>::Raw... raw) {
    return run([&](A... arguments) { return (self.*Function)(std::forward<A>(arguments)...); },
               Argument<A>(raw)...);
  }

 private:
  template <class Call>
  static Out run(Call&& call, Argument<A>... decoded) {
    const Error* error = nullptr;
    ((error = error ? error : decoded.error()), ...);
    if (error) {
      CallResult::fail(*error);
      return static_cast<Out>(0);
    }
    if constexpr (std::is_void_v<R>) {
      call(decoded.take()...);
      CallResult::succeed();
    } else {
      return give_result(call(decoded.take()...));
    }
  }
};

// An argument as a bound gets it: sizes and handles as themselves, everything else as bytes.
template <class A>
struct BoundArgument;

template <>
struct BoundArgument<ByteView> {
  using Raw = uintptr_t;
  static ByteView take(uintptr_t address) { return address ? block_at(address) : ByteView{}; }
};
template <>
struct BoundArgument<uint32_t> {
  using Raw = uint32_t;
  static uint32_t take(uint32_t number) { return number; }
};
template <Handle T>
struct BoundArgument<const T&> {
  using Raw = const T&;
  static const T& take(const T& handle) { return handle; }
};

template <Handle T>
struct BoundArgument<const T*> {
  using Raw = const T*;
  static const T* take(const T* handle) { return handle; }
};

inline double bound_bytes(ByteCount bytes) { return static_cast<double>(bytes.value()); }
inline double bound_bytes(Charged charged) { return static_cast<double>(charged.bytes); }

template <auto Bound, class Arguments = typename Signature<decltype(Bound)>::Arguments>
struct BoundCrossing;

template <auto Bound, class... A>
struct BoundCrossing<Bound, TypeList<A...>> {
  static double call(typename BoundArgument<A>::Raw... raw) {
    return bound_bytes(Bound(BoundArgument<A>::take(raw)...));
  }
};

}  // namespace onggi::bindings
