#pragma once

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/model_io.h"
#include "kintsugi/image/image.h"
#include "kintsugi/image/mask.h"

namespace kintsugi::engine {

/// The picture as a model takes it. `size` is the image's or larger: edges are repeated.
///   image   grey or RGB, 8 or 16 bits
///   return  [1, 3, H, W]
Tensor image_tensor(const ModelIo& io, const Image& image, const Mask& mask, Size size);

/// The mask as a model takes it; what lies beyond it is known.  [1, 1, H, W]
Tensor mask_tensor(const ModelIo& io, const Mask& mask, Size size);

/// [1, 3, H, W] and [1, 1, H, W] as [1, 4, H, W].
Tensor joined(const Tensor& image, const Tensor& mask);

/// A model's result as a picture of `like`'s channels and bits, rounded; what is beyond its size is
/// left out. Grey is the mean of R, G and B.
Image image_of(const ModelIo& io, const Tensor& result, const Image& like);

/// The picture or mask scaled to `size`: areas averaged where it shrinks, cubic where it grows; a
/// pixel that is partly hole is hole.
Image resized(const Image& image, Size size);
Mask resized(const Mask& mask, Size size);

}  // namespace kintsugi::engine
