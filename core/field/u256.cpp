#include "core/field/u256.h"

namespace onggi {

std::string U256::to_hex() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "0x";
  const unsigned digits = (bit_length() + 3) / 4;
  for (unsigned i = digits == 0 ? 1 : digits; i-- > 0;) text += kDigits[bits(4 * i, 4)];
  return text;
}

}  // namespace onggi
