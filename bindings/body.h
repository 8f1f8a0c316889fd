// A native object with its ledger entry. Handles own bodies. Native objects that need each other
// share bodies: an index keeps its SRS, a commitment the proof that it is part of. So handles may
// be freed in any order, and bytes are charged once, for as long as they are held.
#pragma once

#include <memory>
#include <utility>

#include "bindings/describe.h"
#include "bindings/heap_bytes.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

// An object inside another one, which the pointer keeps and which is charged for its bytes.
template <class T>
struct PartOf {
  std::shared_ptr<const T> object;
};

template <class T>
class Body {
 public:
  Body(std::shared_ptr<const T> object, LedgerType& type, Site site)
      : object_(std::move(object)), entry_(type, ledger_bytes(), site) {}
  Body(PartOf<T> part, LedgerType& type, Site site)
      : object_(std::move(part.object)), is_part_(true), entry_(type, ledger_bytes(), site) {}

  const T& operator*() const { return *object_; }
  const T* operator->() const { return object_.get(); }

  // Must be called after work that may have filled the object's caches.
  void update_ledger() { entry_.resize(ledger_bytes()); }

  // The object, keeping its body and with it the ledger entry alive.
  static std::shared_ptr<const T> share(const std::shared_ptr<Body>& body) {
    return {body, body->object_.get()};
  }

  // A part of the object. It keeps the body that is charged for it alive: this body, or, if this
  // body is a part itself, the one that it is a part of.
  template <class P>
  static PartOf<P> part(const std::shared_ptr<Body>& body, const P& part) {
    if (body->is_part_) return {{body->object_, &part}};
    return {{body, &part}};
  }

 private:
  size_t ledger_bytes() const {
    return sizeof(*this) + (is_part_ ? 0 : sizeof(T) + heap_bytes(*object_));
  }

  std::shared_ptr<const T> object_;
  bool is_part_ = false;
  LedgerEntry entry_;
};

// The body of a handle of class H around an object that is shared already, a part of one, or a
// plain value.
template <class H, class T>
std::shared_ptr<Body<T>> make_body(std::shared_ptr<const T> object, Site site = Site::here()) {
  return std::make_shared<Body<T>>(std::move(object), ledger_type<H>(), site);
}
template <class H, class T>
std::shared_ptr<Body<T>> make_body(PartOf<T> part, Site site = Site::here()) {
  return std::make_shared<Body<T>>(std::move(part), ledger_type<H>(), site);
}
template <class H, class T>
std::shared_ptr<Body<T>> make_body(T value, Site site = Site::here()) {
  return make_body<H>(std::shared_ptr<const T>(std::make_shared<T>(std::move(value))), site);
}

}  // namespace onggi::bindings
