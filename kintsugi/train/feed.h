#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace kintsugi::train {

/// Pictures with holes as the data gives them, on the CPU.
struct Pictures {
  torch::Tensor images;  // [N, 3, S, S]  u8, RGB
  torch::Tensor masks;   // [N, 1, S, S]  u8, 1 = hole
};

/// Gives one batch after the other.
using NextPictures = std::function<Pictures()>;

/// Where the trainer gets its pictures. A batch depends on its number alone, so that a resumed run
/// sees what it would have seen.
struct Feed {
  std::function<NextPictures(int64_t first)> open;  // the batches of training from number `first`
  std::vector<Pictures> validation;                 // pairs that never change, in batches
};

}  // namespace kintsugi::train
