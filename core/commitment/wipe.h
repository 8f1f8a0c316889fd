// Wipes secrets from memory.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace onggi {

// Overwrites with zeros. The compiler does not remove the writes.
template <class T>
void wipe(std::span<T> secrets) {
  static_assert(std::is_trivially_copyable_v<T>);
  volatile std::byte* byte = reinterpret_cast<std::byte*>(secrets.data());
  for (size_t i = 0; i < secrets.size_bytes(); ++i) byte[i] = std::byte{0};
}

template <class T>
void wipe(std::vector<T>& secrets) {
  wipe(std::span<T>(secrets));
}

template <class T>
requires std::is_trivially_copyable_v<T>
void wipe(T& secret) { wipe(std::span<T>(&secret, 1)); }

// Wipes a secret at the end of its block, also if a computation in steps is left there.
template <class T>
class WipeAtEnd {
 public:
  explicit WipeAtEnd(T& secret) : secret_(secret) {}
  WipeAtEnd(const WipeAtEnd&) = delete;
  WipeAtEnd& operator=(const WipeAtEnd&) = delete;
  ~WipeAtEnd() { wipe(secret_); }

 private:
  T& secret_;
};

}  // namespace onggi
