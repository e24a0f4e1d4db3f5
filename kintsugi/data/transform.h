#pragma once

#include "kintsugi/base/random.h"
#include "kintsugi/image.h"
#include "kintsugi/recipe/recipe.h"

namespace kintsugi::data {

/// How pictures of any size become squares of `size` pixels.
struct TransformOptions {
  int size = 256;
  recipe::Data data;
};

/// Errors: a size or a number of `data` out of range.
void check_transform(const TransformOptions& options);

/// The part of the work that is the same every time a picture is seen, done once: eight bits, RGB,
/// and no larger than the random part can use. A picture for crop "centre" or "squash" is a square
/// of `size` pixels afterwards; for "random" its shorter side is size / smallest_crop, or `size`
/// where it was smaller.
Image prepared(const Image& image, const TransformOptions& options);

/// A square of `size` pixels of a prepared picture, as a network is to see it this time: the random
/// crop, the mirror image, the augmentation.
Image transformed(const Image& prepared, const TransformOptions& options, Random& random);

/// The same without anything random: the square in the middle.
Image middle(const Image& prepared, const TransformOptions& options);

}  // namespace kintsugi::data
