#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/command.h"
#include "apps/flags.h"
#include "kintsugi/base/progress_line.h"
#include "kintsugi/data/pack.h"

namespace kintsugi::apps {
namespace {

struct PackFlags {
  std::vector<std::string> sources;
  std::string output;
  data::PackOptions options;
  bool json = false;
};

// A bar on standard error, if a person sees it.
OnCount bar() {
  if (!isatty(STDERR_FILENO)) return nullptr;
  return [start = std::chrono::steady_clock::now()](int num_done, int num_all) {
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    const std::string line = progress_line(num_done, num_all, time.count(), 79);
    std::fprintf(stderr, "\r\033[K%s%s", line.c_str(), num_done == num_all ? "\n" : "");
  };
}

void print(const PackFlags& flags, const data::PackResult& result) {
  const auto [red, green, blue] = result.mean_colour;
  if (!flags.json) {
    std::printf("%s: %lld pictures of %dx%d, %lld skipped, mean colour %.4f %.4f %.4f\n",
                flags.output.c_str(), static_cast<long long>(result.num_pictures),
                flags.options.size, flags.options.size, static_cast<long long>(result.num_skipped),
                red, green, blue);
    return;
  }
  const nlohmann::ordered_json line = {
      {"file", flags.output},
      {"pictures", result.num_pictures},
      {"skipped", result.num_skipped},
      {"size", flags.options.size},
      {"crop", word_of(flags.options.crop)},
      {"mean_colour", result.mean_colour},
  };
  std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void pack(const PackFlags& flags) {
  const data::PictureFiles files(flags.sources);
  const auto warn = [](const std::string&, const std::string& reason) {
    spdlog::warn("skipped: {}", reason);
  };
  print(flags, data::pack_pictures(files, flags.output, flags.options, warn, bar()));
}

}  // namespace

void add_pack(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "pack", "Makes one file for training, read without image libraries, of many pictures");
  const auto flags = std::make_shared<PackFlags>();
  command
      ->add_option("source", flags->sources,
                   "folders (with the folders in them), tar archives, patterns of such")
      ->required();
  command->add_option("-o,--output", flags->output, ".safetensors file to write")->required();
  add_flags(*command, flags->options);
  command->get_option("--size")->required();
  command->add_flag("--json", flags->json, "print one JSON object");
  command->callback([flags] { pack(*flags); });
}

}  // namespace kintsugi::apps
