// Computations in steps: where they pause, what they hold, and that steps give the same results.
#include "core/parallel/steps.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <vector>

#include "core/commitment/commit.h"
#include "core/curve/fold.h"
#include "core/curve/msm.h"
#include "core/curve/pasta.h"
#include "core/field/random.h"
#include "core/poly/basis.h"

namespace onggi {
namespace {

using Held = std::shared_ptr<int>;

// Pauses `pauses` times, each time at the end of a share.
Steps<int> count_to(int pauses, [[maybe_unused]] Held held) {
  for (int i = 0; i < pauses; ++i) co_await pause_after(kStepWork);
  co_return pauses;
}

Steps<int> sum_of_two(Held held) {
  const int first = co_await count_to(2, held);
  const int second = co_await count_to(3, held);
  co_return first + second;
}

template <class T>
size_t steps_of(Steps<T>& computation) {
  size_t steps = 1;
  while (!computation.step()) ++steps;
  return steps;
}

TEST(Steps, PauseWhenTheShareOfWorkIsDone) {
  auto thirds = []() -> Steps<> {
    for (int i = 0; i < 9; ++i) co_await pause_after(kStepWork / 3 + 1);
  };
  auto computation = thirds();
  EXPECT_EQ(steps_of(computation), 4u);
  EXPECT_TRUE(computation.is_finished());
  EXPECT_TRUE(computation.step());
  EXPECT_TRUE(thirds().step(10 * kStepWork));
}

TEST(Steps, OfAComputationIncludeThoseThatItAwaits) {
  auto computation = sum_of_two({});
  EXPECT_EQ(steps_of(computation), 6u);
  EXPECT_EQ(computation.take(), 5);
  EXPECT_EQ(sum_of_two({}).run(), 5);
}

TEST(Steps, FreeWhatTheyHoldAtAnyStep) {
  for (int stop = 0; stop <= 6; ++stop) {
    const Held held = std::make_shared<int>(0);
    {
      auto computation = sum_of_two(held);
      for (int i = 0; i < stop; ++i) computation.step();
      EXPECT_GT(held.use_count(), stop == 6 ? 0 : 1);
    }
    EXPECT_EQ(held.use_count(), 1) << stop;
  }
}

TEST(Steps, RunTogether) {
  std::vector<Steps<>> computations;
  std::vector<int> counts(3);
  auto count = [](int pauses, int& counted) -> Steps<> {
    const Held none;
    counted = co_await count_to(pauses, none);
  };
  for (int i = 0; i < 3; ++i) computations.push_back(count(i + 1, counts[i]));
  auto all = run_together(computations);
  EXPECT_GE(steps_of(all), 4u);
  EXPECT_EQ(counts, (std::vector<int>{1, 2, 3}));
}

TEST(Steps, LoopsPauseAndVisitEachIndexOnce) {
  for (const size_t n : {0, 1, 99, 100, 1000}) {
    std::vector<int> visits(n);
    const auto visit = [&](size_t begin, size_t end) {
      EXPECT_LE(end - begin, 10u);
      for (size_t i = begin; i < end; ++i) ++visits[i];
    };
    auto loop = parallel_for_steps(n, 10, kStepWork / 20, visit);
    EXPECT_GE(steps_of(loop), n / 40 / parallel_workers());
    EXPECT_EQ(visits, std::vector<int>(n, 1));
  }
}

// The computations that a proof consists of.
class LongComputations : public ::testing::Test {
 protected:
  using C = Vesta;
  using F = C::Scalar;

  static std::vector<F> random(size_t count) {
    SystemRng rng;
    std::vector<F> values(count);
    for (F& value : values) value = random_field<F>(rng).value();
    return values;
  }
};

TEST_F(LongComputations, TakeStepsAndGiveTheSameResult) {
  constexpr size_t kSize = 1 << 12;
  const auto srs = Srs<C>::create(kSize).value();
  const auto scalars = random(kSize);

  auto sum = msm_vartime_steps<C>(srs->g(), scalars);
  EXPECT_GE(steps_of(sum), 4u);
  EXPECT_EQ(sum.take().to_affine(), msm_vartime<C>(srs->g(), scalars).to_affine());

  std::vector<Affine<C>> folded(kSize / 4), at_once(kSize / 4);
  auto fold = fold_many<C>(srs->g(), std::span(scalars).first(4), folded);
  EXPECT_GE(steps_of(fold), 10u);
  fold_many<C>(srs->g(), std::span(scalars).first(4), at_once).run();
  EXPECT_EQ(folded, at_once);

  const auto long_domain = Domain<F>::create(1 << 16).value();
  const Evaluations<F> values{random(1 << 16)};
  auto transform = interpolate(long_domain, values);
  EXPECT_GE(steps_of(transform), 4u);
  EXPECT_EQ(transform.take(), interpolate(long_domain, values).run());
}

TEST_F(LongComputations, CanBeAbandonedAtAnyStep) {
  constexpr size_t kSize = 1 << 11;
  const auto srs = Srs<C>::create(kSize).value();
  const auto scalars = random(kSize);
  for (size_t stop = 0;; ++stop) {
    auto commitment = commit_non_hiding_steps<C>(*srs, scalars, 1);
    bool finished = false;
    for (size_t i = 0; i < stop; ++i) finished = commitment.step(kStepWork / 8);
    if (finished) break;
  }
}

}  // namespace
}  // namespace onggi
