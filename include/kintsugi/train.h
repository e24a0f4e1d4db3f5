#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/version.h"

namespace KINTSUGI_API kintsugi {

/// A run: a recipe trained on pictures, in a folder that holds all it needs to go on.
struct TrainOptions {
  /// A TOML file; empty: goes on with the run in `folder`, with its own recipe.
  std::string recipe = "";
  /// Numbers of the recipe that are changed: "generator.width=32". For new runs alone.
  std::vector<std::string> overrides = {};
  /// A new run's must hold no run yet.
  std::string folder = "";
  /// Folders, tar archives and packed files of pictures; patterns of the last two. Empty: the ones
  /// that the run began with.
  std::vector<std::string> data = {};
  /// .safetensors files by what they are weights of: vgg19 and the like for losses; squeezenet1_1
  /// and lpips_squeeze, with which validation measures LPIPS. A run keeps those that it began with.
  std::map<std::string, std::string> features = {};
  /// A run's folder, .onnx or .safetensors file whose weights the generator starts with; empty:
  /// what the recipe says. For new runs alone.
  std::string from = "";
  /// Of the run in all; 0: what the recipe says.
  int64_t steps = 0;
  /// 0: what the run began with, one per core for a new one.
  int threads = 0;
  /// "auto" (a GPU, if LibTorch has one), "cpu", "cuda" or "cuda:1"; empty: what the run began
  /// with.
  std::string device = "";
};

/// The pictures of a run, looked at.
struct TrainPictures {
  int64_t num_training = 0, num_validation = 0, num_skipped = 0;
};

/// Where a run begins or goes on.
struct TrainStart {
  struct Phase {
    std::string name;
    int64_t end = 0;  ///< the step after its last one
  };
  std::string recipe;  ///< its name: "glcic"
  std::string device;  ///< "cpu, f32, 2 threads"
  int process = 0, num_processes = 1;
  int64_t step = 0;  ///< steps done
  std::vector<Phase> phases;
};

/// A step that was taken.
struct TrainStep {
  int64_t step = 0, steps = 0;  ///< done, and of the run
  std::string phase;
  std::map<std::string, double> losses;  ///< by name, before they are weighted
  double pictures_per_second = 0;        ///< lately; 0: not known yet
  double seconds_left = 0;
};

/// Numbers of a validation by name: "loss", "psnr", "ssim", ...
struct TrainValidation {
  int64_t step = 0;
  std::map<std::string, double> numbers;
  bool is_best = false;  ///< the best so far, by what the recipe monitors
};

/// Who wants to know how a run goes on. Each may be absent. Where several processes train together
/// the first one tells all; the others call `started` and ask `wants_stop` alone.
struct TrainObserver {
  /// A file that is no usable picture, and why.
  std::function<void(const std::string& name, const std::string& reason)> skipped = {};
  std::function<void(const TrainPictures&)> opened = {};
  std::function<void(const TrainStart&)> started = {};
  std::function<void(const TrainStep&)> stepped = {};
  std::function<void(const TrainValidation&)> validated = {};
  /// Asked after every step: true ends the run with a checkpoint, from which it can go on.
  std::function<bool()> wants_stop = {};
};

struct TrainResult {
  enum class Ending {
    kFinished,      ///< all steps are done
    kStoppedEarly,  ///< validation has not become better for as long as the recipe bears
    kInterrupted,   ///< wants_stop
  };
  Ending ending = Ending::kFinished;
  int64_t step = 0;            ///< steps done
  std::optional<double> best;  ///< of what the recipe monitors, and the step of its checkpoint
  int64_t best_step = 0;
};

/// Trains a recipe, or goes on with a run: from its last checkpoint, bit for bit on CPUs.
///
///   train_recipe({.recipe = "recipes/glcic-small.toml", .folder = "runs/a", .data = {"photos/"}});
///   export_model({.run = "runs/a", .output = "a.onnx"});
///
/// Several processes train together where torchrun, srun or mpirun has started them (RANK,
/// WORLD_SIZE, MASTER_ADDR and the like in the environment).
/// Errors: a recipe, pictures or weights that cannot be read or do not fit; `folder` holds a run
/// already, or none, or one that another process trains; a loss that is not finite; disk full. The
/// last checkpoint stays.
TrainResult train_recipe(const TrainOptions& options, const TrainObserver& observer = {});

struct ExportOptions {
  std::string run;                  ///< its folder
  std::string output;               ///< .onnx file to write
  std::string checkpoint = "best";  ///< or "last", or a number of steps
  bool is_coarse = false;           ///< the hole is filled with what the first of two stages makes
  std::string note = "";  ///< free text for the file, such as its licence; empty: the data's names
};

struct ExportResult {
  std::string recipe;
  int64_t step = 0;
  int64_t num_parameters = 0;
  double difference = 0;  ///< largest one between the model's result and training's own, in [0, 1]
};

/// Makes a model file of a run's weights, which fills holes as training does: it is run before it
/// appears. Errors: no such run or checkpoint; the model's result is another than training's, then
/// nothing is written; a build without ONNX.
ExportResult export_model(const ExportOptions& options);

}  // namespace kintsugi
