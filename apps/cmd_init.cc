#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "apps/command.h"
#include "kintsugi/graph/weights.h"
#include "kintsugi/onnx/onnx_write.h"
#include "kintsugi/recipe/model.h"

namespace kintsugi::apps {
namespace {

struct InitFlags {
  std::string recipe, output;
  std::vector<std::string> overrides, weights;
  uint64_t seed = 0;
};

void init(const InitFlags& flags) {
  const recipe::Recipe recipe = recipe::read_recipe(flags.recipe, flags.overrides);
  graph::Graph model = recipe::build_model(recipe, flags.seed);
  if (!flags.weights.empty()) {
    graph::load_weights(model, {flags.weights.begin(), flags.weights.end()});
  }
  graph::write_onnx(flags.output, model);
  std::printf("%s: %s, %lld parameters\n", flags.output.c_str(), recipe.name.c_str(),
              static_cast<long long>(graph::num_parameters(model)));
}

}  // namespace

void add_init(CLI::App& program) {
  CLI::App* command = program.add_subcommand("init", "Makes a model with fresh or given weights");
  const auto flags = std::make_shared<InitFlags>();
  command->add_option("recipe", flags->recipe, "TOML file, such as recipes/glcic.toml")->required();
  command->add_option("-o,--output", flags->output, "ONNX file to write")->required();
  command->add_option("--seed", flags->seed, "decides the weights")->capture_default_str();
  command->add_option("--weights", flags->weights,
                      ".safetensors files with all of its weights (tools/convert_weights.py)");
  command
      ->add_option("--set", flags->overrides,
                   "a number of the recipe, such as generator.width=32; may be given again")
      ->allow_extra_args(false);
  command->callback([flags] { init(*flags); });
}

}  // namespace kintsugi::apps
