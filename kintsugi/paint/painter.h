#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/base/random.h"
#include "kintsugi/holes.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// Paints holes at random. All painters use nothing but `Random` and integer geometry: a seed
/// gives the same mask on every machine. For a list of masks give each its own stream:
///
///   const auto painter = make_painter({.kind = HoleKind::kStrokes, .settings = {{"ratio", "0.1..0.2"}}});
///   for (int i = 0; i < 8; ++i) {
///     Random random(seed, i);
///     use(painter->paint({256, 256}, random));
///   }
class Painter {
 public:
  virtual ~Painter() = default;

  /// A new mask of `size` with at least one hole. May be called from several threads at once, each
  /// with its own `random`. Errors: options that a picture of this size cannot meet.
  virtual Mask paint(Size size, Random& random) const = 0;
};

/// Option names and their values as text: what --set, a recipe or a request give.
using PainterSettings = std::vector<std::pair<std::string, std::string>>;

/// The painter of these holes. Errors: an unknown option (the known ones are named), a value that
/// cannot be read or makes no sense, a bank of silhouettes that cannot be read.
std::unique_ptr<Painter> make_painter(const PaintedHoles& holes);

struct PainterOption {
  std::string name, preset, help;
};

struct PainterKind {
  HoleKind kind;
  std::string name, help;
  std::vector<PainterOption> options;
  std::function<std::unique_ptr<Painter>(const PainterSettings&)> make;
};

/// Every kind of painter with its options, in the order of --help.
std::vector<PainterKind> painter_kinds();

}  // namespace kintsugi
