#include <filesystem>

#include "kintsugi/error.h"
#include "kintsugi/eval/evaluation.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const fs::path& folder, const std::string& picture) {
  const std::string stem = stem_of(picture);
  for (const char* extension :
       {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".avif", ".jxl"}) {
    const fs::path file = folder / (stem + extension);
    if (fs::exists(file)) return file;
  }
  throw Error("there is no result for " + stem + " in " + folder.string());
}

// The truth, with the result under the hole.
Image composite(const Pair& pair, const Image& result) {
  check(result.size() == pair.truth.size(), "the result is ", result.size(), ", the picture ",
        pair.truth.size(), ": expected equal sizes");
  Image image = pair.truth;
  for (int y = 0; y < image.height(); ++y)
    for (int i = 0; i < 3 * image.width(); ++i)
      if (pair.mask.at(y, i / 3)) image.row<uint8_t>(y)[i] = result.row<uint8_t>(y)[i];
  return image;
}

}  // namespace

Method inpainting(std::string name, std::shared_ptr<const Inpainter> inpainter) {
  return {std::move(name),
          [inpainter](const Pair& pair) { return inpainter->fill(pair.input, pair.mask); }};
}

Method masked() {
  return {"masked", [](const Pair& pair) { return Filled{pair.input, {}}; }, /*is_timed=*/false};
}

Method results_in(const fs::path& folder) {
  const fs::path plain = folder.has_filename() ? folder : folder.parent_path();
  return {plain.filename().string(),
          [folder](const Pair& pair) {
            const Image result = read_picture(file_of(folder, pair.name)).image;
            return Filled{composite(pair, prepared(result, 0)), {}};
          },
          /*is_timed=*/false};
}

}  // namespace kintsugi::eval
