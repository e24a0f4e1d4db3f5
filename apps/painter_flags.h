#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/paint/painter.h"

namespace kintsugi::apps {

/// What the command line says about a painter of holes. How a sub-command uses it:
///
///   add_painter_options(command, flags, "mask-");    // --mask-kind, --mask-ratio, --mask-set
///   …
///   const auto painter = make_painter(holes_of(flags));
///   Random random(seed, index);                      // one stream a mask
///   const Mask mask = painter->paint(image.size(), random);
struct PainterFlags {
  std::string kind;                   ///< empty: none was asked for
  std::string ratio;                  ///< "0.1..0.2", or empty
  std::vector<std::string> settings;  ///< "name=value"
};

/// Adds --<prefix>kind, --<prefix>ratio and --<prefix>set to `command`. `flags` must live as long.
void add_painter_options(CLI::App& command, PainterFlags& flags, const std::string& prefix = "");

/// Adds --<prefix>ratio and --<prefix>set alone, for a command that takes the kind elsewhere.
void add_painter_settings(CLI::App& command, PainterFlags& flags, const std::string& prefix = "");

/// Every kind and its options with their presets, for a sub-command's footer().
std::string painter_help();

/// The options of a painter. Errors: one that is not name=value.
PainterSettings settings_of(const PainterFlags& flags);

/// What make_painter wants. Errors: an unknown kind, a setting that is not name=value.
PaintedHoles holes_of(const PainterFlags& flags);

}  // namespace kintsugi::apps
