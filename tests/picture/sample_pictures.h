#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "kintsugi/error.h"
#include "kintsugi/base/random.h"
#include "kintsugi/picture.h"

namespace kintsugi {

/// Random values in every channel: what no lossy step would survive.
inline Image noise_image(Size size, int channels, int bits = 8, uint64_t seed = 1) {
  Image image(size, channels, bits);
  Random random(seed);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) image.set(y, x, c, random.integer(0, image.max_value()));
  return image;
}

/// Smooth colours with some texture, as photographs have.
inline Image smooth_image(Size size, int channels, int bits = 8) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) {
        const double wave =
            0.5 + 0.2 * std::sin(0.2 * x + c) + 0.2 * std::cos(0.13 * y - 0.05 * x * c);
        image.set(y, x, c, static_cast<int>(wave * image.max_value()));
      }
  return image;
}

/// Grey, grey+alpha, RGB or RGBA (1..4 samples); some pixels are fully transparent over colour.
inline Picture noise_picture(PictureFormat format, int samples, int bits = 8,
                             Size size = {19, 23}) {
  Picture picture{.image = noise_image(size, samples < 3 ? 1 : 3, bits), .format = format};
  if (samples % 2 == 0) {
    picture.alpha = noise_image(size, 1, bits, 2);
    for (int x = 0; x < size.width; x += 2) picture.alpha->set(3, x, 0, 0);
  }
  return picture;
}

inline std::vector<uint8_t> encode(const Picture& picture) {
  return encode_picture(picture).bytes;
}

/// The file's bytes; pixels that changed may be given, and warnings are appended where asked for.
inline std::vector<uint8_t> encoded(const Picture& picture, const Mask* changed,
                                    std::vector<std::string>* warnings) {
  EncodedPicture file = changed ? encode_picture(picture, *changed) : encode_picture(picture);
  if (warnings) warnings->insert(warnings->end(), file.warnings.begin(), file.warnings.end());
  return file.bytes;
}

/// The message of the Error that decoding gives; empty if there is none.
inline std::string decode_error(std::vector<uint8_t> bytes, const ReadOptions& options = {}) {
  try {
    decode_picture(std::move(bytes), "it", options);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// Every file that is cut short must give an Error: no crash, no endless loop, no made-up pixels.
/// `spare` bytes at the end may be missing without loss.
inline void expect_errors_when_cut(const std::vector<uint8_t>& bytes, size_t spare = 0) {
  ASSERT_EQ(decode_error(bytes), "");
  for (size_t size = 0; size + spare < bytes.size(); ++size) {
    EXPECT_NE(decode_error({bytes.begin(), bytes.begin() + size}), "") << "of " << size << " bytes";
  }
}

}  // namespace kintsugi
