#pragma once

#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/model_io.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi::engine {

/// Pictures as a model takes them. `size` is each image's or larger: edges are repeated.
///   images  grey or RGB, 8 or 16 bits
///   masks   one an image, of its size
///   return  [N, 3, H, W]
Tensor image_tensor(const ModelIo& io, const std::vector<Image>& images,
                    const std::vector<Mask>& masks, Size size);

/// Masks as a model takes them; what lies beyond them is known.  [N, 1, H, W]
Tensor mask_tensor(const ModelIo& io, const std::vector<Mask>& masks, Size size);

/// [N, 3, H, W] and [N, 1, H, W] as [N, 4, H, W].
Tensor joined(const Tensor& image, const Tensor& mask);

/// [N, C, H, W] as [N, H, W, C], and back.
Tensor channels_last(const Tensor& tensor);
Tensor channels_first(const Tensor& tensor);

/// Picture number `index` of a model's result, of `like`'s size, channels and bits, rounded; what
/// is beyond its size is left out. Grey is the mean of R, G and B.
Image image_of(const ModelIo& io, const Tensor& result, size_t index, const Image& like);

/// The picture or mask scaled to `size`: areas averaged where it shrinks, cubic where it grows; a
/// pixel that is partly hole is hole.
Image resized(const Image& image, Size size);
Mask resized(const Mask& mask, Size size);

}  // namespace kintsugi::engine
