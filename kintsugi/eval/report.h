#pragma once

#include <string>
#include <vector>

#include "kintsugi/eval/evaluation.h"

namespace kintsugi::eval {

struct ReportOptions {
  bool has_bins = false;       ///< means by hole ratio too
  bool has_histogram = false;  ///< how often each SSIM (uniform 7) occurs
};

/// JSON of what was measured; what was not is left out:
///
///   {"pairs": n, "skipped": [{"picture", "reason"}],
///    "methods": [{"name", "psnr", …, "fd_mobilenet_v2", "ms", "psnr_hole", …,
///                 "bins": [{"low", "high", "pairs", "psnr", …}],
///                 "ssim_uniform7_histogram": {"low": 0, "high": 1, "counts": [100 numbers]}}]}
std::string json_report(const std::vector<MethodSummary>& summaries,
                        const std::vector<BadPicture>& bad, const ReportOptions& options);

/// The same as aligned columns for a terminal, a line a method; with bins, one block a bin.
std::string table(const std::vector<MethodSummary>& summaries, const ReportOptions& options);

}  // namespace kintsugi::eval
