// The stage after the quotient: evaluates all polynomials at zeta and zeta·omega and combines them
// into one.
#pragma once

#include <cassert>

#include "core/commitment/b_poly.h"
#include "core/field/batch.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/quotient_stage.h"
#include "core/kimchi/verifier/linearization.h"
#include "core/kimchi/verifier/oracles.h"
#include "core/parallel/steps.h"

namespace onggi {

// The polynomial that the inner product argument opens.
template <class F>
struct CombinedPolynomial {
  std::vector<F> polynomial;  // max_poly_size coefficients
  F blinder;
  F zeta;
  F zeta_omega;
  F evalscale;
};

// References to the polynomials of the columns, for columns.h.
template <class F>
struct ProverColumns {
  const IndexColumns<F>& fixed;
  const ArgumentPolynomials<F>& argument;
};

template <class C>
class EvaluationStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "evaluation";
  static constexpr double kShare = 0.04;

  EvaluationStage(ProverContext<C>& context, QuotientPolynomials<F> polynomials,
                  const QuotientChallenges<F>& challenges, const F& zeta)
      : polynomials_(std::move(polynomials)),
        c_(evaluation_challenges(context.domain(), context.index->srs()->size(), challenges.beta,
                                 challenges.gamma, challenges.alpha, zeta)) {
    const auto& lookup = polynomials_.argument.lookup;
    if (lookup) c_.joint_combiner = lookup->combiner.j;
  }

  size_t parts() const { return 2; }

  Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    return number == 0 ? evaluate(context) : combine(context);
  }

  CombinedPolynomial<F> take() && { return std::move(combined_); }

 private:
  PointEvaluations<F> evaluate_at_points(const ProverContext<C>& context,
                                         const Coefficients<F>& polynomial) const {
    const size_t m = context.index->srs()->size();
    const std::array<const F*, 2> points{&c_.zeta, &c_.zeta_omega};
    std::array<std::vector<F>, 2> values;
    parallel_for(points.size(), 1, [&](size_t i, size_t) {
      values[i] = evaluate_chunks(polynomial, m, context.num_chunks(), *points[i]);
    });
    return {std::move(values[0]), std::move(values[1])};
  }

  ONGGI_FOR_SIZE Steps<Result<>> evaluate(ProverContext<C>& context) {
    const ProverColumns<F> prover{context.index->columns(), polynomials_.argument};
    const VerifierIndex<C>& index = *context.index->verifier_index();
    ProofEvaluations<F>& evals = context.proof.evals;
    evals.public_input = evaluate_at_points(context, prover.argument.witness.public_input);
    std::vector<Evaluated> evaluated;
    columns::Absorbed::for_each([&]<class Column>() {
      const size_t count = Column::count(index);
      if (count == 0) return;
      add_evaluated(evaluated, Column::polynomials(prover), count,
                    columns::evaluations<Column>(evals));
    });
    for (const Evaluated& one : evaluated) {
      *one.out = evaluate_at_points(context, *one.polynomial);
      co_await pause_after(2 * one.polynomial->values.size());
    }
    co_return success();
  }

  struct Evaluated {
    const Coefficients<F>* polynomial;
    PointEvaluations<F>* out;
  };

  // Adds the polynomial of a column, or a list of them.
  template <class Polynomials, class Evals>
  static void add_evaluated(std::vector<Evaluated>& evaluated, const Polynomials& polynomials,
                            size_t count, Evals& out) {
    if constexpr (requires { polynomials.begin(); }) {
      for (size_t i = 0; i < count; ++i) add_evaluated(evaluated, polynomials[i], 1, out[i]);
    } else if constexpr (std::is_same_v<Evals, PointEvaluations<F>>) {
      evaluated.push_back({&coefficients_of(polynomials), &out});
    } else {
      evaluated.push_back({&coefficients_of(polynomials), &out.emplace()});
    }
  }

  static const Coefficients<F>& coefficients_of(const Coefficients<F>& fixed) { return fixed; }
  static const Coefficients<F>& coefficients_of(const HiddenPolynomial<F>& hidden) {
    return hidden.polynomial;
  }

  // ft = Σ_j ζ^(m·j)·(s·σ_6 − (ζ^n − 1)·t)_chunk j, a polynomial of at most one chunk.
  ONGGI_FOR_SIZE Steps<HiddenPolynomial<F>> make_ft(const ProverContext<C>& context) const {
    const ProverIndex<C>& index = *context.index;
    const size_t m = index.srs()->size();
    const size_t ft_length = std::min(m, polynomials_.t.polynomial.values.size());
    HiddenPolynomial<F> ft{{std::vector<F>(ft_length, F::zero())}, {F::zero()}};
    const F vanishing = F::one() - c_.zeta_to_n;
    const std::array<std::span<const F>, 2> summands{index.sigma()[6].values,
                                                     polynomials_.t.polynomial.values};
    const std::array<F, 2> scalars{
        sigma_scalar(context.domain(), context.zk_rows(), context.proof.evals, c_), vanishing};
    for (size_t k = 0; k < summands.size(); ++k) {
      F scale = scalars[k];
      for (size_t begin = 0; begin < summands[k].size(); begin += m) {
        const size_t length = std::min(m, summands[k].size() - begin);
        add_scaled<F>(std::span(ft.polynomial.values).first(length), scale,
                      summands[k].subspan(begin, length));
        scale *= c_.zeta_to_srs;
        co_await pause_after(length);
      }
    }
    ft.blinders[0] = vanishing * combine_chunks<F>(polynomials_.t.blinders, c_.zeta_to_srs);
    co_return ft;
  }

  // Draws v and u. Then computes P = Σ_k v^k·chunk_k over all opened chunks, and its blinder with
  // the same powers.
  ONGGI_FOR_SIZE Steps<Result<>> combine(ProverContext<C>& context) {
    const HiddenPolynomial<F> ft = co_await make_ft(context);
    ProverProof<C>& proof = context.proof;
    // The verifier's equation at zeta: no coefficient of t is left to tell that a constraint does
    // not vanish on the domain, because t is computed from no more values than it has coefficients.
    assert(horner<F>(ft.polynomial.values, c_.zeta) ==
           ft_eval0(*context.index->verifier_index(), proof.evals, *proof.evals.public_input, c_));
    proof.ft_eval1 = horner<F>(ft.polynomial.values, c_.zeta_omega);

    std::vector<std::vector<F>> previous;
    for (const auto& p : proof.previous_challenges) previous.push_back(p.challenges);
    FqSponge<C> fq = context.sponge;
    FrSponge<F> fr;
    absorb_evaluations<F>(fr, fq.digest(), previous, proof.ft_eval1, *proof.evals.public_input,
                          proof.evals);
    const F v = fr.challenge().to_field(C::endo_scalar());
    const F u = fr.challenge().to_field(C::endo_scalar());

    const size_t m = context.index->srs()->size();
    combined_ = {std::vector<F>(m, F::zero()), F::zero(), c_.zeta, c_.zeta_omega, u};
    const std::vector<F> zeros(context.num_chunks(), F::zero());
    const std::vector<F> ones(context.num_chunks(), F::one());
    F power = F::one();
    for (const auto& p : proof.previous_challenges) {
      const std::vector<F> coefficients = b_poly_coefficients<F>(p.challenges);
      const std::vector<F> blinders(p.commitment.chunks.size(), F::zero());
      add_opened({coefficients, blinders}, v, power);
      co_await pause_after(3 * m);
    }
    for (const Opened& opened : opened_polynomials(context, ft, zeros, ones)) {
      add_opened(opened, v, power);
      co_await pause_after(opened.coefficients.size());
    }
    co_return success();
  }

  // A polynomial with one blinder per chunk.
  struct Opened {
    std::span<const F> coefficients;
    std::span<const F> blinders;
  };

  // Adds the next chunks to the sum. `power`: of v, for the first of them.
  void add_opened(const Opened& opened, const F& v, F& power) {
    const size_t m = combined_.polynomial.size();
    for (size_t j = 0; j < opened.blinders.size(); ++j) {
      const size_t begin = std::min(opened.coefficients.size(), j * m);
      const size_t length = std::min(m, opened.coefficients.size() - begin);
      add_in_parallel(combined_.polynomial, power, opened.coefficients.subspan(begin, length));
      combined_.blinder += power * opened.blinders[j];
      power *= v;
    }
  }

  // add_scaled on several threads.
  static void add_in_parallel(std::span<F> sum, const F& k, std::span<const F> x) {
    constexpr size_t kGrain = 1024;
    parallel_for(x.size(), kGrain, [&](size_t begin, size_t end) {
      add_scaled<F>(sum.subspan(begin, end - begin), k, x.subspan(begin, end - begin));
    });
  }

  // In the order of opening, after the previous challenges: the public input, ft, the columns.
  std::vector<Opened> opened_polynomials(const ProverContext<C>& context,
                                         const HiddenPolynomial<F>& ft, std::span<const F> zeros,
                                         std::span<const F> ones) const {
    const ProverColumns<F> prover{context.index->columns(), polynomials_.argument};
    const VerifierIndex<C>& index = *context.index->verifier_index();
    std::vector<Opened> opened{{prover.argument.witness.public_input.values, ones},
                               {ft.polynomial.values, ft.blinders}};
    columns::Opened::for_each([&]<class Column>() {
      const std::span<const F> fixed = columns::kMaskedWithOne<Column> ? ones : zeros;
      auto add_one = [&](const auto& p) {
        if constexpr (std::is_same_v<decltype(p), const HiddenPolynomial<F>&>) {
          opened.push_back({p.polynomial.values, p.blinders});
        } else {
          opened.push_back({p.values, fixed});
        }
      };
      const size_t count = Column::count(index);
      if (count == 0) return;
      const auto& polynomials = Column::polynomials(prover);
      if constexpr (requires { polynomials.begin(); }) {
        for (size_t i = 0; i < count; ++i) add_one(polynomials[i]);
      } else {
        add_one(polynomials);
      }
    });
    return opened;
  }

  QuotientPolynomials<F> polynomials_;
  EvaluationChallenges<F> c_;
  CombinedPolynomial<F> combined_;
};

}  // namespace onggi
