#include "kintsugi/train/export.h"

#include <torch/csrc/autograd/autograd.h>

#include <nlohmann/json.hpp>

#include "kintsugi/data/run_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/passes.h"
#include "kintsugi/learn/graph_module.h"
#include "kintsugi/options.h"
#include "kintsugi/recipe/model.h"
#include "kintsugi/train/losses.h"
#include "kintsugi/train/start.h"

namespace kintsugi::train {

namespace fs = std::filesystem;

namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace

Checkpoint find_checkpoint(const fs::path& run, const std::string& which) {
  check(data::holds_run(run), run.string(), " holds no run: there is no recipe.toml");
  const fs::path folder = data::checkpoints_of(run);
  const std::vector<std::string> names = checkpoint_names(folder);
  check(!names.empty(), run.string(), " holds no checkpoint yet");
  if (which == "best" && fs::exists(folder / "best.json")) return read_checkpoint(folder, which);
  if (which == "best" || which == "last") return read_checkpoint(folder, names.back());
  int64_t step = 0;
  read_value("checkpoint", which, step);
  check(fs::exists(folder / (checkpoint_name(step) + ".json")), run.string(),
        " has no checkpoint of step ", step, "; there are ", list_of(names), " and best");
  return read_checkpoint(folder, checkpoint_name(step));
}

graph::Graph exported_model(const Checkpoint& checkpoint, recipe::FilledBy filled_by,
                            const std::string& note) {
  const recipe::Recipe& recipe = checkpoint.recipe;
  graph::Graph model = build_model(recipe, recipe.training.seed, filled_by);
  const Weights weights = generator_weights(checkpoint);
  for (auto& [name, weight] : model.weights) {
    const auto found = weights.find(name);
    check(found != weights.end(), "the checkpoint has no weight ", name);
    check(found->second.sizes() == weight.sizes(), "weight ", name, " of the checkpoint is ",
          to_string(found->second.sizes()), ", expected ", to_string(weight.sizes()));
    weight = found->second;
  }
  graph::remove_dead_code(model);
  model.metadata["steps"] = std::to_string(checkpoint.state.step);
  model.metadata["validated"] = nlohmann::json(checkpoint.state.validated).dump();
  if (!note.empty()) model.metadata["note"] = note;
  return model;
}

Tensor training_result(const Checkpoint& checkpoint, recipe::FilledBy filled_by,
                       const Tensor& image, const Tensor& mask) {
  const torch::NoGradGuard no_gradients;
  const recipe::Recipe& recipe = checkpoint.recipe;
  learn::GraphModule generator(build_training_graph(recipe, recipe.training.seed));
  generator.load(generator_weights(checkpoint));
  learn::TensorMap inputs = {{"image", learn::to_torch(image)}, {"mask", learn::to_torch(mask)}};
  if (recipe.input.hole == recipe::HolePaint::kNoise) {
    const torch::Tensor noise = learn::to_torch(model_noise(recipe, recipe.training.seed));
    inputs["noise"] = noise.expand_as(inputs["image"]);
  }
  if (filled_by == recipe::FilledBy::kGenerator) {
    return learn::from_torch(generator.forward(inputs, {.outputs = {"result"}}).at("result"));
  }
  const torch::Tensor coarse = generator.forward(inputs, {.outputs = {"coarse"}}).at("coarse");
  const torch::Tensor unit = unit_module(recipe, torch::kCPU).forward(coarse);
  return learn::from_torch(torch::where(inputs["mask"] > 0.5, unit, inputs["image"]));
}

}  // namespace kintsugi::train
