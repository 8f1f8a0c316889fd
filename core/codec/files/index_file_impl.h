#pragma once

#include <algorithm>
#include <utility>

#include "core/codec/files/column_sections.h"
#include "core/codec/files/index_file.h"
#include "core/codec/msgpack/gate_vector.h"
#include "core/codec/msgpack/srs.h"
#include "core/codec/msgpack/structs.h"
#include "core/codec/msgpack/verifier_index.h"
#include "core/codec/schema/check_circuit.h"
#include "core/memory/byte_count.h"

namespace onggi {
namespace codec {

template <class F>
struct IndexedCircuit {
  using T = Circuit<F>;
  // The gates are first: their number is read before anything is allocated.
  static constexpr auto fields = std::tuple(
      member("gates", &T::gates), member("public_input_size", &T::public_input_size),
      member("prev_challenges", &T::previous_challenges), member("srs_depth", &T::srs_depth),
      member("revision", &T::revision), member("lookup_tables", &T::lookup_tables),
      member("runtime_table_cfgs", &T::runtime_tables));
};

// The maximum number of gates for which space is reserved before a circuit is read.
template <class F>
size_t indexed_gates(std::span<const uint8_t> circuit) {
  DecodeError error;
  MsgpackReader reader(error, circuit);
  size_t gates = 0;
  if (!reader.array_of(entries(IndexedCircuit<F>::fields)) || !reader.array(gates)) return 0;
  return std::min(gates, circuit.size() / kLeastGateBytes + 1);
}

template <class F>
std::vector<uint8_t> encode_indexed_circuit(const Circuit<F>& circuit) {
  std::vector<uint8_t> bytes;
  bytes.reserve(encoded_gate_vector_bytes<F>(circuit.gates));
  MsgpackWriter writer(bytes);
  write_msgpack_fields(writer, circuit, IndexedCircuit<F>::fields);
  return bytes;
}

template <class F>
Result<Circuit<F>> decode_indexed_circuit(std::span<const uint8_t> bytes) {
  DecodeError error;
  MsgpackReader reader(error, bytes);
  Circuit<F> circuit;
  const bool read = read_msgpack_fields(reader, circuit, IndexedCircuit<F>::fields) &&
                    reader.end() && check_circuit(error, circuit);
  return to_result(read, error, std::move(circuit));
}

// Reads the columns. A column has all its bytes, or none if it is zero.
template <class F>
Result<IndexColumns<F>> take_columns(SectionReader& reader, const ConstraintSystem<F>& system) {
  IndexColumns<F> columns;
  if (system.lookup()) columns.lookup.emplace();
  Result<> result = success();
  visit_columns(system, columns, [&](const std::string& name, auto& polynomial, auto&&) {
    if (!result) return;
    const size_t length = reader.next_size() == 0 ? 0 : system.domain().size();
    auto values = take_elements<F>(reader, name, length);
    if (values) {
      polynomial.values = std::move(values).value();
    } else {
      result = std::move(values).as_failure();
    }
  });
  BOOST_OUTCOME_TRYV(std::move(result));
  return columns;
}

// Bytes that the tables of an index take at most while they are stacked: vectors grow by doubling.
// Each of their columns is committed to in the verifier index, as are sigmas, coefficients and
// selectors.
template <class C>
size_t stacked_tables_bytes(const SectionReader& reader, size_t rows, size_t chunks) {
  bool looks_up = false;
  for (LookupPattern pattern : kLookupPatterns) {
    const auto place = static_cast<size_t>(pattern);
    looks_up = looks_up || !reader.find(fmt::format("lookup {}", place)).empty();
  }
  constexpr size_t kOthers = kPermuted + kColumns + 6;  // the selectors that every index has
  const size_t columns = reader.find("verifier").size() / (chunks * kPointEntry);
  if (!looks_up || columns < kOthers) return 0;
  return (ByteCount(3) * (columns - kOthers + 1) * rows * sizeof(typename C::Scalar)).value();
}

// A point that depends on every byte of a file: the beginning of its header's checksum.
template <class F>
F checking_point(std::span<const uint8_t> checksum) {
  std::array<uint8_t, kFieldBytes> bytes{};
  std::copy_n(checksum.begin(), kFieldBytes - 1, bytes.begin());
  return *field_from_bytes<F>(bytes);  // 248 bits are below the modulus
}

}  // namespace codec

template <class C>
std::vector<uint8_t> encode_index(const ProverIndex<C>& index) {
  using namespace codec;
  using F = typename C::Scalar;
  SectionWriter writer({FileKind::index, C::kName, static_cast<uint32_t>(index.srs()->size())});
  writer.add("srs", srs_fingerprint(*index.srs()));
  writer.add("circuit", encode_indexed_circuit(index.constraint_system().circuit()));
  writer.add("verifier", encode_verifier_index_msgpack(*index.verifier_index()));
  visit_columns(index.constraint_system(), index.columns(),
                [&writer](const std::string& name, const auto& polynomial, auto&&) {
                  const std::span<const F> values = polynomial.values;
                  writer.add(name, values.size() * kFieldBytes,
                             [values](std::span<uint8_t> out) { write_elements<F>(values, out); });
                });
  for (size_t chunk = 0; chunk < index.constraint_system().num_chunks(); ++chunk) {
    add_chunk(writer, "zk", chunk, index.zk_lagrange());
  }
  return writer.finish();
}

// The circuit; the columns, one of which is checked at a time; the tables; and the bytes that
// identify the SRS.
template <class C>
size_t decoded_index_bytes(std::span<const uint8_t> bytes, const Srs<C>& srs) {
  using namespace codec;
  using F = typename C::Scalar;
  const auto opened = SectionReader::open(bytes, FileKind::index, C::kName);
  if (!opened) return (ByteCount(2) * bytes.size()).value();
  const SectionReader& reader = opened.value();
  const size_t rows = reader.find("sigma 0").size() / kFieldBytes;
  const size_t gates = indexed_gates<F>(reader.find("circuit"));
  return (bytes.size() + ByteCount(gates) * (sizeof(Gate<F>) + kAllocatorOverhead) +
          ByteCount(4) * rows * sizeof(F) +
          stacked_tables_bytes<C>(reader, rows, srs.chunks_for(rows)) +
          ByteCount(4) * reader.find("verifier").size() + (srs.size() + 1) * kPointBytes)
      .value();
}

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> decode_index(std::span<const uint8_t> bytes,
                                                           std::shared_ptr<const Srs<C>> srs) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(reader, SectionReader::open(bytes, FileKind::index, C::kName));
  BOOST_OUTCOME_TRYV(check_srs(reader, *srs));
  BOOST_OUTCOME_TRY(circuit_bytes, reader.take("circuit"));
  BOOST_OUTCOME_TRY(circuit, decode_indexed_circuit<F>(circuit_bytes));
  BOOST_OUTCOME_TRY(system, ConstraintSystem<F>::create(std::move(circuit), srs->size()));
  BOOST_OUTCOME_TRY(verifier_bytes, reader.take("verifier"));
  BOOST_OUTCOME_TRY(verifier_index, decode_verifier_index_msgpack<C>(verifier_bytes));
  verifier_index.revision = system.revision();
  BOOST_OUTCOME_TRY(columns, take_columns(reader, system));
  BOOST_OUTCOME_TRY(zk_lagrange,
                    take_commitments<C>(reader, "zk", system.zk_rows(), system.num_chunks()));
  BOOST_OUTCOME_TRYV(reader.end());
  return ProverIndex<C>::restore(std::move(system), std::move(srs), std::move(columns),
                                 std::move(zk_lagrange), std::move(verifier_index),
                                 checking_point<F>(reader.checksum()));
}

}  // namespace onggi
