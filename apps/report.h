#pragma once

#include <chrono>
#include <string>

#include "kintsugi/fill.h"

namespace kintsugi::apps {

struct ReportOptions {
  bool is_json = false;   ///< one JSON object a line on standard output
  bool is_quiet = false;  ///< warnings and errors only
};

/// Tells the user what became of each picture: results on standard output, warnings, errors and (on
/// a terminal) a progress bar on standard error. Not for several threads at once.
class Report {
 public:
  Report(const ReportOptions& options, int num_jobs);

  void add(const FillResult& result);

  /// The last words for several pictures: how many were filled, skipped, failed.
  void finish();

  /// Exit code: 0 all well, 1 something failed, 2 something failed by our fault.
  int exit_code() const { return exit_code_; }

 private:
  void clear_bar();
  void draw_bar();

  ReportOptions options_;
  int num_jobs_, num_done_ = 0, num_filled_ = 0, num_skipped_ = 0, num_failed_ = 0;
  int exit_code_ = 0;
  bool shows_bar_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace kintsugi::apps
