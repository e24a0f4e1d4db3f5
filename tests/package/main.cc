#include <kintsugi/method.h>
#include <kintsugi/picture.h>

#include <cstdio>

// stranger <picture> <mask> <output>
int main(int, char** argv) {
  kintsugi::Picture picture = kintsugi::read_picture(argv[1]);
  const kintsugi::Mask mask = kintsugi::read_mask(argv[2], picture);
  picture.image = kintsugi::make_method()->fill(picture.image, mask).image;
  kintsugi::write_picture(argv[3], picture, mask);
  std::printf("filled %lld pixels\n", mask.num_holes());
}
