#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/command.h"
#include "kintsugi/recipe/list_recipes.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

struct RecipesFlags {
  std::string folder;
  bool json = false;
};

/// ./recipes of a checkout, else what is installed beside the program.
fs::path default_folder() {
  if (fs::is_directory("recipes")) return "recipes";
  return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "share/kintsugi/recipes";
}

void list(const RecipesFlags& flags) {
  const fs::path folder = flags.folder.empty() ? default_folder() : fs::path(flags.folder);
  for (const recipe::Recipe& recipe : recipe::read_recipes(folder)) {
    if (flags.json) {
      const nlohmann::json line = {{"name", recipe.name},
                                   {"path", (folder / (recipe.name + ".toml")).string()},
                                   {"summary", recipe.training.summary},
                                   {"size", recipe.input.size},
                                   {"steps", recipe.training.steps}};
      std::printf("%s\n", line.dump().c_str());
    } else {
      std::printf("%-26s %4lld px  %s\n", recipe.name.c_str(),
                  static_cast<long long>(recipe.input.size), recipe.training.summary.c_str());
    }
  }
}

}  // namespace

void add_recipes(CLI::App& program) {
  CLI::App* command = program.add_subcommand("recipes", "Lists what can be trained");
  const auto flags = std::make_shared<RecipesFlags>();
  command->add_option("folder", flags->folder, "of .toml files; else ./recipes or the installed");
  command->add_flag("--json", flags->json, "one object a line");
  command->callback([flags] { list(*flags); });
}

}  // namespace kintsugi::apps
