#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "kintsugi/mask.h"
#include "kintsugi/progress.h"

namespace kintsugi::fill {

/// A number for every pixel of a picture, 0 at first, whose memory follows what is written: pages
/// that are never touched cost nothing.
class SparsePlane {
 public:
  /// All 0. Errors: std::bad_alloc.
  explicit SparsePlane(Size size);

  int32_t& at(int y, int x) { return values_.get()[size_t{1} * y * width_ + x]; }
  int32_t at(int y, int x) const { return values_.get()[size_t{1} * y * width_ + x]; }

 private:
  struct Free {
    void operator()(int32_t* memory) const { std::free(memory); }
  };

  int width_;
  std::unique_ptr<int32_t, Free> values_;
};

/// The hole pixels of a mask as a list, from top to bottom, and where each stands in it.
class HolePixels {
 public:
  struct Position {
    int y, x;
  };

  /// Those whose mask value is kHole.
  explicit HolePixels(const Mask& mask, const Progress& progress = {});

  size_t size() const { return positions_.size(); }
  Position operator[](size_t index) const { return positions_[index]; }
  /// The number in the list of a pixel whose mask value is 1.
  int32_t index_of(int y, int x) const { return indices_.at(y, x); }

 private:
  std::vector<Position> positions_;
  SparsePlane indices_;
};

/// In which order a front that starts at the known pixels and moves at speed 1 reaches the hole
/// pixels, and when: the fast marching method (Sethian 1996) for |grad T| = 1, as Telea (2004) uses
/// it. The picture's border is no wall: what lies beyond it is simply not there.
struct Arrival {
  std::vector<int32_t>
      order;                ///< hole pixels, as HolePixels counts them, those reached first first
  std::vector<float> time;  ///< by hole pixel, in pixels; infinite where no front comes
};

/// O(n log n) in the number of hole pixels. Pixels of value 2 in the mask (kNeither) start no
/// front and are not passed.
Arrival march(const Mask& mask, const HolePixels& holes, const Progress& progress = {});

}  // namespace kintsugi::fill
