#include "kintsugi/paint/painter.h"

#include <sstream>

#include "kintsugi/error.h"
#include "kintsugi/options.h"
#include "kintsugi/paint/painters.h"

namespace kintsugi {
namespace {

template <class Options>
std::vector<PainterOption> options_of() {
  std::vector<PainterOption> result;
  Options presets;
  Options::fields(presets, [&](const char* name, const auto& value, const char* help) {
    std::ostringstream text;
    if constexpr (HasWords<std::decay_t<decltype(value)>>) {
      text << word_of(value);
    } else {
      text << std::boolalpha << value;
    }
    result.push_back({name, text.str(), help});
  });
  return result;
}

template <class Entry>
std::string names_of(const std::vector<Entry>& entries) {
  std::string names;
  for (const Entry& entry : entries) names += (names.empty() ? "" : ", ") + entry.name;
  return names;
}

template <class Options>
Options options_from(const std::string& kind, const PainterSettings& settings) {
  Options result;
  const auto known = options_of<Options>();
  for (const auto& [name, text] : settings) {
    bool is_known = false;
    for (const PainterOption& option : known) is_known |= option.name == name;
    check(is_known, "the painter ", kind, " has no option '", name,
          "', expected one of: ", names_of(known));
    try {
      set(result, name, text);
    } catch (const Error& error) {
      throw Error("the painter " + kind + ", option " + name + ": " + error.what());
    }
  }
  return result;
}

template <class Options>
PainterKind entry(HoleKind kind, const char* help,
                  std::unique_ptr<Painter> (*make)(const Options&)) {
  const char* name = word_of(kind);
  return {kind, name, help, options_of<Options>(), [name, make](const PainterSettings& settings) {
            return make(options_from<Options>(name, settings));
          }};
}

}  // namespace

std::vector<PainterKind> painter_kinds() {
  return {
      entry(HoleKind::kCentre, "one square in the middle", centre_painter),
      entry(HoleKind::kBlocks, "overlapping squares, up to a quarter of the picture",
            blocks_painter),
      entry(HoleKind::kRectangle, "a rectangle", rectangle_painter),
      entry(HoleKind::kRectangleGaussian, "the same under the name of report 001's protocol",
            rectangle_painter),
      entry<RegionOptions>(HoleKind::kRegion, "silhouettes of objects from a bank", region_painter),
      entry(HoleKind::kStrokes, "free-form brush strokes and ellipses", strokes_painter),
      entry(HoleKind::kText, "lines of lettering", text_painter),
      entry(HoleKind::kScratches, "thin curved lines and dust", scratches_painter),
  };
}

std::unique_ptr<Painter> make_painter(const PaintedHoles& holes) {
  for (const PainterKind& known : painter_kinds()) {
    if (known.kind == holes.kind) return known.make(holes.settings);
  }
  throw Error("there is no such painter");
}

}  // namespace kintsugi
