#include "apps/command.h"

namespace kintsugi::apps {
void add_mask(CLI::App& program) { program.add_subcommand("mask", "paint masks"); }
}  // namespace kintsugi::apps
