#include "kintsugi/train/device.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include "kintsugi/error.h"

namespace kintsugi::train {

namespace {

torch::Device device_of(const std::string& name) {
  if (name == "auto") return torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
  check(name == "cpu" || name == "cuda" || name.starts_with("cuda:"), "device is '", name,
        "', expected auto, cpu, cuda or cuda:NUMBER");
  check(name == "cpu" || torch::cuda::is_available(), "device is '", name,
        "', but LibTorch finds no GPU here");
  try {
    return torch::Device(name);
  } catch (const c10::Error&) {
    throw Error("device is '" + name + "', expected auto, cpu, cuda or cuda:NUMBER");
  }
}

}  // namespace

learn::ModuleOptions module_options(const recipe::Recipe& recipe, const std::string& device) {
  learn::ModuleOptions options;
  options.device = device_of(device);
  options.precision = recipe.training.precision.value_or(learn::native_precision(options.device));
  options.is_channels_last = options.precision == Precision::kBf16 || options.device.is_cuda();
  options.seed = recipe.training.seed;
  return options;
}

std::string describe(const learn::ModuleOptions& options) {
  std::string text = options.device.str() + ", " + word_of(options.precision);
  if (options.device.is_cpu()) text += ", " + std::to_string(at::get_num_threads()) + " threads";
  return text;
}

}  // namespace kintsugi::train
