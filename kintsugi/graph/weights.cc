#include "kintsugi/graph/weights.h"

#include "kintsugi/error.h"
#include "kintsugi/base/safetensors.h"

namespace kintsugi::graph {

void load_weights(Graph& graph, const std::vector<std::filesystem::path>& files) {
  std::map<std::string, Tensor> tensors;
  std::string names;
  for (const std::filesystem::path& file : files) {
    tensors.merge(read_safetensors(file).tensors);
    names += (names.empty() ? "" : " and ") + file.string();
  }
  for (auto& [name, weight] : graph.weights) {
    const auto found = tensors.find(name);
    check(found != tensors.end(), names, ": there is no '", name, "', which ", graph.name,
          " needs");
    check(found->second.sizes() == weight.sizes(), names, ": '", name, "' is ",
          to_string(found->second.sizes()), ", expected ", to_string(weight.sizes()));
    weight = found->second.to(DataType::kFloat32);
  }
}

}  // namespace kintsugi::graph
