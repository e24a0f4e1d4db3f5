#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/field_flags.h"
#include "apps/flags.h"
#include "apps/signals.h"
#include "apps/training/commands.h"
#include "apps/training/train_report.h"
#include "kintsugi/base/precision.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/options.h"
#include "kintsugi/train/distributed.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExamples = R"(Examples:
  kintsugi train recipes/glcic-small.toml --data photos/ --out runs/photos
  kintsugi train recipes/glcic-small.toml --data shards-*.tar --out runs/b --set generator.width=32
  kintsugi train --resume runs/photos           after Ctrl-C, a crash or a full disk
  kintsugi export runs/photos -o photos.onnx
)";

struct Flags {
  TrainOptions options;
  std::string out, resume, precision;
  std::vector<std::string> features;
};

void check_new_run(const Flags& flags) {
  check(!flags.options.recipe.empty() && !flags.out.empty(),
        "expected a recipe, --data and --out, or --resume");
  const bool is_first = train::world_from_environment().rank == 0;
  check(!is_first || !data::holds_run(flags.out), flags.out, " holds a run already; --resume ",
        flags.out, " goes on with it");
  check(!flags.options.data.empty(),
        "no pictures to train on: give --data a folder, a tar or a file "
        "that kintsugi pack has made");
}

void check_old_run(const Flags& flags) {
  const TrainOptions& options = flags.options;
  check(options.recipe.empty() && flags.out.empty() && options.from.empty() &&
            options.overrides.empty() && flags.precision.empty(),
        "--resume goes on with a run's own recipe, folder and weights; only --data, --features, "
        "--device, --threads and --steps may be given anew");
}

TrainOptions options_of(const Flags& flags) {
  TrainOptions options = flags.options;
  const bool is_new = flags.resume.empty();
  is_new ? check_new_run(flags) : check_old_run(flags);
  options.folder = is_new ? flags.out : flags.resume;
  options.features = files_by_name("--features", flags.features);
  if (!flags.precision.empty()) {
    std::optional<Precision> precision;
    read_value("--precision", flags.precision, precision);
    options.overrides.push_back(std::string("precision=") + word_of(precision));
  }
  return options;
}

void say_ending(const TrainResult& result, const std::string& folder) {
  const std::string best = result.best ? fmt::format("; best validation {:.4g} at step {}",
                                                     *result.best, result.best_step)
                                       : "";
  if (result.ending == TrainResult::Ending::kInterrupted) {
    spdlog::warn("stopped after step {}; kintsugi train --resume {} goes on", result.step, folder);
    throw CLI::RuntimeError(128 + noted_signal());
  }
  const bool is_finished = result.ending == TrainResult::Ending::kFinished;
  spdlog::info("{} after step {}{}; kintsugi export {} -o model.onnx makes a model of it",
               is_finished ? "finished" : "stopped early", result.step, best, folder);
}

void run(const Flags& flags) {
  const TrainOptions options = options_of(flags);
  TrainReport report;
  try {
    const TrainResult result = train_recipe(options, report.observer());
    report.clear();
    say_ending(result, options.folder);
  } catch (const Error& error) {
    throw Error(with_training_flags(error.what()));
  }
}

void add_options(CLI::App& command, Flags& flags) {
  TrainOptions& options = flags.options;
  command.add_option("recipe", options.recipe, "TOML file, such as recipes/glcic-small.toml");
  command.add_option("--data", options.data, "pictures: folders, tar archives, packed files")
      ->type_name("SOURCE ...");
  command.add_option("--out", flags.out, "folder of the new run")->type_name("DIR");
  command.add_option("--resume", flags.resume, "go on with the run of this folder")
      ->type_name("DIR");
  command
      .add_option("--set", options.overrides, "change numbers of the recipe: generator.width=32")
      ->type_name("KEY=VALUE ...");
  command
      .add_option("--features", flags.features,
                  "weights: vgg19=FILE; squeezenet1_1 and lpips_squeeze: validation measures LPIPS")
      ->type_name("NAME=FILE ...");
  command
      .add_option("--from", options.from, "a run or model whose weights the generator starts with")
      ->type_name("PATH");
  command.add_option("--steps", options.steps, "instead of the recipe's")
      ->check(CLI::PositiveNumber);
  command.add_option("--threads", options.threads, "0 = one per core")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--device", options.device, "auto, cpu or cuda")->type_name("NAME");
  command.add_option("--precision", flags.precision, "auto, f32 or bf16")->type_name("NAME");
}

}  // namespace

void add_train(CLI::App& program) {
  CLI::App* command = program.add_subcommand("train", "Trains a recipe, or goes on with a run.");
  const auto flags = std::make_shared<Flags>();
  add_options(*command, *flags);
  command->footer(kExamples);
  command->callback([flags] { run(*flags); });
}

}  // namespace kintsugi::apps
