// The task that makes an index.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/plonk_index.h"
#include "bindings/handles/task_handle.h"
#include "bindings/values.h"
#include "core/kimchi/index/prover_index.h"

namespace onggi::bindings {

template <class C>
class PlonkIndexTaskHandle : public TaskHandle<PlonkIndexTaskHandle<C>, IndexTask<C>> {
 public:
  using F = typename C::Scalar;
  using Made = Result<std::unique_ptr<PlonkIndexTaskHandle>>;
  using SrsBody = std::shared_ptr<Body<Srs<C>>>;

  PlonkIndexTaskHandle(IndexTask<C> task, size_t peak_bytes, size_t before, SrsBody srs)
      : TaskHandle<PlonkIndexTaskHandle, IndexTask<C>>(std::move(task), peak_bytes, before),
        srs_(std::move(srs)) {}
  ~PlonkIndexTaskHandle() { srs_->update_ledger(); }
  PlonkIndexTaskHandle(const PlonkIndexTaskHandle&) = delete;
  PlonkIndexTaskHandle& operator=(const PlonkIndexTaskHandle&) = delete;

  static Made create(JsonView circuit, const SrsHandle<C>& srs) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(circuit.text));
    return make(std::move(decoded), srs, before);
  }

  static Made from_gates(const GateVectorHandle<C>& gates, uint32_t public_input_size,
                         const SrsHandle<C>& srs, std::optional<JsonView> extras) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(circuit, PlonkIndexHandle<C>::circuit_of(gates, public_input_size, extras));
    return make(std::move(circuit), srs, before);
  }

  static std::unique_ptr<PlonkIndexTaskHandle> keep_evaluations(const PlonkIndexHandle<C>& index) {
    const size_t before = allocated_bytes;
    auto task = IndexTask<C>::keep_evaluations(Body<ProverIndex<C>>::share(index.body()));
    const size_t peak_bytes = task.peak_bytes();
    auto handle = std::make_unique<PlonkIndexTaskHandle>(std::move(task), peak_bytes, before,
                                                         index.srs_body());
    handle->finished_ = index.body();
    return handle;
  }

  Result<std::unique_ptr<PlonkIndexHandle<C>>> take() {
    BOOST_OUTCOME_TRY(task, this->finish());
    auto index = task->take();
    if (finished_) {
      finished_->update_ledger();
      return std::make_unique<PlonkIndexHandle<C>>(finished_, srs_);
    }
    srs_->update_ledger();
    return std::make_unique<PlonkIndexHandle<C>>(std::move(index), srs_);
  }

 private:
  static Made make(Circuit<F> circuit, const SrsHandle<C>& srs, size_t before) {
    BOOST_OUTCOME_TRY(task,
                      IndexTask<C>::create(std::move(circuit), Body<Srs<C>>::share(srs.body())));
    const size_t peak_bytes = task.peak_bytes();
    return std::make_unique<PlonkIndexTaskHandle>(std::move(task), peak_bytes, before, srs.body());
  }

  SrsBody srs_;
  std::shared_ptr<Body<ProverIndex<C>>> finished_;  // the index that keeps evaluations
};

template <class C>
struct Describe<PlonkIndexTaskHandle<C>> {
  using T = PlonkIndexTaskHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "PlonkIndexTask";
  static constexpr const char* kDoc =
      "Creates an index in steps, for programs that schedule the work themselves. Others use "
      "PlonkIndex.createAsync. Freeing the task cancels the work.";
  static constexpr Transfer kTransfer = kTaskTransfer;

  static constexpr auto members() {
    return std::tuple_cat(
        std::tuple(factory<&T::create, &PlonkIndexBounds<C>::create>(
                       "create", "Checks the circuit and prepares the work.",
                       Param{"circuit", "kimchi-circuit/1"}, PlonkIndexParams::kSrs),
                   factory<&T::from_gates, &PlonkIndexBounds<C>::from_gates>(
                       "from_gates", "The same from the circuit's gates.", PlonkIndexParams::kGates,
                       PlonkIndexParams::kPublicInputSize, PlonkIndexParams::kSrs,
                       PlonkIndexParams::kExtras),
                   factory<&T::keep_evaluations, &PlonkIndexBounds<C>::keep_evaluations>(
                       "keep_evaluations",
                       "Computes what makes proofs of an index faster, and has it keep that until "
                       "trim().",
                       Param{"index", "the result is another handle to it"})),
        task_members<T>());
  }
};

}  // namespace onggi::bindings
