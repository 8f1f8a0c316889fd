// A member of a handle class as JavaScript calls it, through embind or past it: numbers as
// themselves, handles by address, all else as the address of a block in linear memory, and the
// result through the one exit. Embind's own conversions are not used: they leak when a call fails
// and take wrong types.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "bindings/describe.h"
#include "bindings/embind/outcome.h"
#include "bindings/values.h"

namespace onggi::bindings {

// A block is a uint32_t, the number of bytes, and from kBlockHeader on the bytes. JavaScript makes
// it before the call and frees it after (js-glue/runtime/native/call.mjs). Address 0 is an argument
// left out.
inline constexpr size_t kBlockHeader = 8;

inline ByteView block_at(uintptr_t address) {
  const auto* block = reinterpret_cast<const uint8_t*>(address);
  uint32_t size = 0;
  std::memcpy(&size, block, sizeof size);
  return {block + kBlockHeader, size};
}

// An argument on its way in.
template <class A>
struct Incoming {
  using Wire = uintptr_t;

  explicit Incoming(uintptr_t address) : value(Value<A>::decode(block_at(address))) {}
  const Error* error() const { return value ? nullptr : &value.error(); }
  A take() { return std::move(value).value(); }

  Result<A> value;
};

template <class A>
struct Incoming<std::optional<A>> {
  using Wire = uintptr_t;

  explicit Incoming(uintptr_t address) {
    if (address != 0) given.emplace(address);
  }
  const Error* error() const { return given ? given->error() : nullptr; }
  std::optional<A> take() { return given ? std::optional<A>(given->take()) : std::nullopt; }

  std::optional<Incoming<A>> given;
};

template <>
struct Incoming<uint32_t> {
  using Wire = uint32_t;

  explicit Incoming(uint32_t number) : value(number) {}
  const Error* error() const { return nullptr; }
  uint32_t take() const { return value; }

  uint32_t value;
};

template <>
struct Incoming<Cell> {
  using Wire = uint32_t;

  explicit Incoming(uint32_t number) : value(cell_of(number)) {}
  const Error* error() const { return nullptr; }
  Cell take() const { return value; }

  Cell value;
};

template <Handle T>
struct Incoming<const T&> {
  using Wire = const T&;

  explicit Incoming(const T& handle) : value(handle) {}
  const Error* error() const { return nullptr; }
  const T& take() const { return value; }

  const T& value;
};

// A handle that may be left out.
template <Handle T>
struct Incoming<const T*> {
  using Wire = const T*;

  explicit Incoming(const T* handle) : value(handle) {}
  const Error* error() const { return nullptr; }
  const T* take() const { return value; }

  const T* value;
};

// What the call itself returns: a handle that is given away, or nothing.
template <class R>
struct Returned {
  using type = void;
};
template <Handle T>
struct Returned<std::unique_ptr<T>> {
  using type = T*;
};
template <Handle T>
struct Returned<std::optional<std::unique_ptr<T>>> {
  using type = T*;
};

template <Handle T>
T* leave(std::unique_ptr<T> handle) {
  Outcome::succeed();
  return handle.release();
}
template <Handle T>
T* leave(std::optional<std::unique_ptr<T>> handle) {
  if (handle) return leave(std::move(*handle));
  Outcome::succeed();
  return nullptr;
}
inline void leave(uint32_t number) { Outcome::succeed(static_cast<double>(number)); }
inline void leave(Cell cell) { leave(number_of(cell)); }
inline void leave(double number) { Outcome::succeed(number); }
inline void leave(bool yes) { Outcome::succeed(yes ? 1.0 : 0.0); }
template <class R>
void leave(R value) {
  Outcome::succeed(Value<R>::encode(std::move(value)));
}
inline void leave(const Result<>& result) {
  if (result) return Outcome::succeed();
  Outcome::fail(result.error());
}
template <class R>
typename Returned<R>::type leave(Result<R> result) {
  if (result) return leave(std::move(result).value());
  Outcome::fail(result.error());
  return static_cast<typename Returned<R>::type>(0);
}

template <auto Function, class R = typename Signature<decltype(Function)>::Result,
          class Arguments = typename Signature<decltype(Function)>::Arguments>
struct Crossing;

template <auto Function, class R, class... A>
struct Crossing<Function, R, TypeList<A...>> {
  using Out = typename Returned<typename Plain<R>::type>::type;

  static Out call(typename Incoming<A>::Wire... wires) {
    return run(Function, Incoming<A>(wires)...);
  }

  template <class T>
  static Out call_on(T& self, typename Incoming<A>::Wire... wires) {
    return run([&](A... arguments) { return (self.*Function)(std::forward<A>(arguments)...); },
               Incoming<A>(wires)...);
  }

 private:
  template <class Call>
  static Out run(Call&& call, Incoming<A>... incoming) {
    const Error* error = nullptr;
    ((error = error ? error : incoming.error()), ...);
    if (error) {
      Outcome::fail(*error);
      return static_cast<Out>(0);
    }
    if constexpr (std::is_void_v<R>) {
      call(incoming.take()...);
      Outcome::succeed();
    } else {
      return leave(call(incoming.take()...));
    }
  }
};

// What a bound is told of an argument: sizes and handles themselves, of all else the bytes.
template <class A>
struct BoundArgument;

template <>
struct BoundArgument<ByteView> {
  using Wire = uintptr_t;
  static ByteView take(uintptr_t address) { return address ? block_at(address) : ByteView{}; }
};
template <>
struct BoundArgument<uint32_t> {
  using Wire = uint32_t;
  static uint32_t take(uint32_t number) { return number; }
};
template <Handle T>
struct BoundArgument<const T&> {
  using Wire = const T&;
  static const T& take(const T& handle) { return handle; }
};

template <Handle T>
struct BoundArgument<const T*> {
  using Wire = const T*;
  static const T* take(const T* handle) { return handle; }
};

inline double bound_bytes(size_t bytes) { return static_cast<double>(bytes); }
inline double bound_bytes(Charged charged) { return bound_bytes(charged.bytes); }

template <auto Bound, class Arguments = typename Signature<decltype(Bound)>::Arguments>
struct BoundCrossing;

template <auto Bound, class... A>
struct BoundCrossing<Bound, TypeList<A...>> {
  static double call(typename BoundArgument<A>::Wire... wires) {
    return bound_bytes(Bound(BoundArgument<A>::take(wires)...));
  }
};

}  // namespace onggi::bindings
