#pragma once

#include <array>
#include <optional>

#include "kintsugi/nets/network.h"
#include "kintsugi/words.h"

/// What recipes say in words: each enum has the one table of them.
namespace kintsugi::recipe {

using nets::Range;

/// What the hole is painted with before a network sees the picture.
enum class HolePaint {
  kZero,   ///< the number 0 of the range
  kGrey,   ///< 0.5 of [0, 1]
  kMean,   ///< Input::mean_colour
  kNoise,  ///< uniform all over the range
};
constexpr auto words(HolePaint) {
  return std::to_array<Word<HolePaint>>({{HolePaint::kZero, "zero"},
                                         {HolePaint::kGrey, "grey"},
                                         {HolePaint::kMean, "mean"},
                                         {HolePaint::kNoise, "noise"}});
}

/// The square of a picture that is trained on.
enum class Crop {
  kRandom,  ///< anywhere
  kCentre,  ///< the largest one in the middle
  kSquash,  ///< all of the picture, made square
};
constexpr auto words(Crop) {
  return std::to_array<Word<Crop>>(
      {{Crop::kRandom, "random"}, {Crop::kCentre, "centre"}, {Crop::kSquash, "squash"}});
}

enum class Augmentation { kNone, kAutoaugment };
constexpr auto words(Augmentation) {
  return std::to_array<Word<Augmentation>>(
      {{Augmentation::kNone, "none"}, {Augmentation::kAutoaugment, "autoaugment"}});
}

/// The pixels that a loss looks at.
enum class Region { kHole, kKnown, kAll };
constexpr auto words(Region) {
  return std::to_array<Word<Region>>(
      {{Region::kHole, "hole"}, {Region::kKnown, "known"}, {Region::kAll, "all"}});
}

/// A picture that the generator makes; the words are names of the training graph's outputs.
enum class Output {
  kRaw,        ///< all over
  kComposite,  ///< with the known pixels put back
  kCoarse,     ///< of the first stage, where a generator has two
};
constexpr auto words(Output) {
  return std::to_array<Word<Output>>({{Output::kRaw, "raw"},
                                      {Output::kComposite, "composite"},
                                      {Output::kCoarse, "coarse"},
                                      {Output::kCoarse, "approx"}});  // what runs of 0.1 say
}

/// What discriminators are shown of a generator: words of Output.
enum class Shown { kComposite, kRaw };
constexpr auto words(Shown) {
  return std::to_array<Word<Shown>>({{Shown::kComposite, "composite"}, {Shown::kRaw, "raw"}});
}

/// What discriminators and generators tell each other; learn/adversarial.h has the formulas.
enum class GanLoss { kBce, kBceLogits, kLeastSquares, kHinge, kWasserstein };
constexpr auto words(GanLoss) {
  return std::to_array<Word<GanLoss>>({{GanLoss::kBce, "bce"},
                                       {GanLoss::kBceLogits, "bce_logits"},
                                       {GanLoss::kLeastSquares, "least_squares"},
                                       {GanLoss::kHinge, "hinge"},
                                       {GanLoss::kWasserstein, "wasserstein"}});
}

/// What the gradient is multiplied by before WGAN-GP's penalty takes its norm.
enum class PenaltyMask { kNone, kHole, kConfidence };
constexpr auto words(PenaltyMask) {
  return std::to_array<Word<PenaltyMask>>({{PenaltyMask::kNone, "none"},
                                           {PenaltyMask::kHole, "hole"},
                                           {PenaltyMask::kConfidence, "confidence"}});
}

/// The number of a validation that says which weights are the best.
enum class Monitor { kLoss, kHoleL1, kPsnr, kSsim };
constexpr auto words(Monitor) {
  return std::to_array<Word<Monitor>>({{Monitor::kLoss, "loss"},
                                       {Monitor::kHoleL1, "hole_l1"},
                                       {Monitor::kPsnr, "psnr"},
                                       {Monitor::kSsim, "ssim"}});
}

/// How learning rates change; learn/schedule.h has the formulas.
enum class ScheduleKind { kConstant, kPlateau, kCosine, kStep };
constexpr auto words(ScheduleKind) {
  return std::to_array<Word<ScheduleKind>>({{ScheduleKind::kConstant, "constant"},
                                            {ScheduleKind::kPlateau, "plateau"},
                                            {ScheduleKind::kCosine, "cosine"},
                                            {ScheduleKind::kStep, "step"}});
}

/// A network whose activations losses compare, or whose weights a generator starts from;
/// torchvision's names.
enum class FeatureNet { kAlexnet, kSqueezenet, kVgg13Bn, kVgg16, kVgg19 };
constexpr auto words(FeatureNet) {
  return std::to_array<Word<FeatureNet>>({{FeatureNet::kAlexnet, "alexnet"},
                                          {FeatureNet::kSqueezenet, "squeezenet1_1"},
                                          {FeatureNet::kVgg13Bn, "vgg13_bn"},
                                          {FeatureNet::kVgg16, "vgg16"},
                                          {FeatureNet::kVgg19, "vgg19"}});
}
/// Where there may be none: an empty word.
constexpr auto words(std::optional<FeatureNet>) {
  return std::to_array<Word<std::optional<FeatureNet>>>({{std::nullopt, ""},
                                                         {FeatureNet::kAlexnet, "alexnet"},
                                                         {FeatureNet::kSqueezenet, "squeezenet1_1"},
                                                         {FeatureNet::kVgg13Bn, "vgg13_bn"},
                                                         {FeatureNet::kVgg16, "vgg16"},
                                                         {FeatureNet::kVgg19, "vgg19"}});
}

}  // namespace kintsugi::recipe
