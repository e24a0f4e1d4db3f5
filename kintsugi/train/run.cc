#include <torch/cuda.h>

#include <filesystem>
#include <memory>

#include "kintsugi/base/parallel.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/error.h"
#include "kintsugi/train.h"
#include "kintsugi/train/device.h"
#include "kintsugi/train/distributed.h"
#include "kintsugi/train/start.h"
#include "kintsugi/train/train_log.h"

namespace kintsugi {

namespace fs = std::filesystem;

using namespace train;

namespace {

/// What the options say about a run; what they do not mention stays.
void apply(const TrainOptions& options, data::RunSettings& settings) {
  if (!options.data.empty()) settings.data = options.data;
  for (const auto& [name, path] : options.features) {
    check(fs::exists(path), "features.", name, ": there is no file ", path);
    settings.features[name] = path;
  }
  if (!options.device.empty()) settings.device = options.device;
  if (options.threads > 0) settings.threads = options.threads;
  if (settings.threads == 0) settings.threads = default_threads();  // a resumed run's, too
  check(!settings.data.empty(),
        "data names no pictures to train on, expected a folder, a tar or a file that kintsugi pack "
        "has made");
}

data::Run new_run(const TrainOptions& options, bool is_first) {
  check(!is_first || !data::holds_run(options.folder), options.folder,
        " holds a run already, expected another folder, or no recipe to go on with it");
  data::Run run = {.recipe = recipe::read_recipe(options.recipe, options.overrides),
                   .settings = {}};
  apply(options, run.settings);
  recipe::Training& training = run.recipe.training;
  if (options.steps > 0) training.steps = options.steps;
  if (!options.from.empty()) training.start_from = options.from;
  std::string& from = training.start_from;  // must hold wherever it is resumed
  if (!from.empty()) from = fs::absolute(from).lexically_normal();
  run.settings.from = from;
  return run;
}

data::Run old_run(const TrainOptions& options) {
  check(options.overrides.empty() && options.from.empty(), "found ",
        options.from.empty() ? "overrides" : "from",
        ", but no recipe: a run goes on with its own numbers and weights");
  data::Run run = data::read_run(options.folder);
  apply(options, run.settings);
  if (options.steps > 0) run.recipe.training.steps = options.steps;
  return run;
}

/// "cuda" is the GPU of this process where several train together.
std::string device_of(const data::RunSettings& settings, const World& world) {
  const bool is_any = settings.device == "auto" || settings.device == "cuda";
  const bool has_gpu = is_any && torch::cuda::is_available();
  return world.size > 1 && has_gpu ? "cuda:" + std::to_string(world.local_rank) : settings.device;
}

std::shared_ptr<const data::PictureSet> open_pictures(const data::Run& run,
                                                      const TrainObserver& observer) {
  auto pictures = std::make_shared<const data::PictureSet>(
      run.settings.data, run.recipe,
      data::PictureSetOptions{.threads = run.settings.threads, .skipped = observer.skipped});
  if (observer.opened) {
    observer.opened({.num_training = pictures->num_training(),
                     .num_validation = pictures->num_validation(),
                     .num_skipped = pictures->num_skipped()});
  }
  return pictures;
}

TrainStart start_of(const recipe::Recipe& recipe, const learn::ModuleOptions& module,
                    const World& world, int64_t step) {
  TrainStart start = {.recipe = recipe.name,
                      .device = describe(module),
                      .process = world.rank,
                      .num_processes = world.size,
                      .step = step,
                      .phases = {}};
  for (const train::Phase& phase : phases_of(recipe)) {
    start.phases.push_back({phase.name, phase.end});
  }
  return start;
}

/// The trainer's observer, which writes the logs of the run's folder, too.
Observer logged(const TrainObserver& observer, TrainLog& log) {
  return {.stepped =
              [&](const StepReport& report) {
                const TrainStep step = log.stepped(report);
                if (observer.stepped) observer.stepped(step);
              },
          .validated =
              [&](const RunState& state, const ValidationResult& found) {
                const TrainValidation validation = log.validated(state, found);
                if (observer.validated) observer.validated(validation);
              },
          .wants_stop = observer.wants_stop};
}

TrainResult result_of(Ending ending, const RunState& state) {
  using Result = TrainResult::Ending;
  return {.ending = ending == Ending::kFinished       ? Result::kFinished
                    : ending == Ending::kStoppedEarly ? Result::kStoppedEarly
                                                      : Result::kInterrupted,
          .step = state.step,
          .best = state.best,
          .best_step = state.best_step};
}

TrainResult go(data::Run run, const fs::path& folder, bool is_new, const World& world,
               const TrainObserver& observer) {
  const bool is_first = world.rank == 0;
  learn::set_num_threads(run.settings.threads);
  const auto pictures = open_pictures(run, is_first ? observer : TrainObserver{});
  if (is_new && run.recipe.input.hole == recipe::HolePaint::kMean) {
    const auto mean = pictures->mean_colour();
    run.recipe.input.mean_colour = {mean.begin(), mean.end()};
  }
  const learn::ModuleOptions module = module_options(run.recipe, device_of(run.settings, world));
  const auto team = world.size > 1 ? join(world, module.device) : nullptr;
  const fs::path checkpoints = data::checkpoints_of(folder);
  Trainer trainer(run.recipe, checkpoints,
                  {.module = module, .features = run.settings.features, .team = team.get()});
  // Also where a run ended before it had a checkpoint.
  if (checkpoint_names(checkpoints).empty()) {
    start_weights(run.recipe, run.settings.features, trainer.networks());
  }
  if (is_first) is_new ? data::create_run(folder, run) : data::update_run(folder, run);
  const auto lock = is_first ? std::make_unique<data::RunLock>(folder) : nullptr;
  if (team) team->any(false);  // now the run is there for all
  DataFeed feed(pictures, run.recipe,
                {.rank = world.rank, .num_ranks = world.size, .threads = run.settings.threads});
  if (observer.started) {
    observer.started(start_of(run.recipe, module, world, trainer.state().step));
  }
  if (!is_first) {
    return result_of(trainer.run(feed.feed(), {.wants_stop = observer.wants_stop}),
                     trainer.state());
  }
  TrainLog log(folder, trainer.state(), run.recipe.training.batch * world.size, feed);
  return result_of(trainer.run(feed.feed(), logged(observer, log)), trainer.state());
}

}  // namespace

TrainResult train_recipe(const TrainOptions& options, const TrainObserver& observer) {
  check(!options.folder.empty(), "the run has no folder");
  const World world = world_from_environment();
  const bool is_new = !options.recipe.empty();
  return go(is_new ? new_run(options, world.rank == 0) : old_run(options), options.folder, is_new,
            world, observer);
}

}  // namespace kintsugi
