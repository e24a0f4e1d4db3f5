// fill_hole PICTURE MASK RESULT: fills the white part of the mask with PatchMatch.
#include <iostream>

#include "kintsugi/error.h"
#include "kintsugi/method.h"
#include "kintsugi/picture.h"

int main(int argc, char** argv) try {
  kintsugi::check(argc == 4, "usage: fill_hole PICTURE MASK RESULT");
  kintsugi::Picture picture = kintsugi::read_picture(argv[1]);
  const kintsugi::Mask mask = kintsugi::read_mask(argv[2], picture);
  picture.image = kintsugi::make_method()->fill(picture.image, mask).image;
  kintsugi::write_picture(argv[3], picture, mask);
} catch (const std::exception& error) {
  std::cerr << "fill_hole: " << error.what() << "\n";
  return 1;
}
