#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/holes.h"
#include "kintsugi/base/precision.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

/// Section [data]: how pictures of any size become pictures of input.size.
struct Data {
  Crop crop = Crop::kRandom;
  double smallest_crop = 1;
  double flip = 0.5;
  Augmentation augmentation = Augmentation::kNone;
  double validation_share = 0.2;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("crop", o.crop, "a square of the picture, resized: random or centre; squash: all of it");
    field("smallest-crop", o.smallest_crop,
          "random: the square's side is between this share of the shorter side and all of it");
    field("flip", o.flip, "probability of a mirror image");
    field("augmentation", o.augmentation,
          "none; autoaugment: rotation, blur, colours as the ImageNet policy of Cubuk et al. 2019");
    field("validation-share", o.validation_share,
          "of the pictures, chosen by a hash of their names");
  }
};

/// One [[hole]]: a painter of paint/painters.h, with its options as further keys.
struct Hole {
  HoleKind painter = HoleKind::kStrokes;
  double weight = 1;
  std::vector<std::pair<std::string, std::string>> settings = {};  // PainterSettings
};

/// One [[phase]] of a run, in order.
struct Phase {
  std::string name = "all";
  double share = 1;
  std::vector<std::string> train = {"generator"};
  std::vector<std::string> losses = {};

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("name", o.name, "what progress and logs call it");
    field("share", o.share, "of the run's steps; all phases together: 1");
    field("train", o.train,
          "what learns: generator, a part of it (generator.approx), discriminators by name");
    field("losses", o.losses, "of the generator, by name");
  }
};

/// Section [validation], on pairs that the seed fixes.
struct Validation {
  int64_t pairs = 200;
  Monitor monitor = Monitor::kLoss;
  int64_t patience = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("pairs", o.pairs, "pictures with a hole (fewer where there are not as many)");
    field("monitor", o.monitor, "the best weights have the best: loss, hole_l1, psnr or ssim");
    field("patience", o.patience,
          "validations without a better one before the run stops; 0: never");
  }
};

/// The keys outside sections.
struct Training {
  std::string summary = "";
  int64_t steps = 100000;
  int64_t batch = 16;
  uint64_t seed = 1;
  int64_t checkpoint_every = 1000;
  int64_t validate_every = 1000;
  std::optional<Precision> precision = std::nullopt;
  double clip_norm = 0;
  double ema = 0;
  std::string start_from = "";
  std::optional<FeatureNet> pretrained = std::nullopt;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("summary", o.summary, "one line for lists");
    field("steps", o.steps, "of the generator, all phases together");
    field("batch", o.batch, "pictures a step");
    field("seed", o.seed, "decides the fresh weights and everything that is random");
    field("checkpoint-every", o.checkpoint_every, "steps");
    field("validate-every", o.validate_every, "steps");
    field("precision", o.precision, "f32; bf16: mixed; auto: bf16 where it is native");
    field("clip-norm", o.clip_norm,
          "gradients of a network are scaled down to this norm; 0: never");
    field("ema", o.ema, "decay of the moving average of the generator's weights; 0: none");
    field("start-from", o.start_from, "a run or model whose weights the generator starts from");
    field("pretrained", o.pretrained, "the feature network whose weights its encoder starts from");
  }
};

}  // namespace kintsugi::recipe
