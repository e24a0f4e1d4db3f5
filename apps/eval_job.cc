#include "apps/eval_job.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "kintsugi/data/held_out.h"
#include "kintsugi/data/holes.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

bool is_plain_method(const std::string& name) { return name == "masked" || fs::is_directory(name); }

// A model's name may be a path.
std::string folder_of(std::string method) {
  std::replace(method.begin(), method.end(), '/', '_');
  return method;
}

void save_picture(const fs::path& folder, const std::string& picture, Image image) {
  std::error_code error;
  fs::create_directories(folder, error);
  check(!error, "cannot make the folder ", folder, ": ", error.message());
  write_picture(folder / (eval::stem_of(picture) + ".png"), {.image = std::move(image)});
}

std::unique_ptr<eval::HoleSource> hole_source(const EvalFlags& flags) {
  check(!flags.masks.empty(),
        "there are no holes: expected --masks, --run, or --pairs with a file");
  std::string names;
  for (const PainterKind& kind : painter_kinds()) {
    names += (names.empty() ? "" : ", ") + kind.name;
    if (kind.name != flags.masks) continue;
    check(flags.mask == MaskOptions{},
          "--dilate, --resize-mask and --mask-... are for masks from files, found --masks ",
          flags.masks);
    PainterFlags painter = flags.painter;
    painter.kind = flags.masks;
    return eval::painted_holes(make_painter(holes_of(painter)), flags.seed);
  }
  check(fs::exists(flags.masks), "found --masks ", flags.masks, ", expected a painter (", names,
        ") or a folder, list or tar of masks");
  check(flags.painter.ratio.empty() && flags.painter.settings.empty(),
        "--ratio and --set are for painters, found --masks ", flags.masks);
  return eval::read_holes(flags.masks, flags.mask);
}

}  // namespace

eval::Networks networks_of(const std::vector<std::string>& features) {
  std::map<std::string, fs::path> files;
  for (const std::string& text : features) {
    const size_t equals = text.find('=');
    check(equals != text.npos, "found --features ", text, ", expected NAME=FILE");
    const std::string name = text.substr(0, equals);
    check(name == "squeezenet1_1" || name == "lpips_squeeze" || name == "mobilenet_v2",
          "found --features ", text,
          ", expected one of the names squeezenet1_1, lpips_squeeze, mobilenet_v2");
    files[name] = text.substr(equals + 1);
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
    options.patchmatch.seed = flags.seed;
    methods.push_back(eval::inpainting(name, make_method(options, flags.threads)));
  }
  return methods;
}

PairSource pair_source(const EvalFlags& flags, bool needs_holes) {
  PairSource source{.size_px = flags.size_px};
  std::optional<data::Run> run;
  if (!flags.run.empty()) run = data::read_run(flags.run);
  if (run && flags.size_px == 0) source.size_px = run->recipe.input.size;
  check(run || !flags.data.empty(), "there are no pictures: expected --data or --run");
  source.pictures =
      flags.data.empty() ? data::held_out_pictures(*run) : data::open_pictures(flags.data);
  if (!needs_holes) return source;
  if (!flags.masks.empty() || !run) {
    source.holes = hole_source(flags);
    return source;
  }
  check(flags.painter.ratio.empty() && flags.painter.settings.empty(),
        "--ratio and --set are for --masks; found --run alone, whose recipe paints");
  check(flags.mask == MaskOptions{},
        "--dilate, --resize-mask and --mask-... are for masks from files, found --run alone");
  source.holes = eval::painted_holes(std::make_unique<data::Holes>(run->recipe.holes), flags.seed);
  return source;
}

eval::Evaluation::OnResult saver(const std::string& folder) {
  if (folder.empty()) return {};
  return [root = fs::path(folder)](const eval::Pair& pair, const eval::Method& method,
                                   const Image& result) {
    save_picture(root / folder_of(method.name), pair.name, result);
    save_picture(root / "truth", pair.name, pair.truth);
    save_picture(root / "input", pair.name, pair.input);
    save_picture(root / "mask", pair.name, image_of(pair.mask));
  };
}

}  // namespace kintsugi::apps
