// Whether this is a sanitized build, which is several times slower than others.
#pragma once

namespace onggi::testing {

#ifdef ONGGI_SANITIZE
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace onggi::testing
