#pragma once

#include <array>
#include <string>

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/model_io.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::engine {

/// Numbers that belong together in pairs, v -> y, as their moments.
class PairMoments {
 public:
  void add(double v, double y);
  double count() const { return count_; }
  double mean_y() const { return y_ / count_; }
  double deviation_v() const;
  /// Of v and y, -1 to 1; 0 where one of them is constant.
  double correlation() const;
  /// Root mean square of y - (offset + slope v).
  double error(double offset, double slope) const;

 private:
  double count_ = 0, v_ = 0, y_ = 0, vv_ = 0, vy_ = 0, yy_ = 0;
};

/// Errors: values that are not finite; says how many.
void check_finite(const Tensor& result);

/// Watches what a model gives for the crops of one picture and finds out where `io` cannot be what
/// the model means: known pixels come back far from what went in, the hole comes back as it was, or
/// what fills it lies far outside of black to white. What went in and what came back are compared
/// as a line: a model that means 0..255 where 0..1 was said gives 255 v for v.
class ResultCheck {
 public:
  /// `io` must outlive the check; `given` is the text that it was parsed from.
  ResultCheck(const ModelIo& io, const std::string& given) : io_(io), given_(given) {}

  /// Picture number `index` of a result [N, 3, H, W], whose values are as the model gives them, for
  /// `image` and `mask`, which may be smaller.
  void add(const Tensor& result, size_t index, const Image& image, const Mask& mask);

  /// `io`; but where nobody said what black and white are in the result and all crops so far show
  /// it clearly, with that.
  ModelIo reading() const;

  /// One sentence of what is wrong and which model_io would explain it; empty where nothing is.
  std::string warning() const;

 private:
  struct Finding {
    std::string what;  // empty: all is well
    ModelIo likely;    // what the model seems to mean; io_ where nothing explains it
  };
  Finding find() const;
  ModelIo explanation_of_known(double far) const;
  ModelIo explanation_of_hole() const;
  double num_hole() const;
  double hole_mean() const;
  double error(const ModelIo& io) const;
  bool is_hole_back() const;
  bool is_hole_within(const ModelIo& io) const;

  const ModelIo& io_;
  const std::string& given_;
  PairMoments known_;
  std::array<PairMoments, 3> hole_;                              // by channel
  double lowest_ = 0, highest_ = 0;                              // of all values
  double hole_lowest_ = 0, hole_highest_ = 0, num_outside_ = 0;  // of the hole's
};

}  // namespace kintsugi::engine
