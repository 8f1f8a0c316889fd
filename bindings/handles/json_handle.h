// What handles of plain data have in common: the data is read from JSON and written to it, stands
// alone or is a part of a larger object, which the handle then keeps.
#pragma once

#include <memory>
#include <utility>

#include "bindings/body.h"
#include "bindings/describe.h"
#include "bindings/part_path.h"
#include "bindings/values.h"
#include "core/codec/json/parts.h"

namespace onggi::bindings {

// The base of the handle class Self. If Self has a static function check(const Data&), data that is
// read must pass it.
template <class Self, class C, class Data>
class JsonHandle {
 public:
  explicit JsonHandle(Data data) : body_(make_body<Self>(std::move(data))) {}
  explicit JsonHandle(PartOf<Data> part) : body_(make_body<Self>(std::move(part))) {}

  static Result<std::unique_ptr<Self>> from_json(JsonView json) {
    BOOST_OUTCOME_TRY(data, read(json));
    return std::make_unique<Self>(std::move(data));
  }

  static Result<Data> read(JsonView json) {
    Data data;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, data));
    if constexpr (requires { Self::check(data); }) {
      BOOST_OUTCOME_TRYV(Self::check(data));
    }
    return data;
  }

  JsonText to_json() const { return {JsonParts<C>::write(data())}; }

  const Data& data() const { return **body_; }

 protected:
  const std::shared_ptr<Body<Data>>& body() const { return body_; }

 private:
  std::shared_ptr<Body<Data>> body_;
};

}  // namespace onggi::bindings
