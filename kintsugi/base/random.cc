#include "kintsugi/base/random.h"

#include <cmath>
#include <numbers>

namespace kintsugi {

double Random::normal(double mean, double deviation) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return mean + deviation * radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace kintsugi
