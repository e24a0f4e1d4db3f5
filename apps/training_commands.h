#pragma once

#include <CLI/CLI.hpp>

namespace kintsugi::apps {

// What trains needs LibTorch, which takes half a second to start: it is a program of its own,
// `kintsugi-train` beside this one, that `kintsugi train` and `kintsugi export` turn into.

/// Adds these commands; chosen, they run kintsugi-train with the arguments that main() was given.
/// Errors, then: this installation has no kintsugi-train.
void add_training_commands(CLI::App& program, char** argv);

}  // namespace kintsugi::apps
