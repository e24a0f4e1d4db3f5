#include "kintsugi/engine/model_io.h"

#include <gmock/gmock.h>

#include "engine/compare.h"
#include "engine/pictures.h"
#include "kintsugi/error.h"
#include "kintsugi/engine/model_inpainter.h"

namespace kintsugi::engine {
namespace {

using graph::Dim;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

// A model that gives its inputs' mean as the picture.
Graph with_inputs(const std::vector<std::pair<std::string, graph::Shape>>& inputs) {
  Builder b("model");
  for (const auto& [name, shape] : inputs) b.input(name, shape);
  const Value mean = b.op("ReduceMean", {Value{inputs[0].first}}, {{"keepdims", int64_t{1}}});
  b.output("result", b.op("Expand", {mean, b.constant(std::vector<int64_t>{1, 3, 8, 8})}));
  return b.finish();
}

void expect_refused(const Graph& graph, const std::string& io, const std::string& message,
                    const std::string& advice) {
  EXPECT_THAT([&] { ModelInpainter(graph, {.model_io = io}); },
              ThrowsMessage<Error>(AllOf(HasSubstr(message), HasSubstr(advice))));
}

TEST(ModelIoTest, InputsUnderOtherNamesAreListedWithTheOptionThatWorks) {
  const Graph graph = with_inputs({{"hole", {N, 1, H, W}}, {"pixels", {N, 3, H, W}}});
  expect_refused(graph, "", "no input 'image'; its inputs are hole [N, 1, H, W], pixels [N, 3, ",
                 "model_io image=pixels,mask=hole");
  expect_refused(graph, "image=hole,mask=pixels", "input 'hole' of the model is [N, 1, H, W]",
                 "model_io image=pixels,mask=hole");
  EXPECT_NO_THROW(ModelInpainter(graph, {.model_io = "image=pixels,mask=hole"}));
  expect_refused(graph, "lama", "no input 'image'", "model_io lama,image=pixels,mask=hole");
  const Graph turned = with_inputs({{"x", {N, H, W, 3}}, {"m", {N, H, W, 1}}});
  expect_refused(turned, "", "no input 'image'", "model_io image=x,mask=m");
  const Graph unknown = with_inputs({{"x", {N, Dim::symbol("C"), H, W}}, {"m", {N, 1, H, W}}});
  expect_refused(unknown, "", "no input 'image'", "model_io image=NAME,mask=m");
}

TEST(ModelIoTest, OtherNumbersOfInputsAndChannelsAreSaid) {
  const Graph joined = with_inputs({{"x", {N, 4, H, W}}});
  expect_refused(joined, "", "the model has 1 inputs, expected 2",
                 "model_io image=x,joined=true");
  EXPECT_NO_THROW(ModelInpainter(joined, {.model_io = "image=x,joined=true"}));
  const Graph grey = with_inputs({{"image", {N, 1, H, W}}, {"mask", {N, 1, H, W}}});
  expect_refused(grey, "", "input 'image' of the model is [N, 1, H, W]",
                 "expected [N, 3, H, W] or [N, H, W, 3]");
  const Graph two = with_inputs({{"image", {N, 3, H, W}}, {"mask", {N, 2, H, W}}});
  expect_refused(two, "", "input 'mask' of the model is [N, 2, H, W]", "mask [N, 2, H, W]");
  const Graph flat = with_inputs({{"image", {3, H, W}}, {"mask", {1, H, W}}});
  expect_refused(flat, "", "input 'image' of the model is [3, H, W]", "expected [N, 3, H, W]");
  const Graph three = with_inputs({{"a", {N, 3, H, W}}, {"b", {N, 1, H, W}}, {"c", {N, 1, H, W}}});
  expect_refused(three, "", "the model has 3 inputs, expected 2", "a [N, 3, H, W], b [N, 1, H, W]");
}

TEST(ModelIoTest, AResultThatIsNoPictureNamesTheOneThatIs) {
  Builder b("two");
  const Value image = b.input("image", {N, 3, H, W}), mask = b.input("mask", {N, 1, H, W});
  b.output("weights", b.multiply(mask, 2));
  b.output("painted", b.multiply(image, b.subtract(1, mask)));
  const Graph graph = b.finish();
  expect_refused(graph, "", "result 'weights' is [N, 1, H, W]", "model_io output=painted");
  EXPECT_NO_THROW(ModelInpainter(graph, {.model_io = "output=painted"}));
}

// A model as TensorFlow's exports are: the mean of the known pixels in the hole.
Graph channels_last_model(const graph::Shape& image_shape, const graph::Shape& mask_shape) {
  Builder b("last");
  const Value image = b.input("image", image_shape), mask = b.input("mask", mask_shape);
  const Value known = b.subtract(1, mask);
  const auto sum = [&](const Value& x) {
    return b.op("ReduceMean", {x}, {{"axes", std::vector<int64_t>{1, 2}}});
  };
  const Value mean = b.divide(sum(b.multiply(image, known)), sum(known));
  b.output("result", b.add(b.multiply(image, known), b.multiply(mean, mask)));
  return b.finish();
}

TEST(ModelIoTest, ChannelsLastAreTakenAsTheyAre) {
  const Graph free = channels_last_model({N, H, W, 3}, {N, H, W, 1});
  const Graph fixed = channels_last_model({1, 48, 64, 3}, {1, 48, 64, 1});
  Image image({48, 64}, 3);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      for (int c = 0; c < 3; ++c) image.set(y, x, c, 40 + 60 * c);
    }
  }
  const Mask mask = with_hole({48, 64}, {10, 12, 20, 30});
  for (const Graph& graph : {free, fixed}) {
    const Filled result = ModelInpainter(graph).fill(image, mask);
    EXPECT_EQ(result.image, image);
    EXPECT_THAT(result.warnings, testing::IsEmpty());
  }
}

TEST(ModelIoTest, BytesAreWhatTheyAre) {
  Builder b("bytes");
  const Value image = b.input("image", {N, 3, H, W}, DataType::kUInt8);
  const Value mask = b.input("mask", {N, 1, H, W});
  const Value floats = b.op("Cast", {image}, {{"to", int64_t{1}}});
  const Value white = b.add(floats, b.multiply(mask, 255));
  b.output("result", b.op("Cast", {b.clip(white, 0, 255)}, {{"to", int64_t{2}}}));
  const Graph graph = b.finish();
  const Image image_in = flat({32, 32}, 3, 8, 90);
  const Mask hole = with_hole({32, 32}, {8, 8, 16, 16});
  const Filled result = ModelInpainter(graph, {.keeps_seam = true}).fill(image_in, hole);
  EXPECT_EQ(result.image.at(10, 10, 1), 255);
  EXPECT_THAT(result.warnings, testing::IsEmpty());
}

}  // namespace
}  // namespace kintsugi::engine
