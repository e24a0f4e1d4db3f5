// inspect MODEL.onnx: what a model takes, gives and is made of.
#include <kintsugi/error.h>
#include <kintsugi/model.h>

#include <iostream>

int main(int, char** argv) try {
  const kintsugi::ModelSummary model = kintsugi::inspect_model(argv[1]);
  for (const auto& port : model.inputs) std::cout << port.name << " " << port.shape << "\n";
  for (const auto& layer : model.layers) std::cout << layer.name << " " << layer.macs << "\n";
  std::cout << model.parameters << " parameters, " << model.macs << " MACs\n";
} catch (const kintsugi::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
