#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/engine/model_inpainter.h"
#include "kintsugi/method.h"

namespace kintsugi::apps {

/// Which method fills, and with which options. Every method's options are here, whichever is
/// chosen.
struct MethodFlags {
  std::string method = word_of(Method::kAuto);  ///< a word of Method, or the name of an .onnx file
  MethodOptions options;
  engine::ModelInpainterOptions model;
};

/// What --method takes, for --help.
std::string method_help();

/// Adds --method and the options of every method, but for the seed and the threads, which are the
/// command's own.
void add_method_flags(CLI::App& command, MethodFlags& flags);

/// The same without --method, for a command that takes several.
void add_method_options(CLI::App& command, MethodFlags& flags);

/// Errors: an option on the command line that belongs to none of the chosen methods; an unknown
/// method.
void check_method_flags(const CLI::App& command, const std::vector<std::string>& methods);

/// The method, applied to the parts of a picture that its holes need. Errors: an unknown method,
/// options out of range.
std::unique_ptr<Inpainter> make_method(const MethodFlags& flags, int threads);

}  // namespace kintsugi::apps
