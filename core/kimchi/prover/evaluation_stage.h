// Fourth stage: everything is evaluated at zeta and zeta·omega and combined into one polynomial.
#pragma once

#include "core/commitment/b_poly.h"
#include "core/field/batch.h"
#include "core/kimchi/evaluation_order.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/quotient_stage.h"
#include "core/kimchi/verifier/linearization.h"
#include "core/kimchi/verifier/oracles.h"
#include "core/parallel/parallel_for.h"

namespace onggi {

// What the inner product argument opens.
template <class F>
struct CombinedPolynomial {
  std::vector<F> polynomial;  // max_poly_size coefficients
  F blinder;
  F zeta;
  F zeta_omega;
  F evalscale;
};

template <class C>
class EvaluationStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "evaluation";

  EvaluationStage(ProverContext<C>& context, QuotientPolynomials<F> polynomials,
                  const QuotientChallenges<F>& challenges, const F& zeta)
      : polynomials_(std::move(polynomials)),
        c_(evaluation_challenges(context.domain(), context.index->srs()->size(), challenges.beta,
                                 challenges.gamma, challenges.alpha, zeta)) {}

  size_t steps() const { return 2; }

  void step(ProverContext<C>& context, size_t index) {
    index == 0 ? evaluate(context) : combine(context);
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

  void evaluate(ProverContext<C>& context) {
    const ProverIndex<C>& index = *context.index;
    const auto& argument = polynomials_.argument;
    ProofEvaluations<F>& evals = context.proof.evals;
    auto at = [&](const Coefficients<F>& polynomial) {
      return evaluate_at_points(context, polynomial);
    };
    evals.public_input = at(argument.witness.public_input);
    for (size_t i = 0; i < kColumns; ++i) evals.w[i] = at(argument.witness.w[i].polynomial);
    evals.z = at(argument.z.polynomial);
    for (size_t i = 0; i < evals.s.size(); ++i) evals.s[i] = at(index.sigma()[i]);
    for (size_t i = 0; i < kColumns; ++i) evals.coefficients[i] = at(index.coefficients()[i]);
    for (GateType type : kBaseGates) {
      base_selector_evaluation(evals, type) = at(index.selector(type));
    }
    for (GateType type : kOptionalGates) {
      if (index.constraint_system().uses(type)) {
        optional_selector_evaluation(evals, type) = at(index.selector(type));
      }
    }
    if (argument.lookup) evaluate_lookups(*index.lookup(), *argument.lookup, at, evals);
  }

  template <class At>
  static void evaluate_lookups(const LookupPolynomials<F>& fixed, const LookupWitness<F>& lookup,
                               const At& at, ProofEvaluations<F>& evals) {
    for (size_t i = 0; i < lookup.sorted.size(); ++i) {
      evals.lookup_sorted[i] = at(lookup.sorted[i].polynomial);
    }
    evals.lookup_aggregation = at(lookup.aggregation.polynomial);
    evals.lookup_table = at(lookup.table.polynomial);
    if (lookup.runtime) {
      evals.runtime_lookup_table = at(lookup.runtime->polynomial);
      evals.runtime_lookup_table_selector = at(fixed.runtime_selector);
    }
    for (LookupPattern pattern : kLookupPatterns) {
      const auto& selector = fixed.selector(pattern);
      if (!selector.values.empty()) lookup_selector_evaluation(evals, pattern) = at(selector);
    }
  }

  // ft = Σ_j ζ^(mj) · (s·σ_6 − (ζ^n − 1)·t)_chunk j, a polynomial of one chunk
  HiddenPolynomial<F> make_ft(const ProverContext<C>& context) const {
    const ProverIndex<C>& index = *context.index;
    const size_t m = index.srs()->size();
    HiddenPolynomial<F> ft{{std::vector<F>(m, F::zero())}, {F::zero()}};
    auto add_chunks = [&](const std::vector<F>& coefficients, F scale) {
      for (size_t begin = 0; begin < coefficients.size(); begin += m) {
        const size_t length = std::min(m, coefficients.size() - begin);
        add_scaled<F>(std::span(ft.polynomial.values).first(length), scale,
                      std::span(coefficients).subspan(begin, length));
        scale *= c_.zeta_to_srs;
      }
    };
    const F vanishing = F::one() - c_.zeta_to_n;
    add_chunks(index.sigma()[6].values,
               sigma_scalar(context.domain(), context.zk_rows(), context.proof.evals, c_));
    add_chunks(polynomials_.t.polynomial.values, vanishing);
    ft.blinders[0] = vanishing * combine_chunks<F>(polynomials_.t.blinders, c_.zeta_to_srs);
    return ft;
  }

  // Draws v and u, then P = Σ v^k · chunk_k over all opened chunks, and its blinder alike.
  void combine(ProverContext<C>& context) {
    const HiddenPolynomial<F> ft = make_ft(context);
    ProverProof<C>& proof = context.proof;
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
    F power = F::one();
    visit_opened_polynomials(
        context, ft, [&](std::span<const F> coefficients, std::span<const F> blinders) {
          for (size_t j = 0; j < blinders.size(); ++j) {
            const size_t begin = std::min(coefficients.size(), j * m);
            const size_t length = std::min(m, coefficients.size() - begin);
            add_in_parallel(combined_.polynomial, power, coefficients.subspan(begin, length));
            combined_.blinder += power * blinders[j];
            power *= v;
          }
        });
  }

  // The same as add_scaled.
  static void add_in_parallel(std::span<F> sum, const F& k, std::span<const F> x) {
    constexpr size_t kGrain = 1024;
    parallel_for(x.size(), kGrain, [&](size_t begin, size_t end) {
      add_scaled<F>(sum.subspan(begin, end - begin), k, x.subspan(begin, end - begin));
    });
  }

  // The order of visit_opened in evaluation_order.h, for polynomials: visit(coefficients, blinders)
  // with one blinder a chunk.
  template <class Visit>
  void visit_opened_polynomials(const ProverContext<C>& context, const HiddenPolynomial<F>& ft,
                                Visit&& visit) const {
    const ProverIndex<C>& index = *context.index;
    const auto& argument = polynomials_.argument;
    const std::vector<F> zeros(context.num_chunks(), F::zero());
    const std::vector<F> ones(context.num_chunks(), F::one());
    auto visit_hidden = [&](const HiddenPolynomial<F>& p) {
      visit(p.polynomial.values, p.blinders);
    };
    for (const auto& p : context.proof.previous_challenges) {
      visit(b_poly_coefficients<F>(p.challenges),
            std::vector<F>(p.commitment.chunks.size(), F::zero()));
    }
    visit(argument.witness.public_input.values, ones);
    visit_hidden(ft);
    visit_hidden(argument.z);
    for (GateType type : kBaseGates) visit(index.selector(type).values, ones);
    for (const auto& w : argument.witness.w) visit_hidden(w);
    for (const auto& column : index.coefficients()) visit(column.values, zeros);
    for (size_t i = 0; i + 1 < kPermuted; ++i) visit(index.sigma()[i].values, zeros);
    for (GateType type : kOptionalGates) {
      if (index.constraint_system().uses(type)) visit(index.selector(type).values, zeros);
    }
    if (!argument.lookup) return;
    for (const auto& sorted : argument.lookup->sorted) visit_hidden(sorted);
    visit_hidden(argument.lookup->aggregation);
    visit_hidden(argument.lookup->table);
    if (argument.lookup->runtime) {
      visit_hidden(*argument.lookup->runtime);
      visit(index.lookup()->runtime_selector.values, zeros);
    }
    for (const auto& selector : index.lookup()->selectors) {
      if (!selector.values.empty()) visit(selector.values, zeros);
    }
  }

  QuotientPolynomials<F> polynomials_;
  EvaluationChallenges<F> c_;
  CombinedPolynomial<F> combined_;
};

}  // namespace onggi
