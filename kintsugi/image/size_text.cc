#include "kintsugi/image/size_text.h"

#include <charconv>

#include "kintsugi/error.h"

namespace kintsugi {

Size read_size(const std::string& name, const std::string& text) {
  constexpr long long kMostPixels = 200'000'000;
  Size size;
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  const bool has_cross = width.ec == std::errc{} && width.ptr != end && *width.ptr == 'x';
  const auto height = std::from_chars(has_cross ? width.ptr + 1 : end, end, size.height);
  check(has_cross && height.ec == std::errc{} && height.ptr == end && size.width > 0 &&
            size.height > 0,
        "found ", name, " ", text, ", expected WIDTHxHEIGHT in pixels, such as 640x480");
  check(size.area() <= kMostPixels, "found ", name, " ", text, ", ", size.area(),
        " pixels, expected at most ", kMostPixels);
  return size;
}

}  // namespace kintsugi
