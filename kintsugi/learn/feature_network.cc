#include "kintsugi/learn/feature_network.h"

#include "kintsugi/base/safetensors.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/graph/passes.h"
#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/squeezenet.h"
#include "kintsugi/nets/vgg.h"

namespace kintsugi::learn {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;
using graph::Value;
using recipe::FeatureNet;

nets::Features features_of(FeatureNet network, Builder& b, Value x) {
  switch (network) {
    case FeatureNet::kAlexnet:
      return nets::alexnet_features(b, x);
    case FeatureNet::kSqueezenet:
      return nets::squeezenet_features(b, x);
    case FeatureNet::kVgg13Bn:
      return nets::vgg_features(b, x, {.depth = 13, .has_batch_norm = true});
    case FeatureNet::kVgg16:
      return nets::vgg_features(b, x, {.depth = 16});
    case FeatureNet::kVgg19:
      break;
  }
  return nets::vgg_features(b, x, {.depth = 19});
}

// ImageNet's mean and deviation, which all of them want.
Value normalized(Builder& b, const Value& pictures) {
  const Value mean = b.constant(Tensor({1, 3, 1, 1}, std::vector<float>{.485f, .456f, .406f}));
  const Value deviation = b.constant(Tensor({1, 3, 1, 1}, std::vector<float>{.229f, .224f, .225f}));
  return b.divide(b.subtract(pictures, mean), deviation);
}

// The network up to `layers`, which become its outputs; none: all, and their names go there.
Graph truncated(FeatureNet network, std::vector<std::string>& layers) {
  Builder b(word_of(network));
  const Value pictures =
      b.input("pictures", {Dim::symbol("N"), 3, Dim::symbol("H"), Dim::symbol("W")});
  const nets::Features features = features_of(network, b, normalized(b, pictures));
  if (layers.empty()) {
    for (const nets::Tap& tap : features.taps) layers.push_back(tap.name);
  }
  try {
    for (const std::string& layer : layers) b.output(layer, features[layer]);
  } catch (const Error& error) {
    throw Error(std::string(word_of(network)) + ": " + error.what());
  }
  Graph graph = b.finish();
  graph::remove_dead_code(graph);
  return graph;
}

// The first layer that needs a weight.
std::string reader_of(const Graph& graph, const std::string& weight) {
  for (const graph::Port& layer : graph.outputs) {
    Graph part = graph;
    part.outputs = {layer};
    graph::remove_dead_code(part);
    if (part.weights.contains(weight)) return layer.name;
  }
  return "";
}

Graph loaded(FeatureNet network, const std::filesystem::path& path,
             std::vector<std::string>& layers) {
  Graph graph = truncated(network, layers);
  const TensorFile file = read_safetensors(path);
  for (auto& [name, weight] : graph.weights) {
    const auto found = file.tensors.find(name);
    check(found != file.tensors.end(), path.string(), " has no ", name, ", which layer ",
          reader_of(graph, name), " of ", word_of(network), " needs");
    check(found->second.sizes() == weight.sizes(), path.string(), ": ", name, " is ",
          to_string(found->second.sizes()), ", expected ", to_string(weight.sizes()));
    weight = found->second.to(DataType::kFloat32);
  }
  return graph;
}

}  // namespace

FeatureNetwork::FeatureNetwork(FeatureNet network, const std::filesystem::path& weights,
                               std::vector<std::string> layers, const ModuleOptions& options)
    : layers_(std::move(layers)), module_(loaded(network, weights, layers_), options) {
  module_.set_requires_grad(false);
}

std::vector<torch::Tensor> FeatureNetwork::operator()(const torch::Tensor& pictures) {
  TensorMap outputs = module_.forward({{"pictures", pictures}});
  std::vector<torch::Tensor> features;
  for (const std::string& layer : layers_) features.push_back(outputs.at(layer));
  return features;
}

void FeatureNetwork::to(torch::Device device) { module_.to(device); }

}  // namespace kintsugi::learn
