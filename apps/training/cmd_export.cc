#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "apps/training/commands.h"
#include "kintsugi/base/random.h"
#include "kintsugi/data/holes.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/engine/model.h"
#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"
#include "kintsugi/train/export.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 1e-3;

struct Flags {
  std::string run, output, checkpoint = "best", filled_by = "result", note;
};

struct Pair {
  Tensor image, mask;
};

/// Two pictures of soft waves with the recipe's holes: they need no data and look at every layer.
Pair test_pair(const recipe::Recipe& recipe) {
  const int size = static_cast<int>(recipe.input.size), count = 2;
  const train::Holes holes(recipe.holes);
  std::vector<float> image, mask;
  for (int n = 0; n < count; ++n) {
    Random random(recipe.training.seed, n);
    for (int c = 0; c < 3; ++c) {
      const double fx = random.uniform(1, 9), fy = random.uniform(1, 9), phase = random.uniform();
      for (int i = 0; i < size * size; ++i) {
        const double t = fx * (i % size) / size + fy * (i / size) / size + phase;
        image.push_back(static_cast<float>(0.5 + 0.5 * std::sin(6.2832 * t)));
      }
    }
    const Mask hole = holes.paint({size, size}, random);
    for (int i = 0; i < size * size; ++i) mask.push_back(hole.row(0)[i] != 0);
  }
  return {Tensor({count, 3, size, size}, std::move(image)),
          Tensor({count, 1, size, size}, std::move(mask))};
}

/// The largest difference between what the file gives, run by the engine, and what training gives.
double difference(const fs::path& file, const train::Checkpoint& checkpoint,
                  const std::string& filled_by) {
  const Pair pair = test_pair(checkpoint.recipe);
  const Tensor expected = train::training_result(checkpoint, filled_by, pair.image, pair.mask);
  const engine::Model model(graph::read_onnx(file), {.precision = Precision::kF32});
  const Tensor found = model.run({{"image", pair.image}, {"mask", pair.mask}}).at("result");
  double largest = 0;
  for (int64_t i = 0; i < expected.size(); ++i) {
    const double one = std::abs(found.values<float>()[i] - expected.values<float>()[i]);
    if (!(one <= largest)) largest = one;  // also where it is not a number
  }
  return largest;
}

std::string default_note(const fs::path& run) {
  std::string names;
  for (const std::string& source : train::read_run(run).settings.data) {
    names += (names.empty() ? "" : ", ") + fs::path(source).filename().string();
  }
  return names.empty() ? "" : "trained on " + names;
}

void run(const Flags& flags) {
  const train::Checkpoint checkpoint = train::find_checkpoint(flags.run, flags.checkpoint);
  const std::string note = flags.note.empty() ? default_note(flags.run) : flags.note;
  const graph::Graph model = train::exported_model(checkpoint, flags.filled_by, note);
  const fs::path unchecked = flags.output + ".unchecked.onnx";
  graph::write_onnx(unchecked, model);
  const double largest = difference(unchecked, checkpoint, flags.filled_by);
  std::error_code error;
  if (!(largest <= kTolerance)) fs::remove(unchecked, error);
  check(largest <= kTolerance, "the exported model differs from training's own output by ", largest,
        ", expected at most ", kTolerance, "; nothing is written");
  fs::rename(unchecked, flags.output);
  std::printf("%s: %s after %lld steps, %lld parameters, equal to training to %.1g\n",
              flags.output.c_str(), checkpoint.recipe.name.c_str(),
              static_cast<long long>(checkpoint.state.step),
              static_cast<long long>(graph::num_parameters(model)), largest);
}

}  // namespace

void add_export(CLI::App& program) {
  CLI::App* command = program.add_subcommand("export", "Makes a model file of a run's weights.");
  const auto flags = std::make_shared<Flags>();
  command->add_option("run", flags->run, "folder of a run")->required();
  command->add_option("-o,--output-file", flags->output, "ONNX file to write")->required();
  command->add_option("--checkpoint", flags->checkpoint, "best, last, or a number of steps")
      ->capture_default_str();
  command
      ->add_option("--output", flags->filled_by,
                   "what fills the hole: result, or coarse: what the first of two stages makes")
      ->capture_default_str();
  command->add_option("--note", flags->note, "free text for the file, such as its licence");
  command->callback([flags] { run(*flags); });
}

}  // namespace kintsugi::apps
