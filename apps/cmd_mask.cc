#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/command.h"
#include "apps/painter_flags.h"
#include "kintsugi/error.h"
#include "kintsugi/image/size_text.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

struct MaskFlags {
  PainterFlags painter;
  std::string size = "256x256";
  std::string like, output;
  int count = 1;
  uint64_t seed = 0;
  bool json = false;
};

// With one mask, -o may name its file; otherwise it names a folder, which is made.
bool names_a_file(const MaskFlags& flags) {
  const fs::path output = flags.output;
  const auto format = format_of_name(output);
  if (!format || fs::is_directory(output)) return false;
  check(*format == PictureFormat::kPng, "masks are written as PNG, cannot write ", output);
  check(flags.count == 1, "cannot write ", flags.count, " masks to the one file ", output,
        ", expected a folder");
  return true;
}

// masks/strokes_007.png
fs::path file_of(const MaskFlags& flags, int index) {
  char number[16];
  std::snprintf(number, sizeof number, "_%03d.png", index);
  return fs::path(flags.output) / (flags.painter.kind + number);
}

void report(const MaskFlags& flags, const fs::path& file, int index, const Mask& mask) {
  if (!flags.json) {
    std::printf("%s  ratio %.4f\n", file.c_str(), mask.ratio());
    return;
  }
  const nlohmann::ordered_json line = {
      {"file", file.string()}, {"ratio", mask.ratio()}, {"kind", flags.painter.kind},
      {"seed", flags.seed},    {"index", index},        {"height", mask.height()},
      {"width", mask.width()},
  };
  std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void run(const MaskFlags& flags) {
  check(flags.count >= 1, "found --count ", flags.count, ", expected 1 or more");
  const auto painter = make_painter(holes_of(flags.painter));
  const Size size =
      flags.like.empty() ? read_size("--size", flags.size) : read_picture(flags.like).image.size();
  const bool is_file = names_a_file(flags);
  if (!is_file) {
    std::error_code failure;
    fs::create_directories(flags.output, failure);
    check(!failure, "cannot make the folder ", flags.output, ": ", failure.message());
  }
  for (int index = 0; index < flags.count; ++index) {
    Random random(flags.seed, index);
    const Mask mask = painter->paint(size, random);
    const fs::path file = is_file ? fs::path(flags.output) : file_of(flags, index);
    write_picture(file, {.image = image_of(mask)});
    report(flags, file, index, mask);
  }
}

}  // namespace

void add_mask(CLI::App& program) {
  const auto flags = std::make_shared<MaskFlags>();
  CLI::App* command = program.add_subcommand("mask", "Paints masks at random, white = hole.");
  add_painter_options(*command, flags->painter);
  command->get_option("--kind")->required();
  const auto size = command->add_option("--size", flags->size,
                                        "WIDTHxHEIGHT in pixels: 640x480 is wider than high");
  size->capture_default_str();
  command->add_option("--like", flags->like, "take the size of this picture")->excludes(size);
  command->add_option("--count", flags->count, "how many masks")->capture_default_str();
  command->add_option("--seed", flags->seed, "the same seed, the same masks")
      ->capture_default_str();
  command->add_option("-o,--output", flags->output, "folder, or with --count 1 a PNG file")
      ->required();
  command->add_flag("--json", flags->json, "print one JSON object a line");
  command->footer(painter_help());
  command->callback([flags] { run(*flags); });
}

}  // namespace kintsugi::apps
