#include "kintsugi/train/train_log.h"

#include "kintsugi/picture.h"

namespace kintsugi::train {

namespace {

constexpr double kSecondsALog = 2;
constexpr int64_t kStepsALog = 20;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

/// Nothing in a build without image libraries.
data::RunLog::EncodePng png_encoder() {
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

}  // namespace

TrainLog::TrainLog(const std::filesystem::path& folder, const RunState& state,
                   int64_t pictures_a_batch, const DataFeed& data)
    : data_(data), log_(folder, state.step, png_encoder()), pictures_a_batch_(pictures_a_batch) {}

TrainStep TrainLog::stepped(const StepReport& report) {
  ++num_steps_;
  num_batches_ += report.num_batches;
  for (const auto& [name, loss] : report.losses) sums_["loss/" + name] += loss;
  const bool is_time = num_steps_ >= kStepsALog || seconds(Clock::now() - begin_) > kSecondsALog;
  if (is_time || report.step == report.steps) log(report);
  return {.step = report.step,
          .steps = report.steps,
          .phase = report.phase,
          .losses = report.losses,
          .pictures_per_second = pictures_a_second_,
          .seconds_left = seconds_a_step_ * double(report.steps - report.step)};
}

/// Means since the last log.
void TrainLog::log(const StepReport& report) {
  const double time_s = seconds(Clock::now() - begin_), waited = data_.seconds_waited() - waited_;
  data::Numbers numbers = {{"rate", report.rate}};
  for (const auto& [name, sum] : sums_) numbers[name] = sum / double(num_steps_);
  seconds_a_step_ = time_s / double(num_steps_);
  pictures_a_second_ = double(num_batches_ * pictures_a_batch_) / time_s;
  numbers["pictures_per_second"] = pictures_a_second_;
  numbers["waited_for_data"] = waited / time_s;
  log_.numbers(report.step, report.phase, numbers);
  begin_span();
}

void TrainLog::begin_span() {
  begin_ = Clock::now();
  num_steps_ = num_batches_ = 0;
  waited_ = data_.seconds_waited();
  sums_.clear();
}

TrainValidation TrainLog::validated(const RunState& state, const ValidationResult& found) {
  data::Numbers numbers;
  for (const auto& [name, value] : found.numbers) numbers["validation/" + name] = value;
  log_.numbers(state.step, state.phase, numbers);
  log_.samples(state.step, found.samples);
  begin_span();  // validation is not training time
  return {.step = state.step, .numbers = found.numbers, .is_best = state.best_step == state.step};
}

}  // namespace kintsugi::train
