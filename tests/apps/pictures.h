#pragma once

#include <filesystem>

#include "kintsugi/picture.h"

namespace kintsugi::apps {

/// An RGB picture of smooth waves with some grain; another `seed`, another picture.
inline Picture test_picture(Size size, int seed = 0, int bits = 8) {
  Picture picture;
  picture.image = Image(size, 3, bits);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const int wave = (x * (c + 1) + y * (3 - c) + seed * 17) % 200;
        picture.image.set(y, x, c, (wave + (x * 7919 + y * 104729 + seed) % 23) << (bits - 8));
      }
  return picture;
}

/// A grey picture, white in `hole` and black elsewhere.
inline Picture test_mask(Size size, const Box& hole) {
  Picture picture;
  picture.image = Image(size, 1);
  for (int y = hole.top; y < hole.bottom; ++y)
    for (int x = hole.left; x < hole.right; ++x) picture.image.set(y, x, 0, 255);
  return picture;
}

/// Writes `picture` in the format that the file's name asks for.
inline void save(Picture picture, const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  picture.format = *format_of_name(path);
  write_picture(path, picture);
}

}  // namespace kintsugi::apps
