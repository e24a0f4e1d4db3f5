#include <gtest/gtest.h>

#include <cstdlib>

#include "kintsugi/picture.h"
#include "tools/render_scene/scene.h"

namespace kintsugi::scene {
namespace {

// To make the files anew: build/dev/tools/render_scene/render_scene examples/
const std::string kExamples = KINTSUGI_SOURCE "/examples/";

TEST(SceneTest, TheExamplePictureIsWhatTheRendererMakes) {
  const Image expected = read_picture(kExamples + "scene.png").image;
  const Image rendered = render_scene();
  ASSERT_EQ(rendered.size(), expected.size());
  ASSERT_EQ(rendered.channels(), expected.channels());
  // Another math library may round otherwise: two levels, and more only where such a rounding
  // tips a sample of a pixel from one thing to another.
  int num_far = 0;
  for (int y = 0; y < rendered.height(); ++y)
    for (int i = 0; i < 3 * rendered.width(); ++i) {
      num_far += std::abs(rendered.row<uint8_t>(y)[i] - expected.row<uint8_t>(y)[i]) > 2;
    }
  EXPECT_LE(num_far, 20);
}

TEST(SceneTest, TheExampleMaskIsTheHoleAroundTheBall) {
  const Image expected = read_picture(kExamples + "scene_mask.png").image;
  const Mask hole = render_hole();
  ASSERT_EQ(hole.size(), expected.size());
  ASSERT_EQ(expected.channels(), 1);
  int num_different = 0;
  for (int y = 0; y < hole.height(); ++y)
    for (int x = 0; x < hole.width(); ++x) {
      num_different += expected.at(y, x, 0) != (hole.at(y, x) ? 255 : 0);
    }
  EXPECT_LE(num_different, 20);
  EXPECT_GT(hole.ratio(), 0.05);
  EXPECT_LT(hole.ratio(), 0.10);
}

}  // namespace
}  // namespace kintsugi::scene
