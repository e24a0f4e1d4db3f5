#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/engine/model_inpainter.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/inpainter.h"

namespace kintsugi::apps {

/// Which method fills, and with which options. Every method's options are here, whichever is
/// chosen.
struct MethodOptions {
  std::string method = "auto";
  fill::PatchMatchOptions patchmatch;
  fill::DiffusionOptions diffusion;
  engine::ModelInpainterOptions model;  ///< when `method` is the name of an .onnx file
};

/// What --method takes, for --help.
std::string method_help();

/// Adds --method and the options of every method, but for the seed and the threads, which are the
/// command's own.
void add_method_flags(CLI::App& command, MethodOptions& options);

/// The same without --method, for a command that takes several.
void add_method_options(CLI::App& command, MethodOptions& options);

/// Errors: an option on the command line that belongs to none of the chosen methods; an unknown
/// method.
void check_method_flags(const CLI::App& command, const std::vector<std::string>& methods);

/// The method, applied to the parts of a picture that its holes need. Errors: an unknown method,
/// options out of range.
std::unique_ptr<Inpainter> make_method(const MethodOptions& options, int threads);

}  // namespace kintsugi::apps
