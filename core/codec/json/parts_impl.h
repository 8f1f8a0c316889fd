#pragma once

#include "core/codec/json/file_dialect.h"
#include "core/codec/json/parts.h"
#include "core/codec/json/text_size.h"
#include "core/codec/schema/check_circuit.h"

namespace onggi {
namespace codec {

template <class T>
Result<> read_part(std::string_view json, T& out) {
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  if (!read_json<FileDialect>(reader, out)) return boost::outcome_v2::failure(error.to_error());
  return success();
}

template <class T>
std::string write_part(const T& part) {
  std::string text;
  text.reserve(text_size<Zero::file>(part));
  write_json<FileDialect>(text, part);
  return text;
}

}  // namespace codec

template <class C>
Result<> JsonParts<C>::read(std::string_view json, Wires& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, Gate<F>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, LookupTable<F>& out) {
  BOOST_OUTCOME_TRYV(codec::read_part(json, out));
  codec::DecodeError error;
  if (!codec::check_table(error, out)) return boost::outcome_v2::failure(error.to_error());
  return success();
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, RuntimeTableConfig<F>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, PolyComm<C>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, OpeningProof<C>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, ProofEvaluations<F>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, ProverCommitments<C>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, VerifierCommitments<C>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, LookupVerifierIndex<C>& out) {
  return codec::read_part(json, out);
}
template <class C>
Result<> JsonParts<C>::read(std::string_view json, std::vector<RecursionChallenge<C>>& out) {
  return codec::read_part(json, out);
}

template <class C>
std::string JsonParts<C>::write(const Wires& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const Gate<F>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const PolyComm<C>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const OpeningProof<C>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const PointEvaluations<F>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const ProofEvaluations<F>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const ProverCommitments<C>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const VerifierCommitments<C>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const LookupInfo& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const LookupVerifierIndex<C>& part) {
  return codec::write_part(part);
}
template <class C>
std::string JsonParts<C>::write(const std::vector<RecursionChallenge<C>>& part) {
  return codec::write_part(part);
}

}  // namespace onggi
