#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/command.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/field_stack.h"
#include "kintsugi/graph/inspect_report.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/recipe/networks.h"

namespace kintsugi::apps {
namespace {

using nlohmann::json;

struct InspectFlags {
  std::string model;
  int64_t size = 0;
  int64_t field = 0, kernel = 4;
  bool json = false;
};

void inspect_field(const InspectFlags& flags) {
  const std::vector<int64_t> strides = graph::strides_for_field(flags.field, flags.kernel);
  if (flags.json) {
    const json result = {
        {"receptive_field", flags.field}, {"kernel", flags.kernel}, {"strides", strides}};
    std::printf("%s\n", result.dump().c_str());
    return;
  }
  std::printf("%zu layers of kernel %lld see %lldx%lld pixels:\n", strides.size(),
              static_cast<long long>(flags.kernel), static_cast<long long>(flags.field),
              static_cast<long long>(flags.field));
  for (size_t i = 0; i < strides.size(); ++i) {
    const std::vector<int64_t> so_far(strides.begin(), strides.begin() + i + 1);
    std::printf("layer %zu: stride %lld, field %lld\n", i + 1, static_cast<long long>(strides[i]),
                static_cast<long long>(graph::field_of_strides(so_far, flags.kernel)));
  }
}

/// Every network that a recipe names, at the size it is trained on.
void inspect_recipe(const InspectFlags& flags) {
  const recipe::Recipe recipe = recipe::read_recipe(flags.model);
  const int64_t size = flags.size == 0 ? recipe.input.size : flags.size;
  json networks = json::array();
  for (const recipe::RecipeNetwork& network : recipe::networks_of(recipe, /*seed=*/0)) {
    const graph::Inspection found = inspect(network.graph, size);
    if (flags.json) {
      networks.push_back(json::parse(to_json(found, size)));
      networks.back()["role"] = network.role;
    } else {
      std::printf("%s== %s of %s\n\n", network.role == "generator" ? "" : "\n",
                  network.role.c_str(), recipe.name.c_str());
      std::fputs(to_text(found, size).c_str(), stdout);
    }
  }
  const json result = {{"recipe", recipe.name}, {"networks", networks}};
  if (flags.json) std::printf("%s\n", result.dump(2).c_str());
}

void inspect_model(const InspectFlags& flags) {
  const int64_t size = flags.size == 0 ? 256 : flags.size;
  const graph::Inspection found = inspect(graph::read_onnx(flags.model), size);
  const std::string text = flags.json ? to_json(found, size) + "\n" : to_text(found, size);
  std::fputs(text.c_str(), stdout);
}

void run(const InspectFlags& flags) {
  check(flags.model.empty() != (flags.field == 0), "expected a model or --receptive-field");
  if (flags.field != 0) return inspect_field(flags);
  std::filesystem::path(flags.model).extension() == ".toml" ? inspect_recipe(flags)
                                                            : inspect_model(flags);
}

}  // namespace

void add_inspect(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("inspect", "Shows what a network, or all of a recipe, is made of");
  auto flags = std::make_shared<InspectFlags>();
  command->add_option("model", flags->model, "an .onnx file, or a recipe's .toml file");
  command->add_option("--size", flags->size,
                      "side of the picture where it is free, in pixels; preset: 256, or the "
                      "recipe's");
  command->add_option("--receptive-field", flags->field,
                      "instead of a model: find the stack of convolutions with this field");
  command->add_option("--kernel", flags->kernel, "kernel of that stack")->capture_default_str();
  command->add_flag("--json", flags->json, "print JSON");
  command->callback([flags] { run(*flags); });
}

}  // namespace kintsugi::apps
