#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

/// The squares that GLCIC's local discriminator is shown (Iizuka et al. 2017, section 3.3).
namespace kintsugi::train {

/// Upper left corner, pixels.
struct Corner {
  int64_t top = 0, left = 0;

  bool operator==(const Corner&) const = default;
};

/// For each picture the square of `side` pixels around the middle of its hole's bounds, moved so
/// that it lies inside. A picture without a hole has it in its middle.
///   masks  [N, 1, S, S]  u8 on the CPU, 1 = hole
std::vector<Corner> squares_around_holes(const torch::Tensor& masks, int64_t side);

/// For each picture a square anywhere, decided by the seed and the picture's number.
std::vector<Corner> squares_at_random(int64_t count, int64_t size, int64_t side, uint64_t seed,
                                      int64_t first_picture);

/// Cuts them out.
///   pictures  [N, C, S, S];  return  [N, C, side, side]
torch::Tensor cut(const torch::Tensor& pictures, const std::vector<Corner>& corners, int64_t side);

}  // namespace kintsugi::train
