#include "core/error/error.h"

#include <gtest/gtest.h>

#include <set>

namespace onggi {
namespace {

TEST(Errc, EveryCodeHasAUniqueNameAndMessage) {
  std::set<std::string_view> names;
  std::set<std::string_view> messages;
  constexpr int kLast = static_cast<int>(Errc::wires_not_permutation);
  for (int value = 1; value <= kLast; ++value) {
    names.insert(errc_name(static_cast<Errc>(value)));
    messages.insert(errc_message(static_cast<Errc>(value)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kLast));
  EXPECT_EQ(messages.size(), static_cast<size_t>(kLast));
  EXPECT_EQ(errc_name(Errc::unsatisfied_gate), "unsatisfied_gate");
  EXPECT_EQ(errc_name(Errc::cancelled), "cancelled");
}

TEST(Error, TextHasMessageAndContext) {
  const Result<int> result = fail(Errc::unknown_gate, "row 3: Frobnicate");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().errc(), Errc::unknown_gate);
  EXPECT_EQ(result.error().message(), "the gate name is unknown: row 3: Frobnicate");
  const Result<int> bare = fail(Errc::cancelled);
  EXPECT_EQ(bare.error().message(), "the work was cancelled");
}

TEST(Error, CodesConvertToStandardErrorCodes) {
  const std::error_code code = make_error_code(Errc::invalid_length);
  EXPECT_EQ(code, Errc::invalid_length);
  EXPECT_STREQ(code.category().name(), "onggi");
  EXPECT_EQ(code.message(), "an input has the wrong length");
}

}  // namespace
}  // namespace onggi
