#pragma once

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "core/codec/json/file_dialect.h"
#include "core/codec/json/oracles.h"
#include "core/codec/schema/field_name.h"

namespace onggi {

template <class C>
std::string encode_oracles(const Oracles<C>& o) {
  using namespace codec;
  using F = typename C::Scalar;
  const F endo = C::endo_scalar();
  std::string text =
      fmt::format("{{\"format\":\"kimchi-oracles/1\",\"field\":\"{}\"", field_name<F>());
  auto write = [&text](const char* key, const auto& value) {
    write_key(text, key);
    write_json<FileDialect>(text, value);
  };
  std::optional<F> joint_combiner_chal;
  std::optional<F> joint_combiner;
  if (o.joint_combiner) {
    joint_combiner_chal = o.joint_combiner->raw();
    joint_combiner = o.joint_combiner->to_field(endo);
  }
  write("digest_before_evaluations", o.digest);
  write("joint_combiner_chal", joint_combiner_chal);
  write("joint_combiner", joint_combiner);
  write("beta", o.challenges.beta);
  write("gamma", o.challenges.gamma);
  write("alpha_chal", o.alpha_challenge.raw());
  write("alpha", o.challenges.alpha);
  write("zeta_chal", o.zeta_challenge.raw());
  write("zeta", o.challenges.zeta);
  write("v_chal", o.v_challenge.raw());
  write("v", o.v);
  write("u_chal", o.u_challenge.raw());
  write("u", o.u);
  write("p_eval",
        PointEvaluations<F>{{o.public_evals.zeta.front()}, {o.public_evals.zeta_omega.front()}});
  std::vector<F> prechallenges;
  for (const auto& challenge : o.opening_prechallenges) prechallenges.push_back(challenge.raw());
  write("opening_prechallenges", prechallenges);
  text += "}";
  return text;
}

}  // namespace onggi
