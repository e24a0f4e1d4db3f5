#include <spdlog/spdlog.h>
#include <torch/cuda.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/signals.h"
#include "apps/training/commands.h"
#include "apps/training/train_report.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/train/device.h"
#include "kintsugi/train/distributed.h"
#include "kintsugi/train/phases.h"
#include "kintsugi/train/start.h"

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
  std::string recipe, out, resume, from, device, precision;
  std::vector<std::string> data, overrides, features;
  int64_t steps = 0;
  int threads = 0;
};

data::FeatureFiles features_of(const std::vector<std::string>& texts) {
  data::FeatureFiles files;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    check(equals != text.npos && equals > 0, "--features ", text, ", expected NAME=FILE");
    const std::string path = text.substr(equals + 1);
    check(fs::exists(path), "--features ", text, ": there is no file ", path);
    files[text.substr(0, equals)] = path;
  }
  return files;
}

/// What the flags say about a run; what they do not mention stays.
void apply(const Flags& flags, data::RunSettings& settings) {
  if (!flags.data.empty()) settings.data = flags.data;
  for (const auto& [name, path] : features_of(flags.features)) settings.features[name] = path;
  if (!flags.device.empty()) settings.device = flags.device;
  if (flags.threads > 0) settings.threads = flags.threads;
  if (settings.threads == 0) settings.threads = default_threads();  // a resumed run's, too
  check(!settings.data.empty(),
        "no pictures to train on: give --data a folder, a tar or a file "
        "that kintsugi pack has made");
}

data::Run new_run(const Flags& flags, bool is_first) {
  check(!flags.recipe.empty() && !flags.out.empty(),
        "expected a recipe, --data and --out, or --resume");
  check(!is_first || !data::holds_run(flags.out), flags.out, " holds a run already; --resume ",
        flags.out, " goes on with it");
  std::vector<std::string> overrides = flags.overrides;
  if (flags.steps > 0) overrides.push_back("steps=" + std::to_string(flags.steps));
  if (!flags.precision.empty()) overrides.push_back("precision=\"" + flags.precision + "\"");
  if (!flags.from.empty()) overrides.push_back("start_from=\"" + flags.from + "\"");
  data::Run run = {.recipe = recipe::read_recipe(flags.recipe, overrides), .settings = {}};
  apply(flags, run.settings);
  std::string& from = run.recipe.training.start_from;  // must hold wherever it is resumed
  if (!from.empty()) from = fs::absolute(from).lexically_normal();
  run.settings.from = from;
  return run;
}

data::Run old_run(const Flags& flags) {
  check(flags.recipe.empty() && flags.out.empty() && flags.from.empty() &&
            flags.overrides.empty() && flags.precision.empty(),
        "--resume goes on with a run's own recipe, folder and weights; only --data, --features, "
        "--device, --threads and --steps may be given anew");
  data::Run run = data::read_run(flags.resume);
  apply(flags, run.settings);
  if (flags.steps > 0) run.recipe.training.steps = flags.steps;
  return run;
}

std::shared_ptr<const data::PictureSet> open_pictures(const data::Run& run) {
  data::PictureSetOptions options;
  options.skipped = [](const std::string& name, const std::string& reason) {
    spdlog::warn("{} is skipped: {}", name, reason);
  };
  options.threads = run.settings.threads;
  auto pictures = std::make_shared<const data::PictureSet>(run.settings.data, run.recipe, options);
  spdlog::info("{} pictures to train on, {} to validate, {} skipped", pictures->num_training(),
               pictures->num_validation(), pictures->num_skipped());
  return pictures;
}

void say_ending(train::Ending ending, const train::RunState& state, const fs::path& folder) {
  const std::string best =
      state.best ? fmt::format("; best validation {:.4g} at step {}", *state.best, state.best_step)
                 : "";
  if (ending == train::Ending::kInterrupted) {
    spdlog::warn("stopped after step {}; kintsugi train --resume {} goes on", state.step,
                 folder.string());
    throw CLI::RuntimeError(128 + noted_signal());
  }
  spdlog::info("{} after step {}{}; kintsugi export {} -o model.onnx makes a model of it",
               ending == train::Ending::kFinished ? "finished" : "stopped early", state.step, best,
               folder.string());
}

/// "cuda" is the GPU of this process where several train together.
std::string device_of(const data::RunSettings& settings, const train::World& world) {
  const bool is_any = settings.device == "auto" || settings.device == "cuda";
  const bool has_gpu = is_any && torch::cuda::is_available();
  return world.size > 1 && has_gpu ? "cuda:" + std::to_string(world.local_rank) : settings.device;
}

/// Where the run goes on, and its end. The first process writes, the others are silent.
void go(train::Trainer& trainer, train::DataFeed& data, TrainReport* report,
        const fs::path& folder) {
  note_signals();
  train::Observer observer = {.wants_stop = [] { return noted_signal() != 0; }};
  if (report) {
    observer.stepped = [&](const train::StepReport& one) { report->stepped(one); };
    observer.validated = [&](const train::RunState& state, const train::ValidationResult& found) {
      report->validated(state, found);
    };
  }
  const train::Ending ending = trainer.run(data.feed(), observer);
  if (report) report->clear();
  say_ending(ending, trainer.state(), folder);
}

/// "approx to step 750, joint to step 5000".
std::string phases_of(const recipe::Recipe& recipe) {
  std::string text;
  for (const train::Phase& phase : train::phases_of(recipe)) {
    text += fmt::format("{}{} to step {}", text.empty() ? "" : ", ", phase.name, phase.end);
  }
  return text;
}

void train_run(data::Run run, const fs::path& folder, bool is_new, const train::World& world) {
  const bool is_first = world.rank == 0;
  learn::set_num_threads(run.settings.threads);
  const auto pictures = open_pictures(run);
  if (is_new && run.recipe.input.hole == recipe::HolePaint::kMean) {
    const auto mean = pictures->mean_colour();
    run.recipe.input.mean_colour = {mean.begin(), mean.end()};
  }
  const learn::ModuleOptions module =
      train::module_options(run.recipe, device_of(run.settings, world));
  const auto team = world.size > 1 ? train::join(world, module.device) : nullptr;
  train::Trainer trainer(run.recipe, data::checkpoints_of(folder),
                         {.module = module, .features = run.settings.features, .team = team.get()});
  // Also where a run ended before it had a checkpoint.
  if (train::checkpoint_names(data::checkpoints_of(folder)).empty()) {
    train::start_weights(run.recipe, run.settings.features, trainer.networks());
  }
  if (is_first) is_new ? data::create_run(folder, run) : data::update_run(folder, run);
  const auto lock = is_first ? std::make_unique<data::RunLock>(folder) : nullptr;
  if (team) team->any(false);  // now the run is there for all
  train::DataFeed data(
      pictures, run.recipe,
      {.rank = world.rank, .num_ranks = world.size, .threads = run.settings.threads});
  const int64_t pictures_a_batch = run.recipe.training.batch * world.size;
  spdlog::info("{} on {}{}, from step {}: {}", run.recipe.name, train::describe(module),
               world.size > 1 ? fmt::format(", {} processes", world.size) : "",
               trainer.state().step, phases_of(run.recipe));
  std::unique_ptr<TrainReport> report;
  if (is_first) {
    report = std::make_unique<TrainReport>(folder, trainer.state(), pictures_a_batch, data);
  }
  go(trainer, data, report.get(), folder);
}

void run(const Flags& flags) {
  const train::World world = train::world_from_environment();
  if (world.rank > 0) spdlog::set_level(spdlog::level::err);
  const bool is_new = flags.resume.empty();
  train_run(is_new ? new_run(flags, world.rank == 0) : old_run(flags),
            is_new ? flags.out : flags.resume, is_new, world);
}

void add_options(CLI::App& command, Flags& flags) {
  command.add_option("recipe", flags.recipe, "TOML file, such as recipes/glcic-small.toml");
  command.add_option("--data", flags.data, "pictures: folders, tar archives, packed files")
      ->type_name("SOURCE ...");
  command.add_option("--out", flags.out, "folder of the new run")->type_name("DIR");
  command.add_option("--resume", flags.resume, "go on with the run of this folder")
      ->type_name("DIR");
  command.add_option("--set", flags.overrides, "change numbers of the recipe: generator.width=32")
      ->type_name("KEY=VALUE ...");
  command
      .add_option("--features", flags.features,
                  "weights: vgg19=FILE; squeezenet1_1 and lpips_squeeze: validation measures LPIPS")
      ->type_name("NAME=FILE ...");
  command
      .add_option("--from", flags.from, "a run or model whose weights the generator starts with")
      ->type_name("PATH");
  command.add_option("--steps", flags.steps, "instead of the recipe's")->check(CLI::PositiveNumber);
  command.add_option("--threads", flags.threads, "0 = one per core")->check(CLI::NonNegativeNumber);
  command.add_option("--device", flags.device, "auto, cpu or cuda")->type_name("NAME");
  command.add_option("--precision", flags.precision, "auto, float32 or bfloat16")
      ->type_name("NAME");
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
