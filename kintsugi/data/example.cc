#include "kintsugi/data/example.h"

#include <algorithm>
#include <utility>

#include "kintsugi/error.h"

namespace kintsugi::data {

ExampleWriter::ExampleWriter(int64_t count, int size)
    : count_(count), size_(size), images_(count * 3 * size * size), masks_(count * size * size) {}

void ExampleWriter::put(int64_t index, const Image& image, const Mask& mask) {
  const Size expected = {size_, size_};
  check(image.size() == expected && mask.size() == expected, "the picture is ", image.size(),
        ", its mask ", mask.size(), ", expected ", expected);
  const int64_t area = expected.area();
  const uint8_t* pixels = image.row<uint8_t>(0);
  uint8_t* planes = images_.data() + index * 3 * area;
  for (int64_t i = 0; i < area; ++i) {
    for (int c = 0; c < 3; ++c) planes[c * area + i] = pixels[3 * i + c];
  }
  std::copy_n(mask.row(0), area, masks_.data() + index * area);
}

Tensor ExampleWriter::take_images() {
  return Tensor({count_, 3, size_, size_}, std::exchange(images_, {}));
}

Tensor ExampleWriter::take_masks() {
  return Tensor({count_, 1, size_, size_}, std::exchange(masks_, {}));
}

}  // namespace kintsugi::data
