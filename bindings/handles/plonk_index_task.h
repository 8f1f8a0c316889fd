// An index in the making.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/plonk_index.h"
#include "bindings/values.h"
#include "bindings/work.h"
#include "core/kimchi/prover_index.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class C>
class PlonkIndexTaskHandle {
 public:
  using F = typename C::Scalar;
  using Made = Result<std::unique_ptr<PlonkIndexTaskHandle>>;
  using SrsBody = std::shared_ptr<Body<Srs<C>>>;

  PlonkIndexTaskHandle(Work<IndexTask<C>> work, SrsBody srs)
      : srs_(std::move(srs)),
        work_(std::move(work)),
        entry_(ledger_type<PlonkIndexTaskHandle>(), sizeof(*this) + work_.peak_bytes()) {}

  static Made create(JsonView circuit, const SrsHandle<C>& srs) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(circuit.text));
    return own(std::move(decoded), srs, before);
  }

  static Made from_gates(const GateVectorHandle<C>& gates, uint32_t public_input_size,
                         const SrsHandle<C>& srs, std::optional<JsonView> extras) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(circuit, PlonkIndexHandle<C>::circuit_of(gates, public_input_size, extras));
    return own(std::move(circuit), srs, before);
  }

  Result<bool> step() { return work_.step(); }
  std::string phase() const { return work_.task().progress().phase; }
  double fraction() const { return work_.task().progress().fraction; }

  Result<std::unique_ptr<PlonkIndexHandle<C>>> take() {
    BOOST_OUTCOME_TRY(task, work_.finish());
    srs_->weigh();
    return std::make_unique<PlonkIndexHandle<C>>(task->take(), srs_);
  }

  // Until it is freed the task is charged for what its steps take.
  const auto& work() const { return work_; }

 private:
  static Made own(Circuit<F> circuit, const SrsHandle<C>& srs, size_t before) {
    BOOST_OUTCOME_TRY(task,
                      IndexTask<C>::create(std::move(circuit), Body<Srs<C>>::share(srs.body())));
    const size_t peak = task.peak_bytes();
    return std::make_unique<PlonkIndexTaskHandle>(Work(std::move(task), peak, before), srs.body());
  }

  SrsBody srs_;
  Work<IndexTask<C>> work_;
  LedgerEntry entry_;
};

template <class C>
struct Describe<PlonkIndexTaskHandle<C>> {
  using T = PlonkIndexTaskHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "PlonkIndexTask";
  static constexpr const char* kDoc =
      "An index in the making, for those who schedule the work themselves; PlonkIndex.createAsync "
      "does it for the rest. Freeing it cancels the work.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &PlonkIndexBounds<C>::create>(
            "create", "Checks the circuit and prepares the work.",
            Param{"circuit", "kimchi-circuit/1"}, PlonkIndexParams::kSrs),
        factory<&T::from_gates, &PlonkIndexBounds<C>::from_gates>(
            "from_gates", "The same from the circuit's gates.", PlonkIndexParams::kGates,
            PlonkIndexParams::kPublicInputSize, PlonkIndexParams::kSrs, PlonkIndexParams::kExtras),
        method<&T::step, &remaining_bytes<T>>(
            "step", "Does the next piece of work. True when the index is finished."),
        getter<&T::phase>("phase", "What the next piece of work belongs to."),
        getter<&T::fraction>("fraction", "How much is done, 0 to 1, estimated."),
        method<&T::take, &remaining_bytes<T>>("take", "The finished index, once."));
  }
};

}  // namespace onggi::bindings
