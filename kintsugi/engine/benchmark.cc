#include "kintsugi/engine/benchmark.h"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>

#include "kintsugi/base/random.h"
#include "kintsugi/engine/model_pixels.h"
#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

double now_ms() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(time).count();
}

Sizes sizes_of(const graph::Port& port, int64_t size) {
  Sizes sizes;
  for (const graph::Dim& extent : port.shape) {
    const bool is_side = sizes.size() >= 2;
    check(!is_side || !extent.is_known() || extent.value() == size, "input '", port.name,
          "' of the model is ", graph::to_string(port.shape), ", found bench_inputs.size ", size);
    sizes.push_back(extent.is_known() ? extent.value() : sizes.empty() ? 1 : size);
  }
  return sizes;
}

bool is_mask(const Sizes& sizes) { return sizes.size() == 4 && sizes[1] == 1; }

Tensor random_tensor(const Sizes& sizes, Random& random) {
  std::vector<float> values(static_cast<size_t>(num_elements(sizes)));
  for (float& value : values) value = static_cast<float>(random.uniform());
  return Tensor(sizes, std::move(values));
}

Tensor centred_hole(const Sizes& sizes) {
  const int64_t height = sizes[2], width = sizes[3];
  std::vector<float> values(static_cast<size_t>(num_elements(sizes)));
  for (int64_t i = 0; i < static_cast<int64_t>(values.size()); ++i) {
    const int64_t y = i / width % height, x = i % width;
    const bool is_hole = std::abs(2 * y + 1 - height) < height / 2 + height % 2 &&
                         std::abs(2 * x + 1 - width) < width / 2 + width % 2;
    values[static_cast<size_t>(i)] = is_hole ? 1.f : 0.f;
  }
  return Tensor(sizes, std::move(values));
}

Tensor picture_tensor(const Image& picture, const Sizes& sizes) {
  const Size size{static_cast<int>(sizes[2]), static_cast<int>(sizes[3])};
  return image_tensor({}, {resized(picture, size)}, {Mask(size)}, size);
}

double peak_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

NamedTensors bench_inputs(const graph::Graph& graph, int64_t size, const Image& picture) {
  check(size >= 1 && size <= 1 << 14, "bench_inputs.size is ", size, ", expected 1 to 16384");
  NamedTensors inputs;
  Random random(1);
  for (const graph::Port& port : graph.inputs) {
    const Sizes sizes = sizes_of(port, size);
    const bool is_picture = sizes.size() == 4 && sizes[1] == 3 && !picture.empty();
    inputs[port.name] = is_mask(sizes) ? centred_hole(sizes)
                        : is_picture   ? picture_tensor(picture, sizes)
                                       : random_tensor(sizes, random);
  }
  return inputs;
}

int64_t usual_size(const graph::Graph& graph) {
  for (const graph::Port& port : graph.inputs) {
    if (port.shape.size() == 4 && port.shape[2].is_known()) return port.shape[2].value();
  }
  return 256;
}

BenchTimes measure(const Model& model, const NamedTensors& inputs, int rounds) {
  model.run(inputs);  // compiles, packs weights, touches memory
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = now_ms();
    model.run(inputs);
    times.push_back(now_ms() - start);
  }
  std::sort(times.begin(), times.end());
  NamedSizes sizes;
  for (const auto& [name, input] : inputs) sizes[name] = input.sizes();
  return {.median_ms = times[times.size() / 2],
          .min_ms = times[0],
          .peak_mb = peak_mb(),
          .gflops = model.plan(sizes)->flops() / times[0] / 1e6};
}

void forget_peak_memory() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << 5;  // Linux: VmHWM becomes what is held now
}

BenchDifference difference(const Tensor& expected, const Tensor& found) {
  const auto a = expected.values<float>(), b = found.values<float>();
  double largest = 0, magnitude = 1e-12, squares = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double one = std::fabs(static_cast<double>(a[i]) - b[i]);
    largest = std::isnan(one) ? INFINITY : std::max(largest, one);
    magnitude = std::max(magnitude, std::fabs(static_cast<double>(a[i])));
    squares += one * one;
  }
  const double psnr_db =
      squares > 0 ? 10 * std::log10(static_cast<double>(a.size()) / squares) : 999;
  return {.relative = largest / magnitude, .psnr_db = psnr_db};
}

}  // namespace kintsugi::engine
