#include "apps/command.h"

namespace kintsugi::apps {
void add_fill(CLI::App& program) { program.add_subcommand("fill", "fill holes"); }
}  // namespace kintsugi::apps
