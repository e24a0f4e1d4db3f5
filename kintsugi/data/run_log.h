#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/data/tensorboard.h"
#include "kintsugi/image.h"

namespace kintsugi::data {

/// Numbers by name: losses, learning rates, metrics.
using Numbers = std::map<std::string, double>;

/// One picture of a validation: what was given and what became of it, all of one size.
struct Sample {
  Image original, input, raw, composite;
  std::string caption;  // lines such as "judge 0.93 0.12"; may be empty
};

/// What a run leaves in its folder to be read while it goes on:
///   metrics.jsonl            {"step": 100, "phase": "joint", "loss/l1": 0.03, ...} a line
///   events.out.tfevents.*    the same for TensorBoard, and the sample pictures
///   samples/step-000100.png  a row for each sample: original, input, raw output, composite
class RunLog {
 public:
  using EncodePng = std::function<std::vector<uint8_t>(const Image&)>;

  /// Opens the logs of a run that has done `steps_done` steps (0: a new one); lines of
  /// metrics.jsonl beyond these, which a killed run left, are removed. Without `encode_png` no
  /// pictures are written. Errors: the folder cannot be written, disk full.
  RunLog(const std::filesystem::path& folder, int64_t steps_done, EncodePng encode_png = {});

  /// Logs numbers of one step. Those that are not finite are null in metrics.jsonl.
  void numbers(int64_t step, const std::string& phase, const Numbers& values);
  void samples(int64_t step, const std::vector<Sample>& samples);

 private:
  std::filesystem::path folder_;
  EncodePng encode_png_;
  std::ofstream metrics_;
  EventFile events_;
};

/// The samples' rows under one another, each with its caption below. Errors: pictures of different
/// sizes, or not 8-bit RGB.
Image sample_grid(const std::vector<Sample>& samples);

}  // namespace kintsugi::data
