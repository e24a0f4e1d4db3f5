// train RECIPE PICTURES FOLDER MODEL.onnx: a short run, and the model that it gives.
#include <kintsugi/error.h>
#include <kintsugi/train.h>

#include <iostream>

int main(int, char** argv) try {
  const auto show = [](const kintsugi::TrainStep& step) { std::cout << step.step << "\n"; };
  kintsugi::train_recipe({.recipe = argv[1], .folder = argv[3], .data = {argv[2]}, .steps = 4},
                         {.stepped = show});
  kintsugi::export_model({.run = argv[3], .output = argv[4], .checkpoint = "last"});
} catch (const kintsugi::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
