// The task that writes a builder's circuit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/bounds/circuit.h"
#include "bindings/describe.h"
#include "bindings/handles/circuit_builder.h"
#include "bindings/handles/task_handle.h"
#include "bindings/values.h"
#include "core/codec/json/circuit.h"

namespace onggi::bindings {

template <class C>
struct CircuitWork {
  Circuit<typename C::Scalar> circuit;
  std::string text;

  bool step() {
    text = encode_circuit<C>(circuit);
    return true;
  }
  Progress progress() const { return {"text", 0}; }
};

template <class C>
class CircuitTaskHandle : public TaskHandle<CircuitTaskHandle<C>, CircuitWork<C>> {
 public:
  static std::unique_ptr<CircuitTaskHandle> create(const CircuitBuilderHandle<C>& builder,
                                                   uint32_t srs_depth) {
    const size_t before = allocated_bytes;
    const size_t peak_bytes = CircuitBuilderBounds<C>::circuit(builder, srs_depth).value();
    return std::unique_ptr<CircuitTaskHandle>(
        new CircuitTaskHandle({builder.circuit_for(srs_depth), {}}, peak_bytes, before));
  }

  Result<JsonText> take() {
    BOOST_OUTCOME_TRY(work, this->finish());
    return JsonText{std::move(work->text)};
  }

 private:
  using TaskHandle<CircuitTaskHandle, CircuitWork<C>>::TaskHandle;
};

template <class C>
struct Describe<CircuitTaskHandle<C>> {
  using T = CircuitTaskHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "CircuitTask";
  static constexpr const char* kDoc =
      "Writes a builder's circuit in steps, for programs that schedule the work themselves. Others "
      "use CircuitBuilder.circuitAsync. Freeing the task cancels the work.";
  static constexpr Transfer kTransfer = kTaskTransfer;

  static constexpr auto members() {
    return std::tuple_cat(
        std::tuple(factory<&T::create, &CircuitBuilderBounds<C>::circuit>(
            "create", "Copies the builder's present circuit.", Param{"builder", "of the circuit"},
            Param{"srs_depth", "of the SRS, or 0"})),
        task_members<T>());
  }
};

}  // namespace onggi::bindings
