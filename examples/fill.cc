// fill PICTURE MASK RESULT: fills the white part of the mask.
#include <kintsugi/method.h>
#include <kintsugi/picture.h>

#include <iostream>

int main(int, char** argv) try {
  kintsugi::Picture picture = kintsugi::read_picture(argv[1]);
  const kintsugi::Mask mask = kintsugi::read_mask(argv[2], picture);
  picture.image = kintsugi::make_method()->fill(picture.image, mask).image;
  kintsugi::write_picture(argv[3], picture, mask);
} catch (const kintsugi::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
