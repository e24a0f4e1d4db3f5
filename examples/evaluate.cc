// evaluate PICTURES: two methods on the same pictures and holes.
#include <kintsugi/evaluate.h>
#include <kintsugi/model.h>

#include <iostream>

int main(int, char** argv) try {
  const kintsugi::Evaluated result = kintsugi::evaluate(
      {{"telea", kintsugi::open_method("telea")}, {"auto", kintsugi::open_method("auto")}},
      {.pictures = argv[1], .holes = {kintsugi::HoleKind::kStrokes}, .size_px = 128});
  std::cout << result.table;
  for (const auto& method : result.methods) std::cout << method.mean.psnr_hole << " dB in holes\n";
} catch (const kintsugi::Error& error) {
  return std::cerr << error.what() << "\n", 1;
}
