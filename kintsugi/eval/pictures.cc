#include "kintsugi/eval/pictures.h"

#include <algorithm>
#include <filesystem>

#include "kintsugi/image/resample.h"

namespace kintsugi::eval {

std::string stem_of(const std::string& picture) {
  std::string stem = std::filesystem::path(picture).replace_extension().string();
  std::replace(stem.begin(), stem.end(), '/', '_');
  return stem;
}

Image prepared(const Image& image, int size_px) {
  const Image rgb = as_rgb8(image);
  return size_px == 0 ? rgb : resampled(middle_square(rgb), {size_px, size_px});
}

}  // namespace kintsugi::eval
