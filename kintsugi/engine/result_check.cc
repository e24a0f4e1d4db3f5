#include "kintsugi/engine/result_check.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

// In parts of black to white. Networks that do not put the known pixels back give them within a few
// hundredths, blurred ones within two tenths; results that are not clipped overshoot by a tenth or
// two here and there.
constexpr double kNear = 0.06, kBlurred = 0.2, kFar = 0.25, kOvershoot = 0.25, kMaxOutside = 0.02;
constexpr double kSamePixel = 0.002, kFlat = 0.04;

struct Range {
  float low, high;
};
constexpr Range kRanges[] = {{0, 1}, {-1, 1}, {0, 255}};

double span(const ModelIo& io) { return io.output_high - io.output_low; }

// What else a model may mean, likelier things first: another range of the result, of the picture,
// of both.
std::vector<ModelIo> candidates(const ModelIo& io) {
  const Range in{io.input_low, io.input_high}, out{io.output_low, io.output_high};
  std::vector<ModelIo> result;
  const auto add = [&](const Range& input, const Range& output) {
    ModelIo other = io;
    other.input_low = input.low;
    other.input_high = input.high;
    other.output_low = output.low;
    other.output_high = output.high;
    if (other != io) result.push_back(other);
  };
  for (const Range& output : kRanges) add(in, output);
  for (const Range& input : kRanges) add(input, out);
  for (const Range& input : kRanges) {
    for (const Range& output : kRanges) add(input, output);
  }
  return result;
}

// "the result goes from 0 to 236, where black is 0 and white 1"
std::string values(double lowest, double highest, const ModelIo& io) {
  std::ostringstream text;
  text.precision(3);
  text << "the result goes from " << lowest << " to " << highest << ", where black is "
       << io.output_low << " and white " << io.output_high;
  return text.str();
}

template <class Pixel>
void for_each_value(const Tensor& result, size_t index, const Image& image, Pixel&& pixel) {
  const auto values = result.values<float>();
  const int64_t width = result.sizes()[3], plane = result.sizes()[2] * width;
  const int64_t start = static_cast<int64_t>(index) * 3 * plane;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < 3; ++c) {
        const int channel = image.channels() == 3 ? c : 0;
        pixel(y, x, c, 1. * image.at(y, x, channel) / image.max_value(),
              values[static_cast<size_t>(start + c * plane + y * width + x)]);
      }
    }
  }
}

}  // namespace

void PairMoments::add(double v, double y) {
  count_ += 1;
  v_ += v;
  y_ += y;
  vv_ += v * v;
  vy_ += v * y;
  yy_ += y * y;
}

double PairMoments::deviation_v() const {
  return std::sqrt(std::max(0., vv_ / count_ - v_ / count_ * (v_ / count_)));
}

double PairMoments::correlation() const {
  const double v = vv_ - v_ * v_ / count_, y = yy_ - y_ * y_ / count_;
  return v > 0 && y > 0 ? (vy_ - v_ * y_ / count_) / std::sqrt(v * y) : 0;
}

double PairMoments::error(double offset, double slope) const {
  const double squares = yy_ - 2 * offset * y_ - 2 * slope * vy_ + offset * offset * count_ +
                         2 * offset * slope * v_ + slope * slope * vv_;
  return std::sqrt(std::max(0., squares / count_));
}

void check_finite(const Tensor& result) {
  const auto values = result.values<float>();
  const auto num_bad = std::count_if(values.begin(), values.end(),
                                     [](float value) { return !std::isfinite(value); });
  check(num_bad == 0, num_bad, " of the ", values.size(), " values of the result are not finite: ",
        "the model is damaged, or model_io says what it takes: mi-gan, lama, or such as "
        "input-high=255, mask-high=255");
}

void ResultCheck::add(const Tensor& result, size_t index, const Image& image, const Mask& mask) {
  for_each_value(result, index, image, [&](int y, int x, int c, double v, double value) {
    if (known_.count() + num_hole() == 0) lowest_ = highest_ = value;
    lowest_ = std::min(lowest_, value);
    highest_ = std::max(highest_, value);
    if (!mask.at(y, x)) return known_.add(v, value);
    if (num_hole() == 0) hole_lowest_ = hole_highest_ = value;
    hole_[static_cast<size_t>(c)].add(v, value);
    hole_lowest_ = std::min(hole_lowest_, value);
    hole_highest_ = std::max(hole_highest_, value);
    const double part = (value - io_.output_low) / span(io_);
    num_outside_ += part < -kOvershoot || part > 1 + kOvershoot;
  });
}

double ResultCheck::num_hole() const {
  return hole_[0].count() + hole_[1].count() + hole_[2].count();
}

double ResultCheck::hole_mean() const {
  return (hole_[0].mean_y() + hole_[1].mean_y() + hole_[2].mean_y()) / 3;
}

// How far known pixels are from what a model that means `io` would make of them, in parts of black
// to white.
double ResultCheck::error(const ModelIo& io) const {
  const double unit = span(io) / (io.input_high - io.input_low);
  const double slope = unit * (io_.input_high - io_.input_low);
  return known_.error(io.output_low + unit * (io_.input_low - io.input_low), slope) /
         std::fabs(slope);
}

// Of a hole in which something is to be seen.
bool ResultCheck::is_hole_back() const {
  const auto is_back = [&](const PairMoments& channel) {
    return channel.error(io_.output_low, span(io_)) < kSamePixel * std::fabs(span(io_));
  };
  const auto is_seen = [](const PairMoments& channel) { return channel.deviation_v() > kFlat; };
  return num_hole() > 100 && !io_.is_hole_cleared && std::ranges::all_of(hole_, is_back) &&
         std::ranges::any_of(hole_, is_seen);
}

bool ResultCheck::is_hole_within(const ModelIo& io) const {
  const auto [low, high] = std::minmax(io.output_low, io.output_high);
  const double room = kOvershoot * (high - low);
  return hole_lowest_ >= low - room && hole_highest_ <= high + room;
}

ResultCheck::Finding ResultCheck::find() const {
  if (num_hole() == 0) return {{}, io_};
  const double far = known_.count() > 0 ? error(io_) : 0;
  if (is_hole_back()) {
    ModelIo likely = io_;
    if (far > kNear) likely.is_one_known = !io_.is_one_known;
    if (far <= kNear) likely.mask_high = io_.mask_high == 1 ? 255 : 1;
    return {"the hole comes back as it was", likely};
  }
  const std::string found = values(lowest_, highest_, io_);
  Finding finding{"known pixels come back far from what went in: " + found, io_};
  if (far > kNear) finding.likely = explanation_of_known(far);
  if (far > kFar || finding.likely != io_) return finding;
  if (num_outside_ <= kMaxOutside * num_hole()) return {{}, io_};
  return {"what fills the hole is far below black or above white: " + found, explanation_of_hole()};
}

// Is there another meaning by which known pixels are what they were?
ModelIo ResultCheck::explanation_of_known(double far) const {
  ModelIo likely = io_;
  double best = std::min(kBlurred, far / 3);
  for (const ModelIo& one : candidates(io_)) {
    // Without contrast any line fits; bytes are told apart by their size.
    const bool is_bytes = span(one) > 2 && known_.mean_y() > 2;
    if (known_.correlation() < 0.9 && !is_bytes) continue;
    if (error(one) > 0.9 * best - 1e-6) continue;  // as good is not better
    best = error(one);
    likely = one;
  }
  if (likely != io_) return likely;
  // Models that give the hole alone, or a blurred picture: bytes are still more than any 1.
  if (std::fabs(span(io_)) <= 2) {
    likely.output_low = 0;
    likely.output_high = 255;
    return hole_mean() > 4 && is_hole_within(likely) ? likely : io_;
  }
  likely.output_low = lowest_ < -kOvershoot ? -1 : 0;
  likely.output_high = 1;
  return far > kFar && is_hole_within(likely) ? likely : io_;
}

// Known pixels are what they were, and what fills the hole is of another range: a model that puts
// the known pixels back as it gets them.
ModelIo ResultCheck::explanation_of_hole() const {
  for (const ModelIo& one : candidates(io_)) {
    if (error(one) < kNear && is_hole_within(one)) return one;
  }
  return io_;
}

ModelIo ResultCheck::reading() const {
  const ModelIo likely = find().likely;
  ModelIo result = io_;
  result.output_low = likely.output_low;
  result.output_high = likely.output_high;
  return likely == result && !io_.is_output_range_given ? result : io_;
}

std::string ResultCheck::warning() const {
  const Finding finding = find();
  if (finding.what.empty()) return {};
  if (finding.likely == io_) {
    return finding.what +
           "; model_io says what the model means: mi-gan, lama, or such as input-high=255, "
           "output-high=255, output-low=-1, one-is-known=true";
  }
  const std::string option = "model_io " + with_changes(given_, io_, finding.likely);
  return reading() == io_ ? finding.what + "; " + option + " would explain it"
                          : finding.what + "; the result was read as with " + option;
}

}  // namespace kintsugi::engine
