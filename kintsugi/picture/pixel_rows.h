#pragma once

#include <cstdint>

#include "kintsugi/picture.h"

namespace kintsugi {

// Files store alpha among the colours, a Picture beside them. A "row" here is one line of
// interleaved values in the machine's byte order: grey, grey+alpha, RGB or RGBA.

/// Makes room for pixels of `samples` interleaved values: 1 grey, 2 grey+alpha, 3 RGB, 4 RGBA.
void allocate_pixels(Picture& picture, Size size, int samples, int bits);

/// Number of interleaved values of a pixel: 1..4.
int num_samples(const Picture& picture);

/// Stores one row.
void put_row(Picture& picture, int y, const uint8_t* row);

/// The inverse: row y of the picture with its values interleaved.
void get_row(const Picture& picture, int y, uint8_t* row);

// What needs no change is given back as it is; a changed image is put into `storage`.

/// The image with 8 bits a channel; 16-bit values are rounded to the nearest.
const Image& with_8_bits(const Image& image, Image& storage);

/// The image with three channels; grey is repeated.
const Image& with_3_channels(const Image& image, Image& storage);

/// Undoes the multiplication of the colours by alpha; under alpha 0 they stay.
void divide_by_alpha(Picture& picture);

}  // namespace kintsugi
