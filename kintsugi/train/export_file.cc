#include "kintsugi/error.h"
#include "kintsugi/train.h"

#ifdef KINTSUGI_HAS_RUNTIME

#include <cmath>
#include <filesystem>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/random.h"
#include "kintsugi/data/holes.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/engine/model.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"
#include "kintsugi/train/export.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 1e-3;

struct Pair {
  Tensor image, mask;
};

/// Two pictures of soft waves with the recipe's holes: they need no data and look at every layer.
Pair test_pair(const recipe::Recipe& recipe) {
  const int size = static_cast<int>(recipe.input.size), count = 2;
  const data::Holes holes(recipe.holes);
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
                  recipe::FilledBy filled_by) {
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
  for (const std::string& source : data::read_run(run).settings.data) {
    names += (names.empty() ? "" : ", ") + fs::path(source).filename().string();
  }
  return names.empty() ? "" : "trained on " + names;
}

}  // namespace

ExportResult export_model(const ExportOptions& options) {
  const train::Checkpoint checkpoint = train::find_checkpoint(options.run, options.checkpoint);
  const auto filled_by =
      options.is_coarse ? recipe::FilledBy::kCoarse : recipe::FilledBy::kGenerator;
  const std::string note = options.note.empty() ? default_note(options.run) : options.note;
  const graph::Graph model = train::exported_model(checkpoint, filled_by, note);
  AtomicFile file(options.output);  // appears when it was found to be right
  const std::string bytes = graph::to_onnx(model);
  file.write({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  const double largest = difference(file.temporary(), checkpoint, filled_by);
  check(largest <= kTolerance, "the exported model differs from training's own output by ", largest,
        ", expected at most ", kTolerance, "; nothing is written");
  file.commit();
  return {.recipe = checkpoint.recipe.name,
          .step = checkpoint.state.step,
          .num_parameters = graph::num_parameters(model),
          .difference = largest};
}

}  // namespace kintsugi

#else

namespace kintsugi {

ExportResult export_model(const ExportOptions&) {
  throw Error(
      "cannot write a model: this Kintsugi was built without ONNX (KINTSUGI_RUNTIME=OFF); a full "
      "build exports a copy of the run's folder");
}

}  // namespace kintsugi

#endif
