#include "kintsugi/train/squares.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "kintsugi/train/scene.h"

namespace kintsugi::train {

namespace {

/// The corner of a square around the middle of what is set: `mask` holds size * size bytes.
Corner square_around(const uint8_t* mask, int64_t size, int64_t side) {
  int64_t top = size, left = size, bottom = -1, right = -1;
  for (int64_t y = 0; y < size; ++y) {
    for (int64_t x = 0; x < size; ++x) {
      if (mask[y * size + x] == 0) continue;
      top = std::min(top, y), bottom = std::max(bottom, y);
      left = std::min(left, x), right = std::max(right, x);
    }
  }
  if (bottom < 0) top = left = 0, bottom = right = size - 1;
  const auto begin = [&](int64_t first, int64_t last) {
    return std::clamp<int64_t>((first + last + 1 - side) / 2, 0, size - side);
  };
  return {begin(top, bottom), begin(left, right)};
}

}  // namespace

std::vector<Corner> squares_around_holes(const torch::Tensor& masks, int64_t side) {
  const torch::Tensor rows = masks.contiguous();
  const int64_t size = rows.size(2);
  std::vector<Corner> corners;
  for (int64_t n = 0; n < rows.size(0); ++n) {
    corners.push_back(square_around(rows.data_ptr<uint8_t>() + n * size * size, size, side));
  }
  return corners;
}

std::vector<Corner> squares_at_random(int64_t count, int64_t size, int64_t side, uint64_t seed,
                                      int64_t first_picture) {
  std::vector<Corner> corners;
  for (int64_t n = 0; n < count; ++n) {
    Random random = random_of(seed, "real square", first_picture + n);
    const int last = static_cast<int>(size - side);
    const int top = random.integer(0, last), left = random.integer(0, last);
    corners.push_back({top, left});
  }
  return corners;
}

torch::Tensor cut(const torch::Tensor& pictures, const std::vector<Corner>& corners, int64_t side) {
  std::vector<torch::Tensor> squares;
  for (size_t n = 0; n < corners.size(); ++n) {
    const torch::Tensor picture = pictures[static_cast<int64_t>(n)];
    squares.push_back(picture.narrow(1, corners[n].top, side).narrow(2, corners[n].left, side));
  }
  return torch::stack(squares);
}

}  // namespace kintsugi::train
