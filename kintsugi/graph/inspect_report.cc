#include "kintsugi/graph/inspect_report.h"

#include <cstdio>
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

std::string field_text(const ReceptiveField& field) {
  if (field.is_whole) return "the whole picture";
  return std::to_string(field.height) + "x" + std::to_string(field.width);
}

// Columns have a fixed width, more where the text is longer.
std::string left(const std::string& text, size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}
std::string right(const std::string& text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string line_of(const std::string& name, const std::string& op, const std::string& shape,
                    const std::string& parameters, const std::string& macs) {
  return left(name, 28) + " " + left(op, 22) + " " + left(shape, 22) + " " + right(parameters, 12) +
         " " + right(macs, 14) + "\n";
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

std::string to_text(const Inspection& found, int64_t side) {
  std::string text = line_of("layer", "operator", "shape", "parameters", "MACs");
  for (const LayerSummary& layer : found.layers) {
    text += line_of(layer.name, layer.op, to_string(layer.shape), std::to_string(layer.parameters),
                    std::to_string(layer.macs));
  }
  text += "\n" + found.name + "\n";
  for (const Port& port : found.inputs) {
    text += "input " + port.name + " " + to_string(port.shape) + "\n";
  }
  for (const Port& port : found.outputs) {
    text += "output " + port.name + " " + to_string(port.shape) + ", receptive field " +
            field_text(found.fields.at(port.name)) + "\n";
  }
  char sums[160];
  std::snprintf(sums, sizeof sums,
                "%lld parameters; %.3f billion MACs where sizes are free at %lldx%lld\n",
                static_cast<long long>(found.parameters), static_cast<double>(found.macs) * 1e-9,
                static_cast<long long>(side), static_cast<long long>(side));
  return text + sums;
}

}  // namespace kintsugi::graph
