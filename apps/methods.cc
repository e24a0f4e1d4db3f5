#include "apps/methods.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <utility>

#include "apps/flags.h"
#include "kintsugi/error.h"
#include "kintsugi/engine/model_file.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/image/by_depth.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/tiles.h"

namespace kintsugi::apps {
namespace {

constexpr const char* kPatchMatchGroup = "Options of auto and patchmatch";
constexpr const char* kDiffusionGroup = "Options of telea and ns";
constexpr const char* kModelGroup = "Options of models";

// Holes up to this depth are cut by tiles too, but completed as large ones are.
constexpr int kMiddlingDepthPx = 25;

using InpainterPtr = std::unique_ptr<Inpainter>;

// Compact holes in crops of their own, thin ones, text and the like tile by tile.
InpainterPtr large_patches(const MethodOptions& options, int threads) {
  fill::PatchMatchOptions all = options.patchmatch, one = options.patchmatch;
  all.threads = threads;
  one.threads = 1;
  return by_depth(
      kMiddlingDepthPx,
      in_tiles(fill::patchmatch(one), {.side_px = 256, .margin_px = 96, .threads = threads}),
      in_pieces(fill::patchmatch(all)));
}

// Thin holes need no more than small patches from nearby.
InpainterPtr patchmatch(const MethodOptions& options, int threads) {
  fill::PatchMatchOptions one = options.patchmatch;
  one.threads = 1;
  return by_depth(fill::kThinDepthPx, in_tiles(fill::thin_patchmatch(one), {.threads = threads}),
                  large_patches(options, threads));
}

struct Method {
  const char* name;
  const char* help;
  const char* group;  ///< heading of its options in --help
  InpainterPtr (*make)(const MethodOptions& options, int threads);
};

// Every method, in the order of --help. A new one is one more entry.
constexpr std::array kMethods = {
    Method{"auto", "what suits each hole best: today patchmatch, whatever the hole",
           kPatchMatchGroup, patchmatch},
    Method{"patchmatch",
           "copies texture and edges from the picture; small patches from nearby where it is thin",
           kPatchMatchGroup, patchmatch},
    Method{"telea", "fast and smooth (Telea 2004); for scratches and specks", kDiffusionGroup,
           [](const MethodOptions& options, int) { return fill::telea(options.diffusion); }},
    Method{
        "ns", "smooth, continues edges (Navier-Stokes); for scratches and specks", kDiffusionGroup,
        [](const MethodOptions& options, int) { return fill::navier_stokes(options.diffusion); }},
};

bool is_model(const std::string& name) { return name.ends_with(".onnx"); }

const Method& method_of(const std::string& name) {
  std::string names;
  for (const Method& method : kMethods) {
    if (name == method.name) return method;
    names += std::string(names.empty() ? "" : ", ") + method.name;
  }
  throw Error("there is no method '" + name + "', expected one of " + names + ", or FILE.onnx");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " or ") + name;
  return text;
}

}  // namespace

std::string method_help() {
  std::string help = "how the hole is filled:";
  for (const Method& method : kMethods)
    help += std::string("\n") + method.name + ": " + method.help;
  return help + "\nFILE.onnx: a model, Kintsugi's own or a foreign one (--model-io)";
}

void add_method_flags(CLI::App& command, MethodOptions& options) {
  command.add_option("--method", options.method, method_help())
      ->type_name("NAME")
      ->capture_default_str();
  add_method_options(command, options);
}

void add_method_options(CLI::App& command, MethodOptions& options) {
  add_flags(command, options.patchmatch,
            {.group = kPatchMatchGroup, .without = {"seed", "threads"}});
  add_flags(command, options.diffusion, {.group = kDiffusionGroup, .without = {}});
  add_flags(command, options.model, {.group = kModelGroup, .without = {"threads"}});
}

void check_method_flags(const CLI::App& command, const std::vector<std::string>& methods) {
  std::set<std::string> own_groups;
  for (const std::string& name : methods) {
    if (is_model(name)) {
      own_groups.insert(kModelGroup);
      continue;
    }
    own_groups.insert(method_of(name).group);
  }
  for (const CLI::Option* option : command.get_options()) {
    const std::string& group = option->get_group();
    if (option->count() == 0 || !group.starts_with("Options of ")) continue;
    check(own_groups.contains(group), option->get_name(), " is an option of ",
          group.substr(std::strlen("Options of ")), ", not of ", joined(methods));
  }
}

std::unique_ptr<Inpainter> make_method(const MethodOptions& options, int threads) {
  if (is_model(options.method)) {
    engine::ModelInpainterOptions model = options.model;
    model.model.threads = threads;
    return engine::model_inpainter(options.method, model);  // cuts its own pieces
  }
  return method_of(options.method).make(options, threads);
}

}  // namespace kintsugi::apps
