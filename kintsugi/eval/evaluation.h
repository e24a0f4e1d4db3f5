#pragma once

#include <array>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/eval/features.h"
#include "kintsugi/eval/frechet.h"
#include "kintsugi/eval/meters.h"
#include "kintsugi/eval/pairs.h"
#include "kintsugi/inpainter.h"

namespace kintsugi::eval {

/// One of the ways to fill holes that are compared.
struct Method {
  std::string name;
  /// The result, of the picture's size; RGB, 8 bits.
  std::function<Filled(const Pair& pair)> fill;
  bool is_timed = true;  ///< whether the time of `fill` says something
};

/// An inpainter as a method.
Method inpainting(std::string name, std::shared_ptr<const Inpainter> inpainter);

/// The method "masked": the picture with its grey hole, the baseline of report 001's table 1.
Method masked();

/// Results that another program left in a folder: <stem>.png, or another picture format, for the
/// picture <stem>. Only what lies under the hole is taken. Errors when filling: no such file,
/// another size.
Method results_in(const std::filesystem::path& folder);

/// Networks for metrics; those that are null are not measured.
struct Networks {
  std::shared_ptr<const Lpips> lpips;
  std::shared_ptr<const MobileNetFeatures> mobilenet;
};

/// The networks in these files; empty: without. Errors: one of the two of LPIPS alone, a file that
/// is none.
Networks read_networks(const std::filesystem::path& squeezenet1_1,
                       const std::filesystem::path& lpips_squeeze,
                       const std::filesystem::path& mobilenet_v2);

/// What one method achieved.
struct MethodSummary {
  std::string name;
  ScoreMeter scores;
  std::array<ScoreMeter, std::size(kHoleBins)> bins;  ///< the same by the pairs' hole ratios
  Histogram ssim_uniform7;
  std::optional<double> fd_mobilenet_v2;  ///< where measured, of two pairs or more
};

/// Measures methods on the same pairs, one pair after the other: nothing but sums is kept.
class Evaluation {
 public:
  /// Gets every result, for saving.
  using OnResult = std::function<void(const Pair& pair, const Method& method, const Image& result)>;

  /// Errors: no method, two of one name.
  Evaluation(std::vector<Method> methods, Networks networks, OnResult on_result = {});

  /// Measures all methods on the pair. Errors: a method or a metric cannot work with it (the method
  /// is named); the pair counts for none of them then.
  void add(const Pair& pair);

  int64_t num_pairs() const { return num_pairs_; }
  /// What methods said of pictures that they filled; the method is named.
  const std::vector<BadPicture>& warnings() const { return warnings_; }
  std::vector<MethodSummary> summaries() const;

 private:
  struct Measured {
    Scores scores;
    std::vector<float> features;
    std::vector<std::string> warnings;
  };
  Measured measure(const Method& method, const Pair& pair) const;

  std::vector<Method> methods_;
  Networks networks_;
  OnResult on_result_;
  std::vector<MethodSummary> summaries_;
  std::vector<BadPicture> warnings_;
  std::vector<FeatureMoments> features_;  // one a method
  FeatureMoments truth_features_;
  int64_t num_pairs_ = 0;
};

}  // namespace kintsugi::eval
