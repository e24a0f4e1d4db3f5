#include "kintsugi/graph/receptive_field.h"

#include "kintsugi/error.h"
#include "kintsugi/graph/reach.h"

namespace kintsugi::graph {
namespace {

// Sizes for the symbols of all inputs: `side` for H and W, 1 for N.
SymbolValues sizes_for(const Graph& graph, int64_t side) {
  SymbolValues symbols;
  for (const Port& port : graph.inputs) {
    for (size_t i = 0; i < port.shape.size(); ++i) {
      const Dim rest = port.shape[i].substitute(symbols);
      if (!rest.is_known()) symbols.try_emplace(rest.to_string(), i >= 2 ? side : 1);
    }
  }
  return symbols;
}

bool has_free_sides(const Graph& graph) {
  for (const Port& port : graph.inputs) {
    if (port.shape.size() == 4 && !(port.shape[2].is_known() && port.shape[3].is_known()))
      return true;
  }
  return false;
}

std::map<std::string, ReceptiveField> fields_at(const Graph& graph, int64_t side) {
  const ValueInfos infos = infer(graph, sizes_for(graph, side));
  int64_t rows = 0, columns = 0;
  for (const Port& port : graph.inputs) {
    const Shape& shape = infos.at(port.name).shape;
    if (shape.size() != 4) continue;
    rows = std::max(rows, shape[2].value());
    columns = std::max(columns, shape[3].value());
  }
  const Follower vertical(graph, infos, 2), horizontal(graph, infos, 3);
  std::map<std::string, ReceptiveField> fields;
  for (const Port& port : graph.outputs) {
    ReceptiveField field{vertical.field(port.name), horizontal.field(port.name)};
    field.is_whole = field.height >= rows && field.width >= columns;
    fields[port.name] = field;
  }
  return fields;
}

}  // namespace

std::map<std::string, ReceptiveField> receptive_fields(const Graph& graph) {
  // Large enough that no field of an ordinary stack reaches both borders, or else it is whole.
  constexpr int64_t kFirst = 512, kLast = 4096;
  std::map<std::string, ReceptiveField> fields;
  for (int64_t side = kFirst; side <= kLast; side *= 2) {
    fields = fields_at(graph, side);
    const bool is_settled =
        std::none_of(fields.begin(), fields.end(), [](const auto& f) { return f.second.is_whole; });
    if (is_settled || !has_free_sides(graph)) break;
  }
  return fields;
}

}  // namespace kintsugi::graph
