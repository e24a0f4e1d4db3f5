#pragma once

#include <CLI/CLI.hpp>

namespace kintsugi::apps {

/// As in apps/command.h, for the program kintsugi-train.
void add_export(CLI::App& program);
void add_train(CLI::App& program);

}  // namespace kintsugi::apps
