#pragma once

#include <CLI/CLI.hpp>

namespace kintsugi::apps {

/// A sub-command adds itself to the program: its flags, its help, and what it does when chosen
/// (in `callback`). One function per `cmd_*.cc`; main.cc lists them.
void add_bench(CLI::App& program);
void add_eval(CLI::App& program);
void add_fill(CLI::App& program);
void add_init(CLI::App& program);
void add_inspect(CLI::App& program);
void add_mask(CLI::App& program);
void add_pack(CLI::App& program);
void add_recipes(CLI::App& program);

}  // namespace kintsugi::apps
