#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "kintsugi/base/random.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patchmatch.h"

namespace kintsugi::fill {
namespace {

// A tiled floor with noise, side x side, and a centred square hole of a tenth of its area.
struct Task {
  Image truth, image;
  Mask mask;

  explicit Task(int side) : truth({side, side}, 3), mask({side, side}) {
    Random random(1);
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        for (int c = 0; c < 3; ++c) {
          const int tile = y % 24 < 2 || x % 32 < 2 ? 200 : 110 + 20 * c;
          truth.set(y, x, c, tile + random.integer(-8, 8));
        }
    image = truth;
    const int hole = static_cast<int>(side * std::sqrt(0.1)), from = (side - hole) / 2;
    for (int y = from; y < from + hole; ++y)
      for (int x = from; x < from + hole; ++x) {
        mask.row(y)[x] = 1;
        for (int c = 0; c < 3; ++c) image.set(y, x, c, 255);
      }
  }
};

// Known pixels must come back, and the hole must be nearer to the truth than a flat fill of the
// tiles' colour (rmse 30).
std::string fault_of(const Task& task, const Image& result, double largest_rmse) {
  double sum = 0;
  for (int y = 0; y < task.truth.height(); ++y)
    for (int x = 0; x < task.truth.width(); ++x)
      for (int c = 0; c < 3; ++c) {
        const int difference = result.at(y, x, c) - task.truth.at(y, x, c);
        if (!task.mask.at(y, x) && difference != 0) return "a known pixel changed";
        sum += difference * difference;
      }
  const double rmse = std::sqrt(sum / (3.0 * static_cast<double>(task.mask.num_holes())));
  return rmse <= largest_rmse ? "" : "the fill is " + std::to_string(rmse) + " off";
}

void measure(benchmark::State& state, const Inpainter& method, double largest_rmse) {
  const Task task(static_cast<int>(state.range(0)));
  const std::string fault = fault_of(task, method.fill(task.image, task.mask), largest_rmse);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  for (auto _ : state) benchmark::DoNotOptimize(method.fill(task.image, task.mask));
}

void BM_PatchMatch(benchmark::State& state) {
  measure(state, *patchmatch({.threads = static_cast<int>(state.range(1))}), 28);
}
BENCHMARK(BM_PatchMatch)
    ->ArgNames({"px", "threads"})
    ->ArgsProduct({{256, 512, 1024}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void BM_Telea(benchmark::State& state) { measure(state, *telea(), 60); }
BENCHMARK(BM_Telea)->ArgName("px")->Arg(256)->Arg(512)->Arg(1024)->Unit(benchmark::kMillisecond);

void BM_NavierStokes(benchmark::State& state) { measure(state, *navier_stokes(), 60); }
BENCHMARK(BM_NavierStokes)
    ->ArgName("px")
    ->Arg(256)
    ->Arg(512)
    ->Arg(1024)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kintsugi::fill
