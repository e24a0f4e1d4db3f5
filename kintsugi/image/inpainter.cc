#include "kintsugi/inpainter.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi {

void check_fillable(const Image& image, const Mask& mask) {
  check(image.channels() == 1 || image.channels() == 3, "the image has ", image.channels(),
        " channels, expected 1 (grey) or 3 (RGB)");
  check(image.size() == mask.size(), "the mask is ", mask.size(), ", the image ", image.size(),
        ": expected equal sizes");
  check(mask.num_known() > 0 || mask.size().area() == 0,
        "the mask leaves no known pixel to fill from");
}

void add_warnings(const std::vector<std::string>& more, std::vector<std::string>& warnings) {
  for (const std::string& text : more) {
    if (std::ranges::find(warnings, text) == warnings.end()) warnings.push_back(text);
  }
}

}  // namespace kintsugi
