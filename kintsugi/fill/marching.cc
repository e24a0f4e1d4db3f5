#include "kintsugi/fill/marching.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <queue>

#include "kintsugi/image/runs.h"

namespace kintsugi::fill {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();
constexpr int kBeside[4][2] = {{0, -1}, {0, 1}, {-1, 0}, {1, 0}};

// The front while it moves. Times that are not final yet may still fall: a pixel is then queued
// again, and its older, later entry is passed over.
class Front {
 public:
  Front(const Mask& mask, const HolePixels& holes, const Progress& progress)
      : mask_(mask), holes_(holes), progress_(progress) {
    arrival_.time.assign(holes.size(), kNever);
    arrival_.order.reserve(holes.size());
    is_final_.assign(holes.size(), 0);
  }

  // Every hole pixel that touches a known one, in a row, a column or across.
  void start() {
    for (size_t i = 0; i < holes_.size(); ++i) {
      progress_.ask(i);
      const auto [y, x] = holes_[i];
      float nearest = kNever;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          if (!is_known(y + dy, x + dx)) continue;
          nearest = std::min(nearest, dy != 0 && dx != 0 ? std::sqrt(2.0f) : 1.0f);
        }
      }
      if (nearest < kNever) offer(static_cast<int32_t>(i), nearest);
    }
  }

  Arrival run() {
    while (!queue_.empty()) {
      const auto [time, index] = queue_.top();
      queue_.pop();
      if (is_final_[index]) continue;
      is_final_[index] = 1;
      arrival_.order.push_back(index);
      if (const size_t done = arrival_.order.size(); done % Progress::kShortSteps == 0) {
        progress_.at(static_cast<double>(done) / static_cast<double>(holes_.size()));
      }
      const auto [y, x] = holes_[index];
      for (const auto& [dy, dx] : kBeside) {
        if (!is_hole(y + dy, x + dx)) continue;
        const int32_t beside = holes_.index_of(y + dy, x + dx);
        if (!is_final_[beside]) offer(beside, time_at(y + dy, x + dx));
      }
    }
    return std::move(arrival_);
  }

 private:
  struct Entry {
    float time;
    int32_t index;
    // The earliest on top; of several, the first in the picture, so that the order is decided.
    bool operator<(const Entry& other) const {
      return time != other.time ? time > other.time : index > other.index;
    }
  };

  bool is_inside(int y, int x) const {
    return y >= 0 && x >= 0 && y < mask_.height() && x < mask_.width();
  }
  bool is_known(int y, int x) const { return is_inside(y, x) && mask_.row(y)[x] == 0; }
  bool is_hole(int y, int x) const { return is_inside(y, x) && mask_.row(y)[x] == 1; }

  void offer(int32_t index, float time) {
    if (time >= arrival_.time[index]) return;
    arrival_.time[index] = time;
    queue_.push({time, index});
  }

  float known_time(int y, int x) const {
    if (is_known(y, x)) return 0;
    if (!is_hole(y, x)) return kNever;
    const int32_t index = holes_.index_of(y, x);
    return is_final_[index] ? arrival_.time[index] : kNever;
  }

  // The upwind solution of |grad T| = 1 from the earlier neighbour of each axis.
  float time_at(int y, int x) const {
    const float a = std::min(known_time(y, x - 1), known_time(y, x + 1));
    const float b = std::min(known_time(y - 1, x), known_time(y + 1, x));
    if (std::abs(a - b) >= 1 || a == kNever || b == kNever) return std::min(a, b) + 1;
    return (a + b + std::sqrt(2 - (a - b) * (a - b))) / 2;
  }

  const Mask& mask_;
  const HolePixels& holes_;
  const Progress& progress_;
  Arrival arrival_;
  std::vector<uint8_t> is_final_;
  std::priority_queue<Entry> queue_;
};

}  // namespace

SparsePlane::SparsePlane(Size size) : width_(size.width) {
  // calloc's memory comes as zero pages that exist from the first write on.
  values_.reset(
      static_cast<int32_t*>(std::calloc(static_cast<size_t>(size.area()), sizeof(int32_t))));
  if (!values_) throw std::bad_alloc();
}

HolePixels::HolePixels(const Mask& mask, const Progress& progress) : indices_(mask.size()) {
  positions_.reserve(static_cast<size_t>(mask.num_holes()));
  for (int y = 0; y < mask.height(); ++y) {
    progress.ask();
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        indices_.at(y, x) = static_cast<int32_t>(positions_.size());
        positions_.push_back({y, x});
      }
    });
  }
}

Arrival march(const Mask& mask, const HolePixels& holes, const Progress& progress) {
  Front front(mask, holes, progress);
  front.start();
  return front.run();
}

}  // namespace kintsugi::fill
