#include <algorithm>

#include "core/codec/json/circuit.h"
#include "core/codec/json/reader.h"

namespace onggi {
namespace {

using codec::JsonReader;

// Calls visit(key) before the value of each key. It returns true if it has read the value;
// otherwise the value is skipped.
template <class Visit>
void visit_object(JsonReader& reader, Visit&& visit) {
  if (!reader.begin_object()) return reader.skip();
  for (std::string_view key; reader.next_key(key);) {
    if (!visit(key)) reader.skip();
  }
}

template <class Visit>
void visit_array(JsonReader& reader, Visit&& visit) {
  if (!reader.begin_array()) return reader.skip();
  while (reader.next_element()) visit();
}

size_t length(JsonReader& reader) {
  size_t count = 0;
  visit_array(reader, [&] {
    reader.skip();
    ++count;
  });
  return count;
}

void read_gate(JsonReader& reader, CircuitOutline& outline) {
  ++outline.shape.gates;
  visit_object(reader, [&](std::string_view key) {
    std::string_view name;
    if (key == "coeffs") {
      outline.elements += length(reader);
    } else if (key == "typ" && reader.string(name)) {
      const auto type = gate_type_from_name(name);
      if (type) outline.shape.uses[static_cast<size_t>(*type)] = true;
    } else {
      return false;
    }
    return true;
  });
}

void read_table(JsonReader& reader, CircuitOutline& outline) {
  visit_object(reader, [&](std::string_view key) {
    if (key != "columns") return false;
    size_t columns = 0;
    size_t longest = 0;
    visit_array(reader, [&] {
      const size_t rows = length(reader);
      outline.elements += rows;
      longest = std::max(longest, rows);
      ++columns;
    });
    outline.shape.table_rows += longest;
    outline.shape.table_columns = std::max(outline.shape.table_columns, columns);
    return true;
  });
}

void read_runtime_table(JsonReader& reader, CircuitOutline& outline) {
  visit_object(reader, [&](std::string_view key) {
    if (key != "first_column") return false;
    const size_t rows = length(reader);
    outline.elements += rows;
    outline.shape.table_rows += rows;
    return true;
  });
}

bool read_part(JsonReader& reader, std::string_view key, CircuitOutline& outline) {
  if (key == "gates") {
    visit_array(reader, [&] { read_gate(reader, outline); });
  } else if (key == "lookup_tables") {
    visit_array(reader, [&] { read_table(reader, outline); });
  } else if (key == "runtime_table_cfgs") {
    visit_array(reader, [&] { read_runtime_table(reader, outline); });
  } else {
    return false;
  }
  return true;
}

}  // namespace

CircuitOutline circuit_outline(std::string_view json) {
  CircuitOutline outline;
  if (!codec::check_json(json)) return outline;
  codec::DecodeError error;
  JsonReader reader(error, json);
  visit_object(reader, [&](std::string_view key) { return read_part(reader, key, outline); });
  return outline;
}

}  // namespace onggi
