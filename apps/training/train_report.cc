#include "apps/training/train_report.h"

#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "apps/signals.h"

namespace kintsugi::apps {

namespace {

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
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

std::string list_of(const std::map<std::string, double>& numbers) {
  std::string text;
  for (const auto& [name, value] : numbers) text += fmt::format("  {} {:.4g}", name, value);
  return text;
}

/// "approx to step 750, joint to step 5000".
std::string list_of(const std::vector<TrainStart::Phase>& phases) {
  std::string text;
  for (const TrainStart::Phase& phase : phases) {
    text += fmt::format("{}{} to step {}", text.empty() ? "" : ", ", phase.name, phase.end);
  }
  return text;
}

size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

}  // namespace

TrainReport::TrainReport() : has_terminal_(isatty(STDERR_FILENO)) {}

TrainObserver TrainReport::observer() {
  return {
      .skipped = [](const std::string& name,
                    const std::string& reason) { spdlog::warn("{} is skipped: {}", name, reason); },
      .opened =
          [](const TrainPictures& pictures) {
            spdlog::info("{} pictures to train on, {} to validate, {} skipped",
                         pictures.num_training, pictures.num_validation, pictures.num_skipped);
          },
      .started = [this](const TrainStart& start) { started(start); },
      .stepped = [this](const TrainStep& step) { stepped(step); },
      .validated = [this](const TrainValidation& validation) { validated(validation); },
      .wants_stop = [] { return noted_signal() != 0; }};
}

/// From now on there is something to save when a signal comes. The first process speaks for all.
void TrainReport::started(const TrainStart& start) {
  note_signals();
  if (start.process > 0) return spdlog::set_level(spdlog::level::err);
  spdlog::info("{} on {}{}, from step {}: {}", start.recipe, start.device,
               start.num_processes > 1 ? fmt::format(", {} processes", start.num_processes) : "",
               start.step, list_of(start.phases));
}

void TrainReport::stepped(const TrainStep& step) {
  const double pause_s = has_terminal_ ? 0.2 : 30;
  if (step.pictures_per_second == 0 || seconds(Clock::now() - last_draw_) < pause_s) return;
  last_draw_ = Clock::now();
  std::string line =
      fmt::format("{} {}/{}  {:.1f} pictures/s  {} left{}", step.phase, step.step, step.steps,
                  step.pictures_per_second, duration_text(step.seconds_left), list_of(step.losses));
  if (!has_terminal_) return spdlog::info("{}", line);
  line.resize(std::min(line.size(), terminal_width()));
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
}

void TrainReport::validated(const TrainValidation& validation) {
  clear();
  spdlog::info("step {}:{}{}", validation.step, list_of(validation.numbers),
               validation.is_best ? "  (the best so far)" : "");
}

void TrainReport::clear() {
  if (!has_terminal_) return;
  std::fprintf(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

}  // namespace kintsugi::apps
