// Measures the methods that need no weights, and other programs, on the same pictures and holes:
// the tables of docs/quality.md. See --help.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "kintsugi/base/error.h"
#include "kintsugi/eval/metrics.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/image/archive.h"
#include "kintsugi/image/painter.h"
#include "kintsugi/image/picture.h"

namespace kintsugi {
namespace {

struct Flags {
  std::filesystem::path pictures, bank, save = "out/quality";
  std::vector<std::string> ratios = {"0.01..0.1", "0.1..0.2", "0.2..0.3"};
  std::vector<std::string> peers;
  uint64_t seed = 1;
  int limit = 1000;
};

// Another program as a method: pictures go through PNG files, whose time counts as well.
class Peer : public Inpainter {
 public:
  Peer(std::string command, std::filesystem::path folder)
      : command_(std::move(command)), folder_(std::move(folder)) {}

  Image fill(const Image& image, const Mask& mask) const override {
    Image white(mask.size(), 1);
    for (int y = 0; y < mask.height(); ++y)
      for (int x = 0; x < mask.width(); ++x) white.set(y, x, 0, mask.at(y, x) ? 255 : 0);
    write_picture(folder_ / "peer_image.png", {.image = image}, nullptr, nullptr);
    write_picture(folder_ / "peer_mask.png", {.image = white}, nullptr, nullptr);
    std::string command = command_;
    for (const std::string word : {"image", "mask", "output"}) {
      const size_t at = command.find("{" + word + "}");
      check(at != std::string::npos, "the peer's command has no {", word, "}");
      command.replace(at, word.size() + 2, folder_ / ("peer_" + word + ".png"));
    }
    check(std::system((command + " >/dev/null 2>&1").c_str()) == 0, "failed: ", command);
    return read_picture(folder_ / "peer_output.png").image;
  }

 private:
  std::string command_;
  std::filesystem::path folder_;
};

using Methods = std::vector<std::pair<std::string, std::unique_ptr<Inpainter>>>;

Methods make_methods(const Flags& flags) {
  Methods methods;
  methods.emplace_back("telea", fill::telea());
  methods.emplace_back("ns", fill::navier_stokes());
  methods.emplace_back("patchmatch", fill::patchmatch());
  for (const std::string& peer : flags.peers) {
    const size_t equals = peer.find('=');
    check(equals != std::string::npos, "--peer is '", peer, "', expected name=command");
    methods.emplace_back(peer.substr(0, equals),
                         std::make_unique<Peer>(peer.substr(equals + 1), flags.save));
  }
  return methods;
}

struct Sums {
  double psnr = 0, psnr_hole = 0, ssim = 0, seconds = 0;
};

void measure(const Methods& methods, const std::string& name, const Image& truth, const Mask& mask,
             const std::filesystem::path& folder, std::map<std::string, Sums>& sums) {
  Image image = truth;  // nobody may look under the hole: it is blanked out
  for (int y = 0; y < truth.height(); ++y)
    for (int x = 0; x < truth.width() * truth.channels(); ++x)
      if (mask.at(y, x / truth.channels())) image.row<uint8_t>(y)[x] = 255;
  write_picture(folder / (name + "_input.png"), {.image = image}, nullptr, nullptr);
  for (const auto& [method, inpainter] : methods) {
    const auto start = std::chrono::steady_clock::now();
    const Image result = inpainter->fill(image, mask);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    Sums& sum = sums[method];
    sum.psnr += eval::psnr(result, truth);
    sum.psnr_hole += eval::psnr(result, truth, &mask);
    sum.ssim += eval::ssim(result, truth);
    sum.seconds += elapsed.count();
    write_picture(folder / (name + "_" + method + ".png"), {.image = result}, nullptr, nullptr);
  }
}

std::vector<std::pair<std::string, Image>> load_pictures(const Flags& flags) {
  std::vector<std::pair<std::string, Image>> pictures;
  read_tar(flags.pictures, [&](const std::string& name, std::vector<uint8_t> bytes) {
    if (static_cast<int>(pictures.size()) >= flags.limit) return;
    const std::string stem = std::filesystem::path(name).stem();
    pictures.emplace_back(stem, decode_picture(std::move(bytes), name).image);
  });
  return pictures;
}

void run(const Flags& flags) {
  std::filesystem::create_directories(flags.save);
  const Methods methods = make_methods(flags);
  const auto pictures = load_pictures(flags);
  std::printf("| hole ratio | method | PSNR | PSNR in the hole | SSIM | s/picture |\n");
  std::printf("|---|---|---|---|---|---|\n");
  for (const std::string& ratio : flags.ratios) {
    const auto painter =
        make_painter({.kind = "region", .settings = {{"bank", flags.bank}, {"ratio", ratio}}});
    const auto folder = flags.save / ratio;
    std::filesystem::create_directories(folder);
    std::map<std::string, Sums> sums;
    for (size_t i = 0; i < pictures.size(); ++i) {
      Random random(flags.seed, i);
      const auto& [name, truth] = pictures[i];
      measure(methods, name, truth, painter->paint(truth.size(), random), folder, sums);
    }
    const double count = static_cast<double>(pictures.size());
    for (const auto& [method, inpainter] : methods) {
      const Sums& sum = sums[method];
      std::printf("| %s | %s | %.2f | %.2f | %.4f | %.3f |\n", ratio.c_str(), method.c_str(),
                  sum.psnr / count, sum.psnr_hole / count, sum.ssim / count, sum.seconds / count);
    }
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace kintsugi

int main(int argc, char** argv) {
  kintsugi::Flags flags;
  CLI::App program("Compares filling methods on pictures with seeded silhouette holes.");
  program.add_option("--pictures", flags.pictures, "tar of pictures")->required();
  program.add_option("--bank", flags.bank, "tar of silhouettes, white = hole")->required();
  program.add_option("--ratio", flags.ratios, "hole ratios, such as 0.1..0.2");
  program.add_option("--peer", flags.peers,
                     "another program: name=command with {image} {mask} {output}");
  program.add_option("--save", flags.save, "folder for the pictures");
  program.add_option("--seed", flags.seed, "of the holes");
  program.add_option("--limit", flags.limit, "first pictures only");
  CLI11_PARSE(program, argc, argv);
  try {
    kintsugi::run(flags);
    return 0;
  } catch (const kintsugi::Error& error) {
    std::fprintf(stderr, "kintsugi_quality: %s\n", error.what());
    return 1;
  }
}
