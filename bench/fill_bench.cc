#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "kintsugi/base/random.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/image/tiles.h"

namespace kintsugi::fill {
namespace {

// A tiled floor with noise, side x side, and a centred square hole of a tenth of its area.
struct Task {
  Image truth, image;
  Mask mask;

  explicit Task(Size size) : truth(size, 3), mask(size) {
    Random random(1);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x)
        for (int c = 0; c < 3; ++c) {
          const int tile = y % 24 < 2 || x % 32 < 2 ? 200 : 110 + 20 * c;
          truth.set(y, x, c, tile + random.integer(-8, 8));
        }
    image = truth;
  }

  void make_hole(const Box& box) {
    for (int y = box.top; y < box.bottom; ++y)
      for (int x = box.left; x < box.right; ++x) {
        mask.row(y)[x] = kHole;
        for (int c = 0; c < 3; ++c) image.set(y, x, c, 255);
      }
  }
};

Task square_task(int side) {
  Task task({side, side});
  const int hole = static_cast<int>(side * std::sqrt(0.1)), from = (side - hole) / 2;
  task.make_hole({from, from, from + hole, from + hole});
  return task;
}

// A scan of 12 megapixels with dust: specks of 1 to 5 pixels, here and there.
Task dusty_task(int num_specks) {
  Task task({3000, 4000});
  Random random(2);
  for (int i = 0; i < num_specks; ++i) {
    const int side = random.integer(1, 5);
    const int top = random.integer(0, 3000 - side), left = random.integer(0, 4000 - side);
    task.make_hole({top, left, top + side, left + side});
  }
  return task;
}

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

void measure(benchmark::State& state, const Task& task, const Inpainter& method,
             double largest_rmse) {
  const std::string fault = fault_of(task, method.fill(task.image, task.mask).image, largest_rmse);
  if (!fault.empty()) return state.SkipWithError(fault.c_str());
  for (auto _ : state) benchmark::DoNotOptimize(method.fill(task.image, task.mask));
}

Task square_of(const benchmark::State& state) {
  return square_task(static_cast<int>(state.range(0)));
}

void BM_PatchMatch(benchmark::State& state) {
  measure(state, square_of(state), *patchmatch({.threads = static_cast<int>(state.range(1))}), 28);
}
BENCHMARK(BM_PatchMatch)
    ->ArgNames({"px", "threads"})
    ->ArgsProduct({{256, 512, 1024}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void BM_Telea(benchmark::State& state) { measure(state, square_of(state), *telea(), 60); }
BENCHMARK(BM_Telea)->ArgName("px")->Arg(256)->Arg(512)->Arg(1024)->Unit(benchmark::kMillisecond);

void BM_NavierStokes(benchmark::State& state) {
  measure(state, square_of(state), *navier_stokes(), 60);
}
BENCHMARK(BM_NavierStokes)
    ->ArgName("px")
    ->Arg(256)
    ->Arg(512)
    ->Arg(1024)
    ->Unit(benchmark::kMillisecond);

void measure_specks(benchmark::State& state, const Inpainter& method) {
  measure(state, dusty_task(static_cast<int>(state.range(0))), method, 60);
}
void BM_SpecksPatchMatch(benchmark::State& state) {
  measure_specks(state, *in_tiles(thin_patchmatch({.threads = 1})));
}
void BM_SpecksTelea(benchmark::State& state) { measure_specks(state, *telea()); }
void BM_SpecksNavierStokes(benchmark::State& state) { measure_specks(state, *navier_stokes()); }
#define KINTSUGI_SPECKS(benchmark_)   \
  BENCHMARK(benchmark_)               \
      ->ArgName("specks")             \
      ->RangeMultiplier(10)           \
      ->Range(100, 100'000)           \
      ->Unit(benchmark::kMillisecond) \
      ->UseRealTime()
KINTSUGI_SPECKS(BM_SpecksPatchMatch);
KINTSUGI_SPECKS(BM_SpecksTelea);
KINTSUGI_SPECKS(BM_SpecksNavierStokes);

}  // namespace
}  // namespace kintsugi::fill
