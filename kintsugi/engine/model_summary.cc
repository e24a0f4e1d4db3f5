#include "kintsugi/graph/inspect_report.h"
#include "kintsugi/model.h"
#include "kintsugi/onnx/onnx_read.h"

namespace kintsugi {
namespace {

std::vector<ModelSummary::Port> ports_of(const std::vector<graph::Port>& ports) {
  std::vector<ModelSummary::Port> list;
  for (const graph::Port& port : ports) {
    list.push_back({port.name, name(port.type), to_string(port.shape)});
  }
  return list;
}

}  // namespace

ModelSummary inspect_model(const std::filesystem::path& file, int side) {
  const graph::Inspection found = inspect(graph::read_onnx(file), side);
  ModelSummary summary{.name = found.name,
                       .inputs = ports_of(found.inputs),
                       .outputs = ports_of(found.outputs),
                       .parameters = found.parameters,
                       .macs = found.macs,
                       .metadata = {found.metadata.begin(), found.metadata.end()},
                       .json = to_json(found, side)};
  for (const graph::LayerSummary& layer : found.layers) {
    summary.layers.push_back(
        {layer.name, layer.op, sizes_of(layer.shape), layer.parameters, layer.macs});
  }
  return summary;
}

}  // namespace kintsugi
