#include <benchmark/benchmark.h>

#include "kintsugi/fill/diffusion.h"

namespace kintsugi::fill {
namespace {

// A square picture of smooth waves with a centred square hole of a tenth of its area.
void BM_Telea(benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  Image image({side, side}, 3);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (int c = 0; c < 3; ++c) image.set(y, x, c, (x * (c + 1) + y) / 4 % 256);
  Mask mask(image.size());
  const int hole = static_cast<int>(side * 0.316), from = (side - hole) / 2;
  for (int y = from; y < from + hole; ++y) std::fill_n(mask.row(y) + from, hole, 1);
  const auto method = telea();
  for (auto _ : state) benchmark::DoNotOptimize(method->fill(image, mask));
}
BENCHMARK(BM_Telea)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kintsugi::fill
