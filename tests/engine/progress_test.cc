#include "kintsugi/progress.h"

#include <gtest/gtest.h>

#include "engine/compare.h"
#include "engine/pictures.h"
#include "kintsugi/engine/model_inpainter.h"

namespace kintsugi::engine {
namespace {

// Many layers that cannot become one.
Graph layered() {
  using graph::Dim;
  const auto shape = [](int64_t channels) {
    return graph::Shape{Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")};
  };
  Builder b("layered");
  const Value image = b.input("image", shape(3));
  Value value = b.add(image, b.multiply(b.input("mask", shape(1)), 0.5f));
  for (int i = 0; i < 8; ++i) value = b.upsample_nearest(b.average_pool(value, {}), 2);
  b.output("result", value);
  return b.finish();
}

// Three holes far from each other, of crops that differ.
Mask holes() {
  Mask mask({200, 300});
  for (const Box& box : {Box{10, 10, 30, 40}, Box{150, 20, 190, 60}, Box{20, 250, 80, 290}}) {
    for (int y = box.top; y < box.bottom; ++y) {
      std::fill(mask.row(y) + box.left, mask.row(y) + box.right, kHole);
    }
  }
  return mask;
}

const ModelInpainterOptions kSmallCrops{.train_size_px = 32, .max_size_px = 64};

TEST(ProgressOfModelsTest, TheShareNeverFallsAndIsOneAtTheEnd) {
  const ModelInpainter inpainter(layered(), kSmallCrops);
  for (const Mask& mask : {holes(), Mask({200, 300})}) {
    double last = 0;
    int num_below = 0, num_calls = 0;
    inpainter.fill(flat({200, 300}, 3, 8, 100), mask, [&](double share) {
      num_below += share < last || share > 1;
      ++num_calls;
      return last = share, true;
    });
    EXPECT_EQ(num_below, 0);
    EXPECT_EQ(last, 1);
    EXPECT_TRUE(num_calls > 3 * 8 || mask.num_holes() == 0) << num_calls;
  }
}

TEST(ProgressOfModelsTest, AModelStopsWithinOneExecutionAndFillsAgainAfterwards) {
  const ModelInpainter inpainter(layered(), kSmallCrops);
  const Image image = flat({200, 300}, 3, 8, 100);
  const Image expected = ModelInpainter(layered(), kSmallCrops).fill(image, holes()).image;
  for (const double limit : {0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8}) {
    EXPECT_THROW(inpainter.fill(image, holes(), [&](double share) { return share < limit; }),
                 Stopped);
    EXPECT_EQ(inpainter.fill(image, holes()).image, expected) << limit;
  }
}

}  // namespace
}  // namespace kintsugi::engine
