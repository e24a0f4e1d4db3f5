#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/methods.h"
#include "apps/painter_flags.h"
#include "kintsugi/eval/evaluation.h"
#include "kintsugi/eval/pair_source.h"
#include "kintsugi/mask.h"

namespace kintsugi::apps {

/// What `kintsugi eval` is asked for.
struct EvalFlags {
  std::vector<std::string> methods, features;
  std::string data, masks, run, pairs, json, save;
  uint64_t seed = 1;
  int size_px = 0, count = 0, threads = 0;
  bool has_bins = false, has_histogram = false, is_quiet = false;
  MethodFlags method;
  PainterFlags painter;
  MaskOptions mask;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("size", o.size_px,
          "squares of so many pixels, from the middle; 0 = as they are, or the run's size");
    field("count", o.count, "the first so many pairs; 0 = all");
    MaskOptions::fields(o.mask, field);
    field("seed", o.seed, "of painted holes and of methods that draw lots");
    field("threads", o.threads, "threads of a method; 0 = one per core");
    field("bins", o.has_bins, "means by hole ratio too: (0.01, 0.1], (0.1, 0.2] ... (0.5, 0.6]");
    field("histogram", o.has_histogram, "how often each SSIM occurs, into the JSON");
    field("quiet", o.is_quiet, "no table, warnings and errors only");
  }
};

/// The networks that --features NAME=FILE ask for: squeezenet1_1 and lpips_squeeze together give
/// LPIPS, mobilenet_v2 the Fréchet distance. Errors: an unknown name, one of the two alone, a file
/// that is none.
eval::Networks networks_of(const std::vector<std::string>& features);

/// The methods by their names: classical ones, FILE.onnx, "masked", or a folder of results.
std::vector<eval::Method> eval_methods(const CLI::App& command, const EvalFlags& flags);

/// What is measured on, of --data, --masks, --size and --run.
eval::PairRequest request_of(const EvalFlags& flags);

}  // namespace kintsugi::apps
