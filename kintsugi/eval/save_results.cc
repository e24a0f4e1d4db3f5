#include "kintsugi/eval/save_results.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;

// A model's name may be a path.
std::string folder_of(std::string method) {
  std::replace(method.begin(), method.end(), '/', '_');
  return method;
}

void save_picture(const fs::path& folder, const std::string& picture, Image image) {
  std::error_code error;
  fs::create_directories(folder, error);
  check(!error, "cannot make the folder ", folder, ": ", error.message());
  write_picture(folder / (stem_of(picture) + ".png"), {.image = std::move(image)});
}

}  // namespace

Evaluation::OnResult save_results(const fs::path& folder) {
  return [folder](const Pair& pair, const Method& method, const Image& result) {
    save_picture(folder / folder_of(method.name), pair.name, result);
    save_picture(folder / "truth", pair.name, pair.truth);
    save_picture(folder / "input", pair.name, pair.input);
    save_picture(folder / "mask", pair.name, image_of(pair.mask));
  };
}

}  // namespace kintsugi::eval
