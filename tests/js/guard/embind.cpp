// A module of embind for the tests of the guard: classes with and without smart pointers.
#include <emscripten/bind.h>

#include <memory>
#include <vector>

using emscripten::allow_raw_pointers;
using emscripten::val;

namespace {

int alive = 0;
int destroyed = 0;

// An object of `kilobytes`, that counts how many there are.
class Block {
 public:
  explicit Block(int kilobytes) : bytes_(1024 * kilobytes) { ++alive; }
  Block(const Block& other) : bytes_(other.bytes_) { ++alive; }
  virtual ~Block() { --alive, ++destroyed; }
  int size() const { return static_cast<int>(bytes_.size()); }
  Block copy() const { return *this; }
  Block* self() { return this; }
  int sum(const Block& other) const { return size() + other.size(); }

 private:
  std::vector<char> bytes_;
};

class Named : public Block {
 public:
  explicit Named(int kilobytes) : Block(kilobytes) {}
  int name() const { return 7; }
};

// Owns a block, and lends it.
class Box {
 public:
  Box() : block_(new Block(1)) {}
  Block* block() { return block_.get(); }
  void put(Block* block) { block_.reset(block); }

 private:
  std::unique_ptr<Block> block_;
};

class Shared {
 public:
  explicit Shared(int kilobytes) : block_(kilobytes) {}
  int size() const { return block_.size(); }

 private:
  Block block_;
};

std::shared_ptr<Shared> make_shared(int kilobytes) { return std::make_shared<Shared>(kilobytes); }
std::shared_ptr<Shared> same(std::shared_ptr<Shared> shared) { return shared; }
Block* make_block(int kilobytes) { return new Block(kilobytes); }
int with_block(val callback) { return callback(Block(1)).as<int>(); }
int count_alive() { return alive; }
int count_destroyed() { return destroyed; }
void trap() { __builtin_trap(); }

}  // namespace

EMSCRIPTEN_BINDINGS(fixture) {
  emscripten::class_<Block>("Block")
      .constructor<int>()
      .property("size", &Block::size)
      .function("copy", &Block::copy)
      .function("self", &Block::self, allow_raw_pointers())
      .function("sum", &Block::sum);
  emscripten::class_<Named, emscripten::base<Block>>("Named").constructor<int>().function(
      "name", &Named::name);
  emscripten::class_<Box>("Box")
      .constructor<>()
      .function("block", &Box::block, allow_raw_pointers())
      .function("put", &Box::put, allow_raw_pointers());
  emscripten::class_<Shared>("Shared")
      .smart_ptr_constructor("Shared", &make_shared)
      .property("size", &Shared::size);
  emscripten::function("same", &same);
  emscripten::function("make_block", &make_block, allow_raw_pointers());
  emscripten::function("with_block", &with_block);
  emscripten::function("count_alive", &count_alive);
  emscripten::function("count_destroyed", &count_destroyed);
  emscripten::function("trap", &trap);
}
