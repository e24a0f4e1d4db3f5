#include "kintsugi/graph/inspect_json.h"

#include <nlohmann/json.hpp>

namespace kintsugi::graph {
namespace {

using nlohmann::json;

json ports_json(const std::vector<Port>& ports) {
  json list = json::array();
  for (const Port& port : ports) {
    json shape = json::array();
    for (const Dim& extent : port.shape) {
      shape.push_back(extent.is_known() ? json(extent.value()) : json(extent.to_string()));
    }
    list.push_back({{"name", port.name}, {"type", name(port.type)}, {"shape", shape}});
  }
  return list;
}

json field_json(const ReceptiveField& field) {
  if (field.is_whole) return "whole";
  return {field.height, field.width};
}

}  // namespace

std::string to_json(const Inspection& found, int64_t side) {
  json layers = json::array();
  for (const LayerSummary& layer : found.layers) {
    layers.push_back({{"name", layer.name},
                      {"op", layer.op},
                      {"shape", sizes_of(layer.shape)},
                      {"parameters", layer.parameters},
                      {"macs", layer.macs}});
  }
  json fields = json::object();
  for (const auto& [output, field] : found.fields) fields[output] = field_json(field);
  const json all = {{"name", found.name},
                    {"size", side},
                    {"inputs", ports_json(found.inputs)},
                    {"outputs", ports_json(found.outputs)},
                    {"parameters", found.parameters},
                    {"macs", found.macs},
                    {"receptive_field", fields},
                    {"metadata", found.metadata},
                    {"layers", layers}};
  return all.dump(2);
}

}  // namespace kintsugi::graph
