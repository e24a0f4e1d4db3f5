#include <cstdio>
#include <memory>
#include <string>

#include "apps/field_flags.h"
#include "apps/training/commands.h"
#include "kintsugi/error.h"
#include "kintsugi/options.h"
#include "kintsugi/recipe/model.h"
#include "kintsugi/train.h"

namespace kintsugi::apps {
namespace {

struct Flags {
  ExportOptions options;
  std::string filled_by = word_of(recipe::FilledBy::kGenerator);
};

void run(Flags flags) {
  recipe::FilledBy filled_by = {};
  read_value("--output", flags.filled_by, filled_by);
  flags.options.is_coarse = filled_by == recipe::FilledBy::kCoarse;
  try {
    const ExportResult result = export_model(flags.options);
    std::printf("%s: %s after %lld steps, %lld parameters, equal to training to %.1g\n",
                flags.options.output.c_str(), result.recipe.c_str(),
                static_cast<long long>(result.step), static_cast<long long>(result.num_parameters),
                result.difference);
  } catch (const Error& error) {
    throw Error(with_training_flags(error.what()));
  }
}

}  // namespace

void add_export(CLI::App& program) {
  CLI::App* command = program.add_subcommand("export", "Makes a model file of a run's weights.");
  const auto flags = std::make_shared<Flags>();
  ExportOptions& options = flags->options;
  command->add_option("run", options.run, "folder of a run")->required();
  command->add_option("-o,--output-file", options.output, "ONNX file to write")->required();
  command->add_option("--checkpoint", options.checkpoint, "best, last, or a number of steps")
      ->capture_default_str();
  command
      ->add_option("--output", flags->filled_by,
                   "what fills the hole: result, or coarse: what the first of two stages makes")
      ->capture_default_str();
  command->add_option("--note", options.note, "free text for the file, such as its licence");
  command->callback([flags] { run(*flags); });
}

}  // namespace kintsugi::apps
