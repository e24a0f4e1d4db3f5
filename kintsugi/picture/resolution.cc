#include <cmath>

#include "kintsugi/picture.h"

namespace kintsugi {
namespace {

double metres(LengthUnit unit) {
  return unit == LengthUnit::kInch ? 0.0254 : unit == LengthUnit::kCentimetre ? 0.01 : 1;
}

}  // namespace

Resolution in_unit(const Resolution& resolution, LengthUnit unit) {
  if (resolution.unit == LengthUnit::kNone || resolution.unit == unit) return resolution;
  const double factor = metres(unit) / metres(resolution.unit);
  const auto convert = [&](double value) {
    const double exact = value * factor;
    const bool is_rounded = resolution.unit == LengthUnit::kMetre;
    const double whole = std::round(exact);
    return is_rounded && std::abs(exact - whole) <= 0.5 * factor ? whole : exact;
  };
  return {convert(resolution.x), convert(resolution.y), unit};
}

}  // namespace kintsugi
