#pragma once

#include <fmt/format.h>

#include <bit>

#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/commitment/ipa/verifier.h"
#include "core/field/batch.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/verifier/oracles.h"

namespace onggi {

template <class F>
void absorb_evaluations(FrSponge<F>& sponge, const F& digest,
                        std::span<const std::vector<F>> previous_challenges, const F& ft_eval1,
                        const PointEvaluations<F>& public_evals, const ProofEvaluations<F>& evals) {
  FrSponge<F> recursion;
  for (const auto& challenges : previous_challenges) {
    for (const F& challenge : challenges) recursion.absorb(challenge);
  }
  auto absorb = [&sponge](const PointEvaluations<F>& eval) {
    for (const F& chunk : eval.zeta) sponge.absorb(chunk);
    for (const F& chunk : eval.zeta_omega) sponge.absorb(chunk);
  };
  sponge.absorb(digest);
  sponge.absorb(recursion.digest());
  sponge.absorb(ft_eval1);
  absorb(public_evals);
  columns::visit_evaluations<columns::Absorbed>(evals, absorb);
}

template <class C>
Steps<PolyComm<C>> commit_public_input_steps(const Srs<C>& srs,
                                             const Domain<typename C::Scalar>& domain,
                                             std::span<const typename C::Scalar> public_input) {
  using F = typename C::Scalar;
  auto committed = co_await commit_evaluations_non_hiding_steps<C>(srs, domain, public_input);
  PolyComm<C> commitment = std::move(committed).value();
  for (Affine<C>& chunk : commitment.chunks) chunk = -chunk;
  const std::vector<F> blinders(commitment.chunks.size(), F::one());
  co_return mask_custom<C>(srs, commitment, blinders).value();
}

template <class C>
PolyComm<C> commit_public_input(const Srs<C>& srs, const Domain<typename C::Scalar>& domain,
                                std::span<const typename C::Scalar> public_input) {
  return commit_public_input_steps<C>(srs, domain, public_input).run();
}

// The commitment to the public input; the polynomial of a previous challenge; lists of evaluations.
template <class C>
size_t oracles_bytes(const VerifierIndex<C>& index, const ProverProof<C>& proof) {
  using F = typename C::Scalar;
  constexpr size_t kLists = 16;
  size_t bytes = kLists * (index.num_chunks() + index.previous_challenges) * 2 * sizeof(F);
  if (!proof.public_input.empty()) {
    bytes += commit_evaluations_bytes(*index.srs, index.domain.size());
  }
  if (!proof.previous_challenges.empty()) bytes += index.max_poly_size * sizeof(F);
  return bytes;
}

namespace detail {

// The public polynomial at x, by its barycentric form:
//   −(x^n − 1)/n · Σ_i pub_i · ω^i / (x − ω^i)
template <class F>
F public_at(const Domain<F>& domain, std::span<const F> public_input, const F& x) {
  std::vector<F> denominators(public_input.size());
  for (size_t i = 0; i < public_input.size(); ++i) denominators[i] = x - domain.element(i);
  batch_inverse<F>(denominators);
  F sum = F::zero();
  for (size_t i = 0; i < public_input.size(); ++i) {
    sum += public_input[i] * domain.element(i) * denominators[i];
  }
  return -(x.pow_u64(domain.size()) - F::one()) * domain.size_inv() * sum;
}

// Whether a member of a proof's evaluations has exactly `count` entries: the first ones of a list
// of optional entries. Entries that are not optional are always there.
template <class Evaluations>
bool has_exactly(const Evaluations& evals, size_t count) {
  if constexpr (requires { evals.begin(); }) {
    for (size_t i = 0; i < evals.size(); ++i) {
      if (!has_exactly(evals[i], i < count ? 1 : 0)) return false;
    }
    return true;
  } else if constexpr (requires { evals.has_value(); }) {
    return evals.has_value() == (count > 0);
  } else {
    return true;
  }
}

// The first column whose evaluations or commitments in the proof are not those that the index
// needs, or whose chunks are too few or too many.
template <class C>
std::optional<std::string> column_mismatch(const VerifierIndex<C>& index,
                                           const ProverProof<C>& proof) {
  const size_t chunks = index.num_chunks();
  bool fits = true;
  const auto check = [&](const auto& eval) {
    fits &= eval.zeta.size() == chunks && eval.zeta_omega.size() == chunks;
  };
  if (proof.evals.public_input) check(*proof.evals.public_input);
  columns::visit_evaluations<columns::Absorbed>(proof.evals, check);
  if (!fits) return fmt::format("an evaluation does not have {} chunks", chunks);
  if (proof.commitments.lookup.has_value() != index.lookup.has_value()) {
    return "only one of index and proof has lookup commitments";
  }

  std::optional<std::string> mismatch;
  const auto expect = [&mismatch](bool match, std::string_view what, std::string_view column) {
    if (match || mismatch) return;
    mismatch = fmt::format("the {} of {} are not those that the index needs", what, column);
  };
  columns::Opened::for_each([&]<class Column>() {
    const auto& evals = columns::evaluations<Column>(proof.evals);
    expect(has_exactly(evals, Column::count(index)), "evaluations", Column::kName);
  });
  using Committed =
      decltype(columns::List<columns::Witness, columns::Z>{} + columns::LookupProofFields{});
  Committed::for_each([&]<class Column>() {
    size_t found = 0;
    columns::visit_proof<columns::List<Column>>(proof, [&](const PolyComm<C>& commitment) {
      ++found;
      fits &= commitment.chunks.size() == chunks;
    });
    expect(found == Column::count(index), "commitments", Column::kName);
  });
  if (mismatch) return mismatch;
  if (!fits) return fmt::format("a commitment does not have {} chunks", chunks);
  return std::nullopt;
}

template <class C>
bool is_on_curve(const PolyComm<C>& commitment) {
  for (const Affine<C>& point : commitment.chunks) {
    if (!point.is_on_curve()) return false;
  }
  return true;
}

template <class C>
bool points_are_on_curve(const ProverProof<C>& proof) {
  bool valid = proof.opening.delta.is_on_curve() && proof.opening.sg.is_on_curve();
  for (const auto& [l, r] : proof.opening.lr) valid &= l.is_on_curve() && r.is_on_curve();
  for (const auto& previous : proof.previous_challenges) valid &= is_on_curve(previous.commitment);
  using Committed = decltype(columns::ProofFields{} + columns::LookupProofFields{});
  columns::visit_proof<Committed>(
      proof, [&](const PolyComm<C>& commitment) { valid &= is_on_curve(commitment); });
  return valid;
}

// The chunks at x of the b-polynomial of previous challenges: one if there are
// log2(max_poly_size) of them, else two.
template <class F>
std::vector<F> previous_chunks(const std::vector<F>& challenges, size_t max_poly_size, const F& x) {
  const F all = b_poly<F>(challenges, x);
  if (size_t{1} << challenges.size() == max_poly_size) return {all};
  // b(x) = low + x^m·high
  const std::vector<F> s = b_poly_coefficients<F>(challenges);
  const F high = horner<F>(std::span(s).subspan(std::min(max_poly_size, s.size())), x);
  return {all - x.pow_u64(max_poly_size) * high, high};
}

// Σ_k v^k · (e_k(ζ) + u·e_k(ζω)) over the chunks of all opened polynomials.
template <class C>
typename C::Scalar combined_inner_product(const Oracles<C>& o, const ProverProof<C>& proof) {
  using F = typename C::Scalar;
  F sum = F::zero();
  F power = F::one();
  auto add = [&](const F& at_zeta, const F& at_zeta_omega) {
    sum += power * (at_zeta + o.u * at_zeta_omega);
    power *= o.v;
  };
  auto add_chunks = [&](const PointEvaluations<F>& eval) {
    for (size_t j = 0; j < eval.zeta.size(); ++j) add(eval.zeta[j], eval.zeta_omega[j]);
  };
  for (const auto& eval : o.previous_evals) add_chunks(eval);
  add_chunks(o.public_evals);
  add(o.ft_eval0, proof.ft_eval1);
  columns::visit_evaluations<columns::Opened>(proof.evals, add_chunks);
  return sum;
}

// Checks that the numbers of an index, which may come from outside, are consistent.
template <class C>
Result<void> check_numbers(const VerifierIndex<C>& index) {
  const size_t n = index.domain.size();
  if (index.zk_rows < zk_rows_for_chunks(1) || index.zk_rows >= n ||
      index.public_input_size > n - index.zk_rows) {
    return fail(Errc::invalid_argument,
                fmt::format("{} zk_rows and {} public inputs in a domain of {} rows", index.zk_rows,
                            index.public_input_size, n));
  }
  const size_t chunks = index.num_chunks();
  if (chunks > kMaxChunks) {
    return fail(Errc::invalid_argument,
                fmt::format("{} rows take {} chunks with an SRS of {} points, at most {}", n,
                            chunks, index.max_poly_size, kMaxChunks));
  }
  bool fit = true;
  auto check = [&](const PolyComm<C>& comm) { fit &= comm.chunks.size() == chunks; };
  columns::visit_index(index, check);
  if (!fit) {
    return fail(Errc::invalid_argument,
                fmt::format("a commitment of the index does not have {} chunks", chunks));
  }
  if (index.lookup && (index.zk_rows + 1 >= n || !lookup_index_fits(*index.lookup))) {
    return fail(Errc::invalid_argument, "the parts of the lookup index are inconsistent");
  }
  return success();
}

// Checks that an index can be verified against: it has an SRS of its size and consistent numbers.
template <class C>
Result<void> check_usable(const VerifierIndex<C>& index) {
  if (!index.srs || index.srs->size() != index.max_poly_size ||
      !std::has_single_bit(index.max_poly_size)) {
    return fail(Errc::srs_too_small,
                fmt::format("the index needs {} points, its SRS has {}", index.max_poly_size,
                            index.srs ? index.srs->size() : 0));
  }
  return check_numbers(index);
}

}  // namespace detail

template <class C>
std::optional<std::string> shape_mismatch(const VerifierIndex<C>& index,
                                          const ProverProof<C>& proof) {
  const size_t chunks = index.num_chunks();
  const size_t rounds = static_cast<size_t>(std::countr_zero(index.max_poly_size));
  if (proof.public_input.size() != index.public_input_size) {
    return fmt::format("{} public inputs, {} expected", proof.public_input.size(),
                       index.public_input_size);
  }
  if (proof.previous_challenges.size() != index.previous_challenges) {
    return fmt::format("{} previous challenges, {} expected", proof.previous_challenges.size(),
                       index.previous_challenges);
  }
  for (const auto& previous : proof.previous_challenges) {
    if (!previous.fits(index.max_poly_size)) {
      return fmt::format("a previous challenge has {} rounds and {} chunks",
                         previous.challenges.size(), previous.commitment.chunks.size());
    }
  }
  if (proof.opening.lr.size() != rounds) {
    return fmt::format("{} opening rounds, {} expected", proof.opening.lr.size(), rounds);
  }
  if (proof.commitments.t_comm.chunks.size() > kQuotientChunks * chunks) {
    return fmt::format("t_comm has more than {} chunks", kQuotientChunks * chunks);
  }
  if (!proof.evals.public_input && chunks > 1) return "the public evaluations are missing";
  if (auto mismatch = detail::column_mismatch(index, proof)) return mismatch;
  if (!detail::points_are_on_curve(proof)) return "a point is not on the curve";
  return std::nullopt;
}

template <class C>
Oracles<C> replay_transcript(const VerifierIndex<C>& index, const ProverProof<C>& proof,
                             const PolyComm<C>& public_comm) {
  using F = typename C::Scalar;
  const F endo = C::endo_scalar();
  Oracles<C> o;

  FqSponge<C> sponge;
  sponge.absorb_base(index.digest());
  for (const auto& previous : proof.previous_challenges) {
    sponge.absorb_commitment(previous.commitment.chunks);
  }
  sponge.absorb_commitment(public_comm.chunks);
  for (const auto& comm : proof.commitments.w_comm) sponge.absorb_commitment(comm.chunks);
  const auto& lookup = proof.commitments.lookup;  // there if the index has lookups
  if (index.lookup) {
    if (lookup->runtime) sponge.absorb_commitment(lookup->runtime->chunks);
    o.joint_combiner = joint_combiner_challenge(sponge, index.lookup->info);
    for (const auto& comm : lookup->sorted) sponge.absorb_commitment(comm.chunks);
  }
  const F beta = sponge.challenge_field();
  const F gamma = sponge.challenge_field();
  if (index.lookup) sponge.absorb_commitment(lookup->aggregation.chunks);
  sponge.absorb_commitment(proof.commitments.z_comm.chunks);
  o.alpha_challenge = sponge.challenge();
  sponge.absorb_commitment(proof.commitments.t_comm.chunks);
  o.zeta_challenge = sponge.challenge();
  o.sponge = sponge;
  o.digest = sponge.digest();

  o.challenges =
      evaluation_challenges(index.domain, index.max_poly_size, beta, gamma,
                            o.alpha_challenge.to_field(endo), o.zeta_challenge.to_field(endo));
  if (o.joint_combiner) o.challenges.joint_combiner = o.joint_combiner->to_field(endo);
  o.public_evals =
      proof.evals.public_input
          ? *proof.evals.public_input
          : PointEvaluations<F>{
                {detail::public_at<F>(index.domain, proof.public_input, o.challenges.zeta)},
                {detail::public_at<F>(index.domain, proof.public_input, o.challenges.zeta_omega)}};

  std::vector<std::vector<F>> previous;
  for (const auto& p : proof.previous_challenges) {
    previous.push_back(p.challenges);
    o.previous_evals.push_back(
        {detail::previous_chunks(p.challenges, index.max_poly_size, o.challenges.zeta),
         detail::previous_chunks(p.challenges, index.max_poly_size, o.challenges.zeta_omega)});
  }
  FrSponge<F> fr;
  absorb_evaluations<F>(fr, o.digest, previous, proof.ft_eval1, o.public_evals, proof.evals);
  o.v_challenge = fr.challenge();
  o.u_challenge = fr.challenge();
  o.v = o.v_challenge.to_field(endo);
  o.u = o.u_challenge.to_field(endo);

  o.ft_eval0 = ft_eval0(index, proof.evals, o.public_evals, o.challenges);
  o.combined_inner_product = detail::combined_inner_product(o, proof);
  FqSponge<C> opening_sponge = o.sponge;
  o.opening_prechallenges =
      opening_prechallenges<C>(opening_sponge, o.combined_inner_product, proof.opening);
  return o;
}

template <class C>
Result<Oracles<C>> oracles(const VerifierIndex<C>& index, const ProverProof<C>& proof) {
  BOOST_OUTCOME_TRYV(detail::check_usable(index));
  if (auto mismatch = shape_mismatch(index, proof)) {
    return fail(Errc::invalid_argument, *mismatch);
  }
  return replay_transcript(index, proof,
                           commit_public_input<C>(*index.srs, index.domain, proof.public_input));
}

}  // namespace onggi
