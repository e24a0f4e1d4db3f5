#include "apps/methods.h"

#include <cstring>
#include <set>

#include "apps/flags.h"
#include "kintsugi/engine/model_file.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

constexpr const char* kPatchMatchGroup = "Options of auto and patchmatch";
constexpr const char* kDiffusionGroup = "Options of telea and ns";
constexpr const char* kModelGroup = "Options of models";

bool is_model(const std::string& name) { return name.ends_with(".onnx"); }

Method method_of(const std::string& name) {
  const std::optional<Method> method = value_of<Method>(name);
  check(method.has_value(), "there is no method '", name, "', expected one of ",
        list_of_words<Method>(", "), ", or FILE.onnx");
  return *method;
}

// The heading in --help of the options that belong to a method.
const char* group_of(const std::string& name) {
  if (is_model(name)) return kModelGroup;
  const Method method = method_of(name);
  const bool copies = method == Method::kAuto || method == Method::kPatchMatch;
  return copies ? kPatchMatchGroup : kDiffusionGroup;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " or ") + name;
  return text;
}

}  // namespace

std::string method_help() {
  std::string help = "how the hole is filled:";
  for (const Word<Method>& word : words(Method{}))
    help += std::string("\n") + word.word + ": " + summary_of(word.value);
  return help + "\nFILE.onnx: a model, Kintsugi's own or a foreign one (--model-io)";
}

void add_method_flags(CLI::App& command, MethodFlags& flags) {
  command.add_option("--method", flags.method, method_help())
      ->type_name("NAME")
      ->capture_default_str();
  add_method_options(command, flags);
}

void add_method_options(CLI::App& command, MethodFlags& flags) {
  add_flags(command, flags.options.patchmatch,
            {.group = kPatchMatchGroup, .without = {"seed", "threads"}});
  add_flags(command, flags.options.diffusion, {.group = kDiffusionGroup, .without = {}});
  add_flags(command, flags.model, {.group = kModelGroup, .without = {"threads"}});
}

void check_method_flags(const CLI::App& command, const std::vector<std::string>& methods) {
  std::set<std::string> own_groups;
  for (const std::string& name : methods) own_groups.insert(group_of(name));
  for (const CLI::Option* option : command.get_options()) {
    const std::string& group = option->get_group();
    if (option->count() == 0 || !group.starts_with("Options of ")) continue;
    check(own_groups.contains(group), option->get_name(), " is an option of ",
          group.substr(std::strlen("Options of ")), ", not of ", joined(methods));
  }
}

std::unique_ptr<Inpainter> make_method(const MethodFlags& flags, int threads) {
  if (is_model(flags.method)) {
    engine::ModelInpainterOptions model = flags.model;
    model.model.threads = threads;
    return engine::model_inpainter(flags.method, model);  // cuts its own pieces
  }
  MethodOptions options = flags.options;
  options.method = method_of(flags.method);
  options.patchmatch.threads = threads;
  return kintsugi::make_method(options);
}

}  // namespace kintsugi::apps
