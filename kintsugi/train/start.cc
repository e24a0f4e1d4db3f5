#include "kintsugi/train/start.h"

#include <filesystem>
#include <set>

#include "kintsugi/base/safetensors.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"

namespace kintsugi::train {

namespace fs = std::filesystem;

namespace {

Weights weights_of_run(const fs::path& run) {
  const fs::path folder = data::checkpoints_of(run);
  if (fs::exists(folder / "best.json")) return generator_weights(read_checkpoint(folder, "best"));
  const std::vector<std::string> names = checkpoint_names(folder);
  check(!names.empty(), run.string(), " holds no checkpoint yet");
  return generator_weights(read_checkpoint(folder, names.back()));
}

/// "features" of "features.0.weight".
std::string first_part(const std::string& name) { return name.substr(0, name.find('.')); }

}  // namespace

Weights generator_weights(const Checkpoint& checkpoint) {
  Weights weights = under(checkpoint.tensors, "generator/");
  const Weights averages = under(checkpoint.tensors, "ema/");
  for (auto& [name, weight] : weights) {
    const auto average = averages.find(name);
    if (average != averages.end()) weight = average->second;
  }
  return weights;
}

Weights weights_of(const std::string& path) {
  if (fs::is_directory(path)) {
    check(data::holds_run(path), path, " holds no run: there is no recipe.toml");
    return weights_of_run(path);
  }
  check(fs::exists(path), "cannot start from ", path, ": there is no such run or model");
  if (path.ends_with(".safetensors")) return read_safetensors(path).tensors;
  check(path.ends_with(".onnx"), "cannot start from ", path,
        ", expected the folder of a run, .onnx or .safetensors");
  const graph::Graph graph = graph::read_onnx(path);
  return {graph.weights.begin(), graph.weights.end()};
}

Weights with_pretrained(Weights weights, const std::string& features) {
  const Weights pretrained = read_safetensors(features).tensors;
  std::set<std::string> parts;
  for (const auto& [name, weight] : pretrained) {
    if (weights.contains(name)) parts.insert(first_part(name));
  }
  check(!parts.empty(), features, ": none of its weights has the name of one of the generator's");
  for (auto& [name, weight] : weights) {
    if (!parts.contains(first_part(name))) continue;
    const auto found = pretrained.find(name);
    check(found != pretrained.end(), features, " has no ", name, ", which the encoder needs");
    check(found->second.sizes() == weight.sizes(), features, ": ", name, " is ",
          to_string(found->second.sizes()), ", expected ", to_string(weight.sizes()));
    weight = found->second;
  }
  return weights;
}

void start_weights(const recipe::Recipe& recipe, const data::FeatureFiles& features,
                   Networks& networks) {
  const std::string& from = recipe.training.start_from;
  try {
    if (!from.empty()) networks.start_from(weights_of(from));
  } catch (const Error& error) {
    throw Error("recipe " + recipe.name + " starts from " + from + ": " + error.what());
  }
  if (!from.empty() || !recipe.training.pretrained) return;
  const char* pretrained = word_of(*recipe.training.pretrained);
  const auto file = features.find(pretrained);
  check(file != features.end(), "recipe ", recipe.name, " starts with the weights of ", pretrained,
        ", which features.", pretrained, " gives; an empty pretrained goes without");
  networks.start_from(with_pretrained(networks.generator().weights(), file->second));
}

}  // namespace kintsugi::train
