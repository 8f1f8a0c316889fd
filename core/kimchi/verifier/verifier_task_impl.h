#pragma once

#include <algorithm>
#include <utility>

#include "core/kimchi/verifier/verifier_impl.h"
#include "core/kimchi/verifier/verifier_task.h"

namespace onggi {

template <class C>
Result<VerifierTask<C>> VerifierTask<C>::create(std::vector<VerifierClaim<C>> claims, Rng& rng) {
  for (const auto& claim : claims) {
    BOOST_OUTCOME_TRYV(detail::check_usable(*claim.index));
  }
  return VerifierTask(std::move(claims), rng);
}

template <class C>
Result<bool> VerifierTask<C>::step() {
  if (finished_) return true;
  size_t* done = replayed_ < claims_.size() ? &replayed_ : &opened_;
  if (!part_ && done == &replayed_) part_ = replay(claims_[replayed_]);
  if (!part_ && opened_ < groups_.size()) part_ = open(groups_[opened_]);
  if (part_) {
    if (!part_->step()) return false;
    const Result<bool> result = part_->take();
    part_.reset();
    BOOST_OUTCOME_TRY(holds, result);
    if (!holds) return finish(false);
    ++*done;
  }
  const bool all_done = replayed_ == claims_.size() && opened_ == groups_.size();
  return all_done && finish(true);
}

template <class C>
Progress VerifierTask<C>::progress() const {
  constexpr double kReplayShare = 0.25;  // share of the time for one proof
  const auto share = [](size_t done, size_t all) {
    return all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all);
  };
  if (finished_) return {"done", 1};
  if (replayed_ < claims_.size()) {
    return {"transcript", kReplayShare * share(replayed_, claims_.size())};
  }
  return {"opening", kReplayShare + (1 - kReplayShare) * share(opened_, groups_.size())};
}

template <class C>
Steps<Result<bool>> VerifierTask<C>::replay(const VerifierClaim<C>& claim) {
  if (shape_mismatch(*claim.index, *claim.proof)) co_return false;
  auto opening = co_await detail::opening_claim(*claim.index, *claim.proof);
  const Srs<C>& srs = *claim.index->srs;
  auto group = std::find_if(groups_.begin(), groups_.end(),
                            [&srs](const auto& other) { return other.srs->has_points_of(srs); });
  if (group == groups_.end()) group = groups_.insert(group, {&srs, {}});
  group->openings.push_back(std::move(opening));
  co_return true;
}

template <class C>
Steps<Result<bool>> VerifierTask<C>::open(const OpeningsOfSrs& group) {
  return verify_openings<C>(*group.srs, group.openings, *rng_);
}

template <class C>
bool VerifierTask<C>::finish(bool verdict) {
  verdict_ = verdict;
  finished_ = true;
  return true;
}

template <class C>
Result<bool> batch_verify(std::span<const VerifierClaim<C>> claims, Rng& rng) {
  BOOST_OUTCOME_TRY(task, VerifierTask<C>::create({claims.begin(), claims.end()}, rng));
  for (bool finished = false; !finished;) {
    BOOST_OUTCOME_TRY(is_last, task.step());
    finished = is_last;
  }
  return task.verdict();
}

}  // namespace onggi
