#include "apps/training/train_report.h"

#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "kintsugi/picture.h"

namespace kintsugi::apps {

namespace {

constexpr double kSecondsALog = 2;
constexpr int64_t kStepsALog = 20;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

/// Nothing in a build without image libraries.
train::RunLog::EncodePng png_encoder() {
#ifdef KINTSUGI_HAS_RUNTIME
  return [](const Image& image) {
    Picture picture;
    picture.image = image;
    return encode_picture(picture).bytes;  // PNG, a picture's preset
  };
#else
  return {};
#endif
}

/// "1 h 05 min", "3 min 20 s", "12 s".
std::string duration_text(double time_s) {
  const long all = static_cast<long>(time_s + 0.5);
  char text[40];
  if (all >= 3600) {
    std::snprintf(text, sizeof text, "%ld h %02ld min", all / 3600, all / 60 % 60);
  } else if (all >= 60) {
    std::snprintf(text, sizeof text, "%ld min %02ld s", all / 60, all % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld s", all);
  }
  return text;
}

std::string list_of(const train::Numbers& numbers) {
  std::string text;
  for (const auto& [name, value] : numbers) text += fmt::format("  {} {:.4g}", name, value);
  return text;
}

size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

}  // namespace

TrainReport::TrainReport(const std::filesystem::path& folder, const train::RunState& state,
                         int64_t pictures_a_batch, const train::DataFeed& data)
    : data_(data),
      log_(folder, state.step, png_encoder()),
      pictures_a_batch_(pictures_a_batch),
      has_terminal_(isatty(STDERR_FILENO)) {}

void TrainReport::stepped(const train::StepReport& report) {
  ++num_steps_;
  num_batches_ += report.num_batches;
  for (const auto& [name, loss] : report.losses) sums_["loss/" + name] += loss;
  const bool is_time = num_steps_ >= kStepsALog || seconds(Clock::now() - last_log_) > kSecondsALog;
  if (is_time || report.step == report.steps) log(report);
  draw(report);
}

/// Means since the last log.
void TrainReport::log(const train::StepReport& report) {
  const double time_s = seconds(Clock::now() - last_log_), waited = data_.seconds_waited();
  train::Numbers numbers = {{"rate", report.rate}};
  for (const auto& [name, sum] : sums_) numbers[name] = sum / double(num_steps_);
  seconds_a_step_ = time_s / double(num_steps_);
  pictures_a_second_ = double(num_batches_ * pictures_a_batch_) / time_s;
  numbers["pictures_per_second"] = pictures_a_second_;
  numbers["waited_for_data"] = (waited - waited_) / time_s;
  log_.numbers(report.step, report.phase, numbers);
  waited_ = waited;
  num_steps_ = num_batches_ = 0;
  sums_.clear();
  last_log_ = Clock::now();
}

void TrainReport::draw(const train::StepReport& report) {
  const double pause_s = has_terminal_ ? 0.2 : 30;
  if (pictures_a_second_ == 0 || seconds(Clock::now() - last_draw_) < pause_s) return;
  last_draw_ = Clock::now();
  const double left_s = seconds_a_step_ * double(report.steps - report.step);
  std::string line =
      fmt::format("{} {}/{}  {:.1f} pictures/s  {} left{}", report.phase, report.step, report.steps,
                  pictures_a_second_, duration_text(left_s), list_of(report.losses));
  if (!has_terminal_) return spdlog::info("{}", line);
  line.resize(std::min(line.size(), terminal_width()));
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
}

void TrainReport::validated(const train::RunState& state, const train::Validated& found) {
  clear();
  train::Numbers numbers;
  for (const auto& [name, value] : found.numbers) numbers["validation/" + name] = value;
  log_.numbers(state.step, state.phase, numbers);
  log_.samples(state.step, found.samples);
  spdlog::info("step {}:{}{}", state.step, list_of(found.numbers),
               state.best_step == state.step ? "  (the best so far)" : "");
  last_log_ = Clock::now();  // validation is not training time
  num_steps_ = num_batches_ = 0;
  sums_.clear();
  waited_ = data_.seconds_waited();
}

void TrainReport::clear() {
  if (!has_terminal_) return;
  std::fprintf(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

}  // namespace kintsugi::apps
