#include "kintsugi/fill/diffusion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/fill/marching.h"
#include "kintsugi/fill/trend.h"
#include "kintsugi/image/pieces.h"

namespace kintsugi::fill {
namespace {

constexpr int kMostChannels = 4;
constexpr float kLeastWeight = 1e-3f;  // a pixel that no direction favours still counts a little

constexpr double kMarchShare = 0.1;  // of the time

using Colour = std::array<float, kMostChannels>;

// A place relative to the pixel that is filled.
struct Offset {
  int dy, dx;
  float distance, down, right;  // in pixels; and the direction
};

// A picture while its holes are filled: what is known, and what has been filled so far.
template <class T>
class Canvas {
 public:
  Canvas(const Image& image, const Mask& mask, const Progress& progress)
      : image_(image),
        mask_(mask),
        holes_(mask, progress),
        arrival_(march(mask, holes_, progress.part(kMarchShare))),
        trends_(trends_around(image, mask, holes_, progress)),
        values_(holes_.size()),
        is_filled_(holes_.size()) {}

  const HolePixels& holes() const { return holes_; }
  const std::vector<int32_t>& order() const { return arrival_.order; }
  int channels() const { return image_.channels(); }
  const Slope& slope(int32_t index) const { return trends_.slopes[trends_.hole_of[index]]; }

  bool is_inside(int y, int x) const {
    return y >= 0 && x >= 0 && y < image_.height() && x < image_.width();
  }
  // Whether a pixel inside the picture has a value: known or filled.
  bool has_value(int y, int x) const {
    const uint8_t kind = mask_.row(y)[x];
    return kind == 0 || (kind == 1 && is_filled_[holes_.index_of(y, x)]);
  }
  // When the front came to a pixel that has a value.
  float time(int y, int x) const {
    return mask_.row(y)[x] == 0 ? 0 : arrival_.time[holes_.index_of(y, x)];
  }
  Colour colour(int y, int x) const {
    if (mask_.row(y)[x] != 0) return values_[holes_.index_of(y, x)];
    Colour colour = {};
    const T* pixel = image_.row<T>(y) + size_t{1} * x * channels();
    for (int c = 0; c < channels(); ++c) colour[c] = pixel[c];
    return colour;
  }

  void fill(int32_t index, const Colour& colour) {
    values_[index] = colour;
    is_filled_[index] = 1;
  }

  float arrival(int32_t index) const { return arrival_.time[index]; }
  // Sum of the channels.
  float brightness(int y, int x) const {
    const Colour sum = colour(y, x);
    return sum[0] + sum[1] + sum[2] + sum[3];
  }

  // Difference of neighbours along one axis, of what has a value; 0 where nothing has.
  template <class Get>
  float difference(int y, int x, int dy, int dx, const Get& get) const {
    const bool has_next = is_inside(y + dy, x + dx) && has_value(y + dy, x + dx);
    const bool has_last = is_inside(y - dy, x - dx) && has_value(y - dy, x - dx);
    if (has_next && has_last) return (get(y + dy, x + dx) - get(y - dy, x - dx)) / 2;
    if (has_next) return get(y + dy, x + dx) - get(y, x);
    if (has_last) return get(y, x) - get(y - dy, x - dx);
    return 0;
  }

  // Where no front came, all around is neither hole nor known: that takes the mean of what is
  // known.
  void fill_the_rest(const Progress& progress) {
    if (arrival_.order.size() == holes_.size()) return;
    const std::vector<int> mean = mean_known(image_, mask_, progress);
    for (size_t i = 0; i < holes_.size(); ++i) {
      if (!is_filled_[i]) std::copy(mean.begin(), mean.end(), values_[i].begin());
    }
  }

  void write(Image& result, const Progress& progress) const {
    for (size_t i = 0; i < holes_.size(); ++i) {
      progress.ask(i);
      const auto [y, x] = holes_[i];
      T* pixel = result.row<T>(y) + size_t{1} * x * channels();
      for (int c = 0; c < channels(); ++c) {
        const float most = static_cast<float>(result.max_value());
        pixel[c] = static_cast<T>(std::clamp(values_[i][c], 0.f, most) + 0.5f);
      }
    }
  }

 private:
  const Image& image_;
  const Mask& mask_;
  HolePixels holes_;
  Arrival arrival_;
  Trends trends_;
  std::vector<Colour> values_;
  std::vector<uint8_t> is_filled_;
};

// Telea's equation 3: direction, distance and level.
template <class T>
class TeleaWeight {
 public:
  TeleaWeight(const Canvas<T>& canvas, int y, int x, float time) : canvas_(canvas), time_(time) {
    const auto get = [&](int at_y, int at_x) {
      return at_y == y && at_x == x ? time : canvas.time(at_y, at_x);
    };
    down_ = canvas.difference(y, x, 1, 0, get);
    right_ = canvas.difference(y, x, 0, 1, get);
  }

  float operator()(int y, int x, const Offset& q) const {
    const float direction = std::abs(down_ * q.down + right_ * q.right);
    const float level = 1 + std::abs(canvas_.time(y, x) - time_);
    return std::max(direction, kLeastWeight) /
           (q.distance * q.distance * std::sqrt(q.distance) * level);
  }

 private:
  const Canvas<T>& canvas_;
  float time_, down_, right_;
};

// How well the isophote through a pixel, at right angles to its gradient, points to the one filled.
template <class T>
class IsophoteWeight {
 public:
  IsophoteWeight(const Canvas<T>& canvas, int, int, float) : canvas_(canvas) {}

  float operator()(int y, int x, const Offset& q) const {
    const auto get = [&](int at_y, int at_x) { return canvas_.brightness(at_y, at_x); };
    const float down = canvas_.difference(y, x, 1, 0, get);
    const float right = canvas_.difference(y, x, 0, 1, get);
    const float along = std::abs(right * q.down - down * q.right);
    const float steepness = std::sqrt(down * down + right * right);
    const float direction = steepness > 0 ? along / steepness : 0;
    const float squared = q.distance * q.distance;
    return std::max(direction, kLeastWeight) / (squared * squared + 1);
  }

 private:
  const Canvas<T>& canvas_;
};

std::vector<Offset> disc(double radius_px) {
  std::vector<Offset> offsets;
  constexpr double kDiagonal = 1.5;  // a front may start from across: from there a colour must come
  const int most = static_cast<int>(radius_px);
  for (int dy = -most; dy <= most; ++dy) {
    for (int dx = -most; dx <= most; ++dx) {
      const auto distance = static_cast<float>(std::hypot(dy, dx));
      if (distance == 0 || distance > std::max(radius_px, kDiagonal)) continue;
      offsets.push_back(
          {dy, dx, distance, static_cast<float>(dy) / distance, static_cast<float>(dx) / distance});
    }
  }
  return offsets;
}

template <template <class> class Weight>
class Diffusion : public Inpainter {
 public:
  explicit Diffusion(const DiffusionOptions& options) : offsets_(disc(options.radius_px)) {
    check(options.radius_px >= 1 && options.radius_px <= 100, "the radius is ", options.radius_px,
          " pixels, expected 1 to 100");
  }

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    progress.ask();
    Image result = image;
    with_depth(image, [&](auto depth) {
      Canvas<decltype(depth)> canvas(image, mask, progress);
      fill(canvas, progress.part(1 - kMarchShare));
      canvas.fill_the_rest(progress);
      canvas.write(result, progress);
    });
    progress.at(1);
    return {std::move(result), {}};
  }

 private:
  template <class T>
  void fill(Canvas<T>& canvas, const Progress& progress) const {
    // A pixel's time is that of its neighbourhood.
    const size_t pixels_per_question = std::max<size_t>(1, Progress::kShortSteps / offsets_.size());
    const std::vector<int32_t>& order = canvas.order();
    for (size_t i = 0; i < order.size(); ++i) {
      if (i % pixels_per_question == 0) {
        progress.at(static_cast<double>(i) / static_cast<double>(order.size()));
      }
      canvas.fill(order[i], colour_at(canvas, order[i]));
    }
  }

  template <class T>
  Colour colour_at(const Canvas<T>& canvas, int32_t index) const {
    const auto [y, x] = canvas.holes()[index];
    const Weight<T> weight_of(canvas, y, x, canvas.arrival(index));
    Colour sum = {};
    float total = 0, down = 0, right = 0;  // sums of w and w (p - q)
    for (const Offset& q : offsets_) {
      const int at_y = y + q.dy, at_x = x + q.dx;
      if (!canvas.is_inside(at_y, at_x) || !canvas.has_value(at_y, at_x)) continue;
      const float weight = weight_of(at_y, at_x, q);
      const Colour colour = canvas.colour(at_y, at_x);
      for (int c = 0; c < kMostChannels; ++c) sum[c] += weight * colour[c];
      total += weight;
      down -= weight * static_cast<float>(q.dy);
      right -= weight * static_cast<float>(q.dx);
    }
    const Slope& slope = canvas.slope(index);
    for (int c = 0; c < kMostChannels; ++c) {
      sum[c] = (sum[c] + slope.down[c] * down + slope.right[c] * right) / total;
    }
    return sum;
  }

  std::vector<Offset> offsets_;
};

}  // namespace

std::unique_ptr<Inpainter> telea(const DiffusionOptions& options) {
  return std::make_unique<Diffusion<TeleaWeight>>(options);
}

std::unique_ptr<Inpainter> navier_stokes(const DiffusionOptions& options) {
  return std::make_unique<Diffusion<IsophoteWeight>>(options);
}

}  // namespace kintsugi::fill
