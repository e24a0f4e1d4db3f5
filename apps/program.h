#pragma once

#include <CLI/CLI.hpp>

namespace kintsugi::apps {

/// What every main() does once its sub-commands are there: logging to standard error, signals, the
/// command line. Returns the exit code. 0: done; 1: an Error, which the user can put right; 2:
/// anything else, our bug.
int run_program(CLI::App& program, int argc, char** argv);

}  // namespace kintsugi::apps
