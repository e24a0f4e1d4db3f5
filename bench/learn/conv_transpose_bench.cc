#include <benchmark/benchmark.h>
#include <torch/csrc/autograd/autograd.h>

#include <vector>

#include "kintsugi/learn/convolution.h"
#include "kintsugi/learn/tensors.h"

/// A k4 s2 p1 transposed convolution, forward and backward, against LibTorch's own; 2 threads.
/// Arguments: batch, channels in, channels out, side of the input.
namespace kintsugi::learn {
namespace {

using torch::Tensor;

const ConvGeometry kDoubling{{2, 2}, {1, 1}, {1, 1}, 1};

Tensor ours(const Tensor& x, const Tensor& weight) {
  return conv_transpose(x, weight, {}, kDoubling, {0, 0});
}

Tensor libtorchs(const Tensor& x, const Tensor& weight) {
  return at::conv_transpose2d(x, weight, {}, {2, 2}, {1, 1});
}

using Function = Tensor (*)(const Tensor& x, const Tensor& weight);

/// y and the gradients of sum y² / 2 by x and by the weight.
std::vector<Tensor> run(Function function, const Tensor& x, const Tensor& weight) {
  const Tensor y = function(x, weight);
  auto gradients = torch::autograd::grad({y}, {x, weight}, {y.detach()});
  return {y, gradients[0], gradients[1]};
}

bool is_right(Function function, const Tensor& x, const Tensor& weight) {
  const Tensor plain_x = x.detach().to(torch::kFloat32).contiguous().requires_grad_();
  const Tensor plain_weight = weight.detach().to(torch::kFloat32).contiguous().requires_grad_();
  const auto expected = run(libtorchs, plain_x, plain_weight), found = run(function, x, weight);
  const double tolerance = x.scalar_type() == torch::kFloat32 ? 1e-5 : 5e-2;
  for (size_t i = 0; i < expected.size(); ++i) {
    const Tensor difference = (found[i].to(torch::kFloat32) - expected[i]).abs().max();
    if (difference.item<double>() > tolerance * expected[i].abs().max().item<double>())
      return false;
  }
  return true;
}

void measure(benchmark::State& state, Function function, torch::ScalarType type,
             torch::MemoryFormat format) {
  set_num_threads(2);
  torch::manual_seed(1);
  const int64_t batch = state.range(0), in = state.range(1), out = state.range(2),
                side = state.range(3);
  const auto made = [&](const std::vector<int64_t>& sizes) {
    return torch::randn(sizes).to(type).contiguous(format).requires_grad_();
  };
  const Tensor x = made({batch, in, side, side}), weight = made({in, out, 4, 4});
  if (!is_right(function, x, weight)) state.SkipWithError("differs from LibTorch's");
  for (auto _ : state) benchmark::DoNotOptimize(run(function, x, weight));
  const double operations = 3. * 2 * 16 * static_cast<double>(batch * in * out * side * side);
  state.counters["GFLOP/s"] =
      benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

const auto kRows = torch::MemoryFormat::Contiguous, kLast = torch::MemoryFormat::ChannelsLast;
BENCHMARK_CAPTURE(measure, ours_float32, ours, torch::kFloat32, kRows)
    ->Args({4, 256, 128, 32})
    ->Args({16, 64, 32, 32})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, libtorchs_float32, libtorchs, torch::kFloat32, kRows)
    ->Args({4, 256, 128, 32})
    ->Args({16, 64, 32, 32})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, ours_bfloat16, ours, torch::kBFloat16, kLast)
    ->Args({4, 256, 128, 32})
    ->Args({16, 64, 32, 32})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kintsugi::learn
