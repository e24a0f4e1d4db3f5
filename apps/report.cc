#include "apps/report.h"

#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "apps/field_flags.h"
#include "kintsugi/base/progress_line.h"

namespace kintsugi::apps {
namespace {

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print_line(const FillResult& result) {
  if (result.status == FillStatus::kCopied) {
    std::printf("%s: copied, the mask is empty\n", result.output.c_str());
  } else if (result.status == FillStatus::kSkipped) {
    std::printf("%s: skipped\n",
                result.output.empty() ? result.input.c_str() : result.output.c_str());
  } else {
    const int digits = result.hole_ratio < 0.995 ? 2 : 3;
    std::printf("%s: %dx%d, %.*g %% filled with %s in %.0f ms\n", result.output.c_str(),
                result.width, result.height, digits, 100 * result.hole_ratio, result.method.c_str(),
                result.total_ms);
  }
}

}  // namespace

Report::Report(const ReportOptions& options, int num_jobs)
    : options_(options),
      num_jobs_(num_jobs),
      shows_bar_(!options.is_quiet && num_jobs > 1 && isatty(STDERR_FILENO)) {
  draw_bar();
}

void Report::add(const FillResult& found) {
  FillResult result = found;
  for (std::string& warning : result.warnings) warning = with_flag_names(warning);
  result.error = with_flag_names(result.error);
  clear_bar();
  ++num_done_;
  num_skipped_ += result.status == FillStatus::kSkipped;
  num_failed_ += result.status == FillStatus::kFailed;
  num_filled_ += result.status == FillStatus::kFilled || result.status == FillStatus::kCopied;
  if (result.status == FillStatus::kFailed)
    exit_code_ = std::max(exit_code_, result.is_our_bug ? 2 : 1);
  for (const std::string& warning : result.warnings) spdlog::warn("{}: {}", result.input, warning);
  if (!result.error.empty()) {
    const bool names_input = result.error.starts_with(result.input + ":");
    spdlog::error("{}{}", names_input ? "" : result.input + ": ", result.error);
  }
  if (options_.is_json) {
    std::printf("%s\n", json_line(result).c_str());
  } else if (!options_.is_quiet && result.error.empty()) {
    print_line(result);
  }
  std::fflush(stdout);
  draw_bar();
}

void Report::finish() {
  clear_bar();
  if (options_.is_quiet || num_jobs_ < 2) return;
  spdlog::info("{} done, {} skipped, {} failed in {:.1f} s", num_filled_, num_skipped_, num_failed_,
               seconds_since(start_));
}

void Report::clear_bar() {
  if (shows_bar_) std::fputs("\r\033[K", stderr);
}

void Report::draw_bar() {
  if (!shows_bar_) return;
  const int width = terminal_width() - 1;
  const std::string line = progress_line(num_done_, num_jobs_, seconds_since(start_), width);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace kintsugi::apps
