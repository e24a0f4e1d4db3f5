#pragma once

#include <memory>
#include <vector>

#include "kintsugi/paint/painter.h"
#include "kintsugi/recipe/training.h"

namespace kintsugi::data {

/// A recipe's painters of holes, each chosen as often as its weight says. Threads may share it.
class Holes : public Painter {
 public:
  /// Errors: no painter, an unknown painter or option, a negative weight or none above 0, a region
  /// painter without a bank (the message says which key gives one).
  explicit Holes(const std::vector<recipe::Hole>& holes);

  Mask paint(Size size, Random& random) const override;

 private:
  struct Choice {
    double up_to;  // the sum of the weights up to this painter
    std::unique_ptr<Painter> painter;
  };
  std::vector<Choice> choices_;
};

}  // namespace kintsugi::data
