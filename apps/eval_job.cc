#include "apps/eval_job.h"

#include <filesystem>
#include <map>

#include "apps/flags.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

bool is_plain_method(const std::string& name) { return name == "masked" || fs::is_directory(name); }

}  // namespace

eval::Networks networks_of(const std::vector<std::string>& features) {
  auto files = files_by_name("--features", features);
  for (const auto& [name, file] : files) {
    check(name == "squeezenet1_1" || name == "lpips_squeeze" || name == "mobilenet_v2",
          "found --features ", name, "=", file,
          ", expected one of the names squeezenet1_1, lpips_squeeze, mobilenet_v2");
  }
  return eval::read_networks(files["squeezenet1_1"], files["lpips_squeeze"], files["mobilenet_v2"]);
}

std::vector<eval::Method> eval_methods(const CLI::App& command, const EvalFlags& flags) {
  std::vector<std::string> filling;
  std::vector<eval::Method> methods;
  for (const std::string& name : flags.methods) {
    if (!is_plain_method(name)) filling.push_back(name);
  }
  check_method_flags(command, filling);
  for (const std::string& name : flags.methods) {
    if (is_plain_method(name)) {
      methods.push_back(name == "masked" ? eval::masked() : eval::results_in(name));
      continue;
    }
    MethodFlags options = flags.method;
    options.method = name;
    options.options.patchmatch.seed = flags.seed;
    methods.push_back(eval::inpainting(name, make_method(options, flags.threads)));
  }
  return methods;
}

eval::PairRequest request_of(const EvalFlags& flags) {
  return {.data = flags.data,
          .run = flags.run,
          .masks = flags.masks,
          .painter_settings = settings_of(flags.painter),
          .mask = flags.mask,
          .size_px = flags.size_px,
          .seed = flags.seed};
}

}  // namespace kintsugi::apps
