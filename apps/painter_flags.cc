#include "apps/painter_flags.h"

#include <iomanip>
#include <sstream>

#include "kintsugi/error.h"

namespace kintsugi::apps {

void add_painter_options(CLI::App& command, PainterFlags& flags, const std::string& prefix) {
  std::string names;
  for (const PainterKind& kind : painter_kinds()) names += (names.empty() ? "" : ", ") + kind.name;
  command.add_option("--" + prefix + "kind", flags.kind, "kind of holes: " + names);
  add_painter_settings(command, flags, prefix);
}

void add_painter_settings(CLI::App& command, PainterFlags& flags, const std::string& prefix) {
  command.add_option("--" + prefix + "ratio", flags.ratio,
                     "wanted part of hole pixels, such as 0.1..0.2");
  command
      .add_option("--" + prefix + "set", flags.settings,
                  "an option of the kind, name=value; may be given again"
                  " (`kintsugi mask --help` lists them)")
      ->allow_extra_args(false);
}

std::string painter_help() {
  std::ostringstream text;
  text << "Kinds, and what --set changes (presets in brackets):\n";
  for (const PainterKind& kind : painter_kinds()) {
    text << "  " << kind.name << ": " << kind.help << "\n";
    for (const auto& [name, preset, help] : kind.options) {
      text << "    " << std::left << std::setw(12) << name << help;
      if (name != "ratio" && !preset.empty()) text << " [" << preset << "]";
      text << "\n";
    }
  }
  return text.str();
}

PainterSettings settings_of(const PainterFlags& flags) {
  PainterSettings settings;
  for (const std::string& setting : flags.settings) {
    const size_t equals = setting.find('=');
    check(equals != setting.npos, "found --set ", setting, ", expected name=value");
    settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  if (!flags.ratio.empty()) settings.emplace_back("ratio", flags.ratio);
  return settings;
}

PaintedHoles holes_of(const PainterFlags& flags) {
  const std::optional<HoleKind> kind = value_of<HoleKind>(flags.kind);
  check(kind.has_value(), "there is no painter '", flags.kind,
        "', expected one of: ", list_of_words<HoleKind>(", "));
  return {*kind, settings_of(flags)};
}

}  // namespace kintsugi::apps
