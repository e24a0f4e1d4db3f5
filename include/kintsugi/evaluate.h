#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/holes.h"
#include "kintsugi/inpainter.h"
#include "kintsugi/mask.h"

namespace KINTSUGI_API kintsugi {

/// What one result is worth; NaN = not measured. Whole picture and hole alone.
struct Scores {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  double psnr = kNone;             ///< dB; at most 100, so that one perfect result does not rule
  double ssim_gaussian11 = kNone;  ///< Wang et al. 2004: 11x11 Gaussian window
  double ssim_uniform7 = kNone;    ///< 7x7 mean, as scikit-image does by default
  double l1_percent = kNone, l2_percent = kNone;  ///< of the range (Pathak et al. 2016)
  double lpips_squeeze = kNone;                   ///< Zhang et al. 2018
  double ms = kNone;                              ///< milliseconds
  double psnr_hole = kNone, ssim_gaussian11_hole = kNone, ssim_uniform7_hole = kNone;
  double l1_percent_hole = kNone, l2_percent_hole = kNone;

  /// The one list of scores. Reports and meters walk it.
  template <class Scores, class Visitor>
  static void fields(Scores& s, Visitor&& field) {
    field("psnr", s.psnr);
    field("ssim_gaussian11", s.ssim_gaussian11);
    field("ssim_uniform7", s.ssim_uniform7);
    field("l1_percent", s.l1_percent);
    field("l2_percent", s.l2_percent);
    field("lpips_squeeze", s.lpips_squeeze);
    field("ms", s.ms);
    field("psnr_hole", s.psnr_hole);
    field("ssim_gaussian11_hole", s.ssim_gaussian11_hole);
    field("ssim_uniform7_hole", s.ssim_uniform7_hole);
    field("l1_percent_hole", s.l1_percent_hole);
    field("l2_percent_hole", s.l2_percent_hole);
  }
};

/// A method that is measured.
struct ComparedMethod {
  std::string name;
  std::shared_ptr<const Inpainter> inpainter;
};

/// What methods are measured on.
struct EvaluateOptions {
  std::filesystem::path pictures;    ///< a folder, tar archive, list of files or packed file
  std::filesystem::path masks = {};  ///< the same of masks, by the pictures' stems, else in turn;
  MaskOptions mask = {};             ///< and how they are read
  PaintedHoles holes = {};           ///< where `masks` is empty
  int size_px = 0;                   ///< squares from the middle; 0: pictures as they are
  int count = 0;                     ///< the first so many pictures; 0: all
  uint64_t seed = 1;                 ///< of painted holes
  std::filesystem::path squeezenet1_1 = {}, lpips_squeeze = {};  ///< weights: both give LPIPS
  std::filesystem::path mobilenet_v2 = {};                       ///< gives the Fréchet distance
};

struct MethodScores {
  std::string name;
  int64_t num_pictures = 0;
  Scores mean;  ///< over the pictures
};

struct Evaluated {
  std::vector<MethodScores> methods;  ///< in the order in which they were given
  std::vector<std::string> skipped;   ///< pictures that could not be used, and why
  std::vector<std::string> warnings;  ///< about masks, and what methods said of their results
  std::string table;                  ///< for a terminal
  std::string json;                   ///< as `kintsugi eval --json` writes it
};

/// Measures methods on the same pictures with the same holes, one picture after the other.
///
///   evaluate({{"telea", make_method({.method = Method::kTelea})}}, {.pictures = "photos/"}).table
///
/// Errors: no method, two of one name, no picture that can be used; options out of range.
Evaluated evaluate(const std::vector<ComparedMethod>& methods, const EvaluateOptions& options,
                   const Progress& progress = {});

}  // namespace kintsugi
