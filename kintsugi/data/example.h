#pragma once

#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::data {

/// Pictures with their holes, put together to tensors:
///   images  u8 [N, 3, S, S]  RGB
///   masks   u8 [N, 1, S, S]  1 = hole
class ExampleWriter {
 public:
  /// Room for `count` pictures of `size` x `size`, to be put in any order.
  ExampleWriter(int64_t count, int size);

  /// Errors: another size than the constructor's.
  void put(int64_t index, const Image& image, const Mask& mask);

  /// Takes the tensors out; the writer is empty then.
  Tensor take_images();
  Tensor take_masks();

 private:
  int64_t count_;
  int size_;
  std::vector<uint8_t> images_, masks_;
};

}  // namespace kintsugi::data
