// The border between C++ and its callers, called as JavaScript calls it but without a module:
// through the addresses of the export table, with blocks for arguments.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "bindings/abi/call_result.h"
#include "bindings/abi/crossing.h"
#include "bindings/abi/export_table.h"
#include "bindings/abi/interface_hash.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/curve/pasta.h"

namespace onggi::bindings {

class Counter {
 public:
  explicit Counter(uint32_t count) : count_(count) { ++alive; }
  ~Counter() { --alive; }

  static Result<std::unique_ptr<Counter>> create(uint32_t count) {
    if (count > 100) return fail(Errc::size_out_of_range, "more than 100");
    return std::make_unique<Counter>(count);
  }
  static size_t create_bound(uint32_t count) { return size_t{8} * count; }

  uint32_t count() const { return count_; }
  void add(const Counter& other) { count_ += other.count_; }
  std::string text(std::string_view prefix, std::optional<std::string_view> suffix) const {
    return std::string(prefix) + std::to_string(count_) + std::string(suffix.value_or("?"));
  }
  static size_t text_bound(const Counter& counter, ByteView prefix, ByteView suffix) {
    return counter.count_ + prefix.size() + suffix.size();
  }

  static inline int alive = 0;

 private:
  uint32_t count_;
};

template <>
struct Describe<Counter> {
  using T = Counter;
  using Curve = Vesta;
  static constexpr const char* kNoun = "Counter";
  static constexpr const char* kDoc = "Counts.";
  static constexpr Transfer kTransfer = does_not_move("it is a test");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &T::create_bound>("create", "", Param{"count", ""}),
        getter<&T::count>("count", ""), method<&T::add>("add", "", Param{"other", ""}),
        method<&T::text, &T::text_bound>("text", "", Param{"prefix", ""}, Param{"suffix", ""}));
  }
};

namespace {

using Sizes = std::vector<uint32_t>;

Sizes doubled(Sizes sizes) {
  for (uint32_t& size : sizes) size *= 2;
  return sizes;
}

// An argument as JavaScript makes it.
class Block {
 public:
  explicit Block(std::string_view bytes) : bytes_(kBlockHeader + bytes.size()) {
    const auto size = static_cast<uint32_t>(bytes.size());
    std::memcpy(bytes_.data(), &size, sizeof size);
    std::memcpy(bytes_.data() + kBlockHeader, bytes.data(), bytes.size());
  }
  uintptr_t address() const { return reinterpret_cast<uintptr_t>(bytes_.data()); }

 private:
  std::vector<uint8_t> bytes_;
};

std::string last_text() { return std::string(text_of(CallResult::bytes())); }

class AbiTest : public ::testing::Test {
 protected:
  AbiTest() {
    table_.add_class<Counter>();
    table_.add_members<void>(std::tuple(function<&doubled>("doubled", "", Param{"sizes", ""})));
  }
  ~AbiTest() override {
    CallResult::release();
    EXPECT_EQ(Counter::alive, 0);
  }

  template <class R, class... A>
  R call(size_t index, A... arguments) {
    return reinterpret_cast<R (*)(A...)>(table_.addresses().at(index))(arguments...);
  }
  Counter* make(uint32_t count) { return call<Counter*>(kCreate, count); }

  // In the order of the declarations; each bound follows its function.
  enum : size_t {
    kDestroy,
    kCreate,
    kCreateBound,
    kCount,
    kAdd,
    kText,
    kTextBound,
    kDoubled,
    kSize,
  };

  ExportTable table_;
};

TEST_F(AbiTest, TableHasEveryFunctionInTheOrderOfTheDeclarations) {
  EXPECT_EQ(table_.addresses().size(), kSize);
}

TEST_F(AbiTest, HandlesCrossByAddressAndAreDestroyedByTheTable) {
  Counter* counter = make(7);
  Counter* other = make(5);
  EXPECT_EQ(CallResult::status(), 0);
  EXPECT_EQ(Counter::alive, 2);
  call<void, Counter&, const Counter&>(kAdd, *counter, *other);
  call<void, Counter&>(kCount, *counter);
  EXPECT_EQ(CallResult::number(), 12);
  call<void>(kDestroy, counter);
  call<void>(kDestroy, other);
}

TEST_F(AbiTest, ErrorsLeaveTheirNumberAndMessage) {
  EXPECT_EQ(make(101), nullptr);
  EXPECT_EQ(CallResult::status(), static_cast<int>(Errc::size_out_of_range));
  EXPECT_NE(last_text().find("more than 100"), std::string::npos);
  CallResult::release();
  EXPECT_EQ(CallResult::status(), 0);
  EXPECT_TRUE(CallResult::bytes().empty());
}

TEST_F(AbiTest, ArgumentsMayBeLeftOut) {
  Counter* counter = make(3);
  const Block prefix("a");
  const Block suffix("z");
  call<void, Counter&>(kText, *counter, prefix.address(), suffix.address());
  EXPECT_EQ(last_text(), "a3z");
  call<void, Counter&>(kText, *counter, prefix.address(), uintptr_t{0});
  EXPECT_EQ(last_text(), "a3?");
  call<void>(kDestroy, counter);
}

TEST_F(AbiTest, BoundsGetTheSameArguments) {
  EXPECT_EQ(call<double>(kCreateBound, uint32_t{9}), 72);
  Counter* counter = make(3);
  const Block prefix("four");
  EXPECT_EQ((call<double, const Counter&>(kTextBound, *counter, prefix.address(), uintptr_t{0})),
            7);
  call<void>(kDestroy, counter);
}

TEST_F(AbiTest, ListsCrossEntryByEntry) {
  const Sizes sizes{1, 1U << 30, 0};
  const auto encoded = Value<Sizes>::encode(sizes);
  const Block block(text_of(encoded));
  call<void>(kDoubled, block.address());
  EXPECT_EQ(CallResult::status(), 0);
  EXPECT_EQ(Value<Sizes>::decode(CallResult::bytes()).value(), (Sizes{2, 1U << 31, 0}));
}

TEST_F(AbiTest, ListsThatEndTooEarlyAreRefused) {
  const auto encoded = Value<Sizes>::encode({1, 2});
  for (size_t length = 1; length < encoded.size(); ++length) {
    if (length == encoded.size() / 2) continue;  // a shorter list
    const Block block(text_of(ByteView(encoded).first(length)));
    call<void>(kDoubled, block.address());
    EXPECT_EQ(CallResult::status(), static_cast<int>(Errc::invalid_length)) << length;
  }
  using Lists = std::vector<std::vector<Vesta::Scalar>>;
  const Lists lists{{}, {Vesta::Scalar::one()}, {}};
  EXPECT_EQ(Value<Lists>::decode(Value<Lists>::encode(lists)).value(), lists);
}

template <class Members>
uint64_t hash_of(const Members& members) {
  InterfaceHash hash;
  hash.add_members<void>(members);
  return hash.value();
}

Sizes same(Sizes sizes) { return sizes; }
uint32_t first(Sizes) { return 0; }
size_t no_bound(ByteView) { return 0; }

TEST(InterfaceHash, ChangesWithEverythingThatCallersRelyOn) {
  constexpr Param kSizes{"sizes", ""};
  const auto a = function<&same>("a", "", kSizes);
  const auto b = function<&same>("b", "", kSizes);
  const std::array hashes{
      hash_of(std::tuple(a, b)),
      hash_of(std::tuple(b, a)),
      hash_of(std::tuple(a)),
      hash_of(std::tuple(a, function<&same>("c", "", kSizes))),
      hash_of(std::tuple(a, function<&same, &no_bound>("b", "", kSizes))),
      hash_of(std::tuple(a, function<&first>("b", "", kSizes))),
      hash_of(std::tuple(a, factory<&same>("b", "", kSizes))),
      hash_of(std::tuple(a, function<&same>("b", "", Param{"list", ""}))),
  };
  for (size_t i = 0; i < hashes.size(); ++i) {
    for (size_t j = 0; j < i; ++j) EXPECT_NE(hashes[i], hashes[j]) << i << " and " << j;
  }
}

TEST(InterfaceHash, DoesNotChangeWithDocumentation) {
  EXPECT_EQ(hash_of(std::tuple(function<&same>("a", "", Param{"sizes", ""}))),
            hash_of(std::tuple(function<&same>("a", "doc", Param{"sizes", "doc"}))));
}

}  // namespace
}  // namespace onggi::bindings
