#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/base/random.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// Paints holes at random. All painters use nothing but `Random` and integer geometry: a seed
/// gives the same mask on every machine. For a list of masks give each its own stream:
///
///   const auto painter = make_painter({.kind = "strokes", .settings = {{"ratio", "0.1..0.2"}}});
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

struct PainterSpec {
  std::string kind;          ///< one of painter_kinds()
  PainterSettings settings;  ///< the others keep their presets
};

/// The painter that `spec` asks for. Errors: an unknown kind or option (the known ones are named),
/// a value that cannot be read or makes no sense, a bank of silhouettes that cannot be read.
std::unique_ptr<Painter> make_painter(const PainterSpec& spec);

struct PainterOption {
  std::string name, preset, help;
};

struct PainterKind {
  std::string name, help;
  std::vector<PainterOption> options;
  std::function<std::unique_ptr<Painter>(const PainterSettings&)> make;
};

/// Every kind of painter with its options, in the order of --help.
std::vector<PainterKind> painter_kinds();

}  // namespace kintsugi
