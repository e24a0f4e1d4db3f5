#include "kintsugi/engine/result_check.h"

#include <gmock/gmock.h>

#include <functional>

#include "engine/compare.h"
#include "engine/pictures.h"
#include "kintsugi/engine/model_inpainter.h"
#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

using graph::Dim;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Size kSize{64, 80};
constexpr Box kHole{20, 24, 44, 50};

graph::Shape picture(int64_t channels) {
  return {Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")};
}

struct Meaning {
  float low, high;
};

// [0, 1] from what a model means by it, and back.
Value unit(Builder& b, const Value& x, Meaning m) {
  return b.multiply(b.add(x, -m.low), 1 / (m.high - m.low));
}
Value meant(Builder& b, const Value& x, Meaning m) {
  return b.add(b.multiply(x, m.high - m.low), m.low);
}

// What a model does with x [N, 3, H, W] in [0, 1] and the mask, 1 = hole.
using Network = std::function<Value(Builder& b, const Value& x, const Value& mask)>;

Graph model(Meaning in, Meaning out, const Network& network) {
  Builder b("model");
  const Value image = b.input("image", picture(3)), mask = b.input("mask", picture(1));
  b.output("result", meant(b, network(b, unit(b, image, in), mask), out));
  return b.finish();
}

Value mix(Builder& b, const Value& known, const Value& filled, const Value& mask) {
  return b.add(b.multiply(known, b.subtract(1, mask)), b.multiply(filled, mask));
}

// Known pixels as they are, the hole of 0.7 of white.
Value paints(Builder& b, const Value& x, const Value& mask) {
  return mix(b, x, b.constant(0.7f), mask);
}

// A coarse picture of waves in the whole range.
Image waves(int channels = 3, int bits = 8) {
  Image image(kSize, channels, bits);
  for (int y = 0; y < kSize.height; ++y) {
    for (int x = 0; x < kSize.width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const double wave = 0.5 + 0.5 * std::sin(0.2 * x + 0.15 * y * (c + 1));
        image.set(y, x, c, static_cast<int>(wave * image.max_value()));
      }
    }
  }
  return image;
}

Filled fill(const Graph& graph, const std::string& io = "", const Image& image = waves(),
            const Mask& mask = with_hole(kSize, kHole)) {
  const ModelInpainter inpainter(graph, {.keeps_seam = true, .model_io = io}, "m.onnx");
  return inpainter.fill(image, mask);
}

// The warning names the option, with which there is none.
void expect_named(const Graph& graph, const std::string& option, const std::string& given = "") {
  const auto says_option = AllOf(HasSubstr("m.onnx: "), HasSubstr("model_io " + option));
  EXPECT_THAT(fill(graph, given).warnings, ElementsAre(says_option));
  EXPECT_THAT(fill(graph, option).warnings, IsEmpty());
}

constexpr Meaning kUnit{0, 1}, kSigned{-1, 1}, kBytes{0, 255};

TEST(ResultCheckTest, SoundModelsAreNotWarnedOf) {
  const Network blurs = [](Builder& b, const Value& x, const Value&) {
    return b.op(
        "AveragePool", {x},
        {{"kernel_shape", std::vector<int64_t>{9, 9}}, {"pads", std::vector<int64_t>{4, 4, 4, 4}}});
  };
  const Network overshoots = [](Builder& b, const Value& x, const Value& mask) {
    return mix(b, x, b.constant(1.2f), mask);
  };
  const Image dark = flat(kSize, 3, 8, 1), grey = flat(kSize, 3, 8, 128);
  for (const Network& network : {Network(paints), blurs, overshoots}) {
    const Graph graph = model(kUnit, kUnit, network);
    for (const Image& image : {waves(3), waves(1), waves(3, 16), dark, grey}) {
      EXPECT_THAT(fill(graph, "", image).warnings, IsEmpty());
    }
  }
  EXPECT_THAT(fill(model(kSigned, kBytes, paints), "input-low=-1,output-high=255").warnings,
              IsEmpty());
}

TEST(ResultCheckTest, AnotherRangeOfTheResultIsFoundAndUsed) {
  const std::pair<Meaning, const char*> cases[] = {{kBytes, "output-high=255"},
                                                   {kSigned, "output-low=-1"}};
  for (const auto& [range, option] : cases) {
    const Graph graph = model(kUnit, range, paints);
    expect_named(graph, option);
    EXPECT_EQ(fill(graph).image, fill(graph, option).image);
    EXPECT_EQ(fill(graph).image.at(30, 30, 0), 179);  // 0.7 of 255
  }
}

TEST(ResultCheckTest, BytesAreFoundInAnyPicture) {
  const Graph graph = model(kUnit, kBytes, paints);
  for (const Image& image : {waves(1), waves(3, 16), flat(kSize, 3, 8, 3), flat(kSize, 1, 8, 0)}) {
    const Filled found = fill(graph, "", image);
    EXPECT_EQ(found.image, fill(graph, "output-high=255", image).image);
    EXPECT_THAT(found.warnings, ElementsAre(HasSubstr("output-high=255")));
  }
}

TEST(ResultCheckTest, BytesAreFoundWhereOnlyTheHoleIsGiven) {
  const Graph graph = model(kUnit, kBytes, [](Builder& b, const Value& x, const Value& mask) {
    return mix(b, b.multiply(x, 0), b.constant(0.7f), mask);
  });
  const Filled found = fill(graph);
  EXPECT_EQ(found.image.at(30, 30, 0), 179);
  EXPECT_THAT(found.warnings, ElementsAre(HasSubstr("model_io output-high=255")));
}

TEST(ResultCheckTest, WhatWasSaidIsObeyed) {
  const Graph bytes = model(kUnit, kBytes, paints), unit = model(kUnit, kUnit, paints);
  expect_named(bytes, "output-high=255", "output-high=1");
  EXPECT_EQ(fill(bytes, "output-high=1").image.at(30, 30, 0), 255);
  expect_named(unit, "lama,output-high=1", "lama");
  EXPECT_EQ(fill(unit, "lama").image.at(30, 30, 0), 1);
}

TEST(ResultCheckTest, AnotherRangeOfThePictureIsNamed) {
  expect_named(model(kBytes, kUnit, paints), "input-high=255");
  expect_named(model(kSigned, kUnit, paints), "input-low=-1");
  expect_named(model(kSigned, kBytes, paints), "input-low=-1,output-high=255");
}

// Known pixels look right then: what comes out is as wrong as what goes in.
TEST(ResultCheckTest, AnotherRangeOfBothShowsInTheHole) {
  const Network black = [](Builder& b, const Value& x, const Value& mask) {
    return mix(b, x, b.constant(0.05f), mask);
  };
  expect_named(model(kSigned, kSigned, black), "input-low=-1,output-low=-1");
  expect_named(model(kBytes, kBytes, paints), "input-high=255,output-high=255");
}

TEST(ResultCheckTest, AMaskThatMeansSomethingElseIsNamed) {
  expect_named(model(kUnit, kUnit,
                     [](Builder& b, const Value& x, const Value& known) {
                       return mix(b, b.constant(0.9f), x, known);
                     }),
               "one-is-known=true");
  expect_named(model(kUnit, kUnit,
                     [](Builder& b, const Value& x, const Value& mask) {
                       const Value hole = b.op("Floor", {b.multiply(mask, 1 / 250.f)});
                       return paints(b, x, hole);
                     }),
               "mask-high=255");
}

TEST(ResultCheckTest, WhatNothingExplainsIsSaid) {
  const Graph graph = model(
      kUnit, kUnit, [](Builder& b, const Value& x, const Value&) { return b.multiply(x, 0); });
  EXPECT_THAT(fill(graph).warnings,
              ElementsAre(AllOf(HasSubstr("known pixels come back far from what went in"),
                                HasSubstr("model_io says what the model means"))));
  const Graph wild = model(kUnit, kUnit, [](Builder& b, const Value& x, const Value& mask) {
    return mix(b, x, b.constant(-40), mask);
  });
  EXPECT_THAT(fill(wild).warnings, ElementsAre(HasSubstr("far below black or above white")));
}

TEST(ResultCheckTest, ManyCropsAreOneWarning) {
  Image image({40, 900}, 3);
  Mask mask(image.size());
  for (int i = 0; i < 9; ++i) add_hole(mask, {10, 50 + 100 * i, 15, 54 + 100 * i});
  const ModelInpainter inpainter(model(kUnit, kBytes, paints),
                                 {.train_size_px = 32, .max_size_px = 64, .keeps_seam = true});
  const Filled result = inpainter.fill(image, mask);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(result.image.at(12, 52 + 100 * i, 1), 179) << i;
  EXPECT_EQ(result.warnings.size(), 1u);
}

TEST(ResultCheckTest, ValuesThatAreNotFiniteAreAnError) {
  const Graph graph = model(kUnit, kUnit, [](Builder& b, const Value& x, const Value& mask) {
    return b.divide(x, b.subtract(1, mask));  // infinite in the hole
  });
  for (const HdMode hd : {HdMode::kCrop, HdMode::kResize, HdMode::kWhole}) {
    const ModelInpainter inpainter(graph, {.hd = hd, .train_size_px = 32}, "m.onnx");
    const Image image = flat(kSize, 3, 8, 9);
    EXPECT_THAT(
        [&] {
          inpainter.fill(image, with_hole(kSize, {0, 0, 4, 5}));
        },
        ThrowsMessage<Error>(
            AllOf(HasSubstr("m.onnx: 60 of the "), HasSubstr("values of the result"))));
  }
  Tensor bad({1, 3, 1, 1}, std::vector<float>{0, NAN, -INFINITY});
  EXPECT_THAT([&] { check_finite(bad); }, ThrowsMessage<Error>(HasSubstr("2 of the 3 values")));
}

}  // namespace
}  // namespace kintsugi::engine
