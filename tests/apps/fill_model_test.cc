#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/pictures.h"
#include "apps/run_program.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::apps {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Shape;
using graph::Value;
using testing::HasSubstr;

constexpr Size kSize{48, 64};
constexpr Box kHole{16, 24, 28, 40};
constexpr std::array kKnown{50, 100, 200};

// A picture of one colour, white under the hole, and the hole's mask.
class FillModelTest : public testing::Test {
 protected:
  FillModelTest() {
    picture_.image = Image(kSize, 3);
    for (int y = 0; y < kSize.height; ++y) {
      for (int x = 0; x < kSize.width; ++x) {
        for (int c = 0; c < 3; ++c) {
          picture_.image.set(y, x, c, kHole.contains(y, x) ? 255 : kKnown[static_cast<size_t>(c)]);
        }
      }
    }
    save(picture_, folder_ / "picture.png");
    save(test_mask(kSize, kHole), folder_ / "mask.png");
  }

  Ran fill(const std::string& model, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{
        "fill", folder_ / "picture.png", folder_ / "mask.png", "--method", model, "--keep-seam",
        "-o",   folder_ / "out.png"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_kintsugi(arguments);
  }

  // Known pixels are the picture's, the others within 1 of `colour`.
  void expect_filled(const Ran& ran, std::array<int, 3> colour) const {
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const Image result = read_picture(folder_ / "out.png").image;
    int num_wrong = 0;
    for (int y = 0; y < kSize.height; ++y) {
      for (int x = 0; x < kSize.width; ++x) {
        for (int c = 0; c < 3; ++c) {
          const int found = result.at(y, x, c);
          num_wrong += kHole.contains(y, x) ? std::abs(found - colour[static_cast<size_t>(c)]) > 1
                                            : found != picture_.image.at(y, x, c);
        }
      }
    }
    EXPECT_EQ(num_wrong, 0);
  }

  std::string write(Builder& b) const {
    const std::string path = folder_ / "model.onnx";
    graph::write_onnx(path, b.finish());
    return path;
  }

  TemporaryFolder folder_;
  Picture picture_;
};

Value cast(Builder& b, const Value& x, DataType type) {
  const int64_t number = type == DataType::kFloat32 ? 1 : 2;  // ONNX's FLOAT and UINT8
  return b.op("Cast", {x}, {{"to", number}});
}

// The network of these models: the mean of what `known` (1 = known) marks in `x`, everywhere.
Value mean_of_known(Builder& b, const Value& x, const Value& known) {
  const Value mean =
      b.divide(b.global_average_pool(b.multiply(x, known)), b.global_average_pool(known));
  return b.add(mean, b.multiply(x, 0));
}

Shape picture_of(int64_t channels, Dim height = Dim::symbol("H"), Dim width = Dim::symbol("W")) {
  return {Dim::symbol("N"), channels, height, width};
}

// As scripts/create_onnx_pipeline.py of MI-GAN's repository writes it: bytes in any size, 255 =
// known; scaled to the network's size (here 32), in [-1, 1]; scaled back, put together, bytes
// again.
TEST_F(FillModelTest, MiGanPipeline) {
  Builder b("migan");
  const Value image = b.input("image", picture_of(3), DataType::kUInt8);
  const Value mask = b.input("mask", picture_of(1), DataType::kUInt8);
  const Value small_image = b.resize_linear(cast(b, image, DataType::kFloat32), 32, 32);
  const Value small_mask =
      b.resize_linear(b.multiply(cast(b, mask, DataType::kFloat32), 1 / 255.f), 32, 32);
  const Value known = b.op("Floor", {b.add(small_mask, 0.001f)});
  const Value x = b.add(b.multiply(small_image, 2 / 255.f), -1.f);
  const Value output = mean_of_known(b, b.multiply(x, known), known);
  const Value bytes = b.clip(b.multiply(b.add(b.multiply(output, 0.5f), 0.5f), 255), 0, 255);
  const Value sizes = b.op("Shape", {image});
  const Value large = b.op("Resize", {bytes, Value{}, Value{}, sizes},
                           {{"mode", std::string("linear")},
                            {"coordinate_transformation_mode", std::string("half_pixel")}});
  const Value share = b.multiply(cast(b, mask, DataType::kFloat32), 1 / 255.f);
  const Value composed = b.add(b.multiply(cast(b, image, DataType::kFloat32), share),
                               b.multiply(large, b.subtract(1, share)));
  b.output("result", cast(b, b.clip(composed, 0, 255), DataType::kUInt8));
  const std::string model = write(b);
  expect_filled(fill(model, {"--model-io", "mi-gan"}), kKnown);
  EXPECT_THAT(fill(model).err, HasSubstr("--model-io says what it takes: mi-gan"));
}

// As lama_fp32.onnx: one size, the picture in [0, 1], 1 = hole, the result in [0, 255].
TEST_F(FillModelTest, Lama) {
  Builder b("lama");
  const Value image = b.input("image", picture_of(3, 512, 512));
  const Value mask = b.input("mask", picture_of(1, 512, 512));
  const Value known = b.subtract(1, mask);
  const Value painted = mean_of_known(b, image, known);
  const Value composed = b.add(b.multiply(painted, mask), b.multiply(image, known));
  b.output("output", b.clip(b.multiply(composed, 255), 0, 255));
  expect_filled(fill(write(b), {"--model-io", "lama"}), kKnown);
}

// One input of four channels in [-1, 1], the hole black, the result under another name.
TEST_F(FillModelTest, OneInputOfFourChannels) {
  Builder b("joined");
  const Value x = b.input("input", picture_of(4));
  const Value known = b.slice(x, 1, 3, 4);
  b.output("unused", b.op("Shape", {x}));
  b.output("painted", mean_of_known(b, b.slice(x, 1, 0, 3), known));
  const std::string io =
      "image=input,joined=true,one-is-known=true,input-low=-1,output-low=-1,output=painted";
  expect_filled(fill(write(b), {"--model-io", io}), kKnown);
}

TEST_F(FillModelTest, ModelsThatDoNotFitAreTheUsersToPutRight) {
  Builder b("other");
  const Value x = b.input("pixels", picture_of(3));
  b.output("result", b.relu(x));
  const std::string model = write(b);
  const Ran inputs = fill(model), preset = fill(model, {"--model-io", "lima"}),
            missing = fill(folder_ / "none.onnx"), text = fill(folder_ / "text.onnx");
  for (const Ran& ran : {inputs, preset, missing, text}) {
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
  EXPECT_THAT(inputs.err, HasSubstr("the model has 1 inputs, expected 2"));
  EXPECT_THAT(preset.err, HasSubstr("expected mi-gan, lama, or name=value"));
}

TEST_F(FillModelTest, ModelsThatLieAreNamed) {
  const auto model = [&](const char* name, float white, bool is_finite) {
    Builder b(name);
    const Value image = b.input("image", picture_of(3)), mask = b.input("mask", picture_of(1));
    const Value known = b.subtract(1, mask);
    const Value composed =
        b.add(b.multiply(mean_of_known(b, image, known), mask), b.multiply(image, known));
    b.output("result", is_finite ? b.multiply(composed, white) : b.divide(composed, known));
    return write(b);
  };
  const std::string bytes = model("bytes", 255, true);
  const Ran filled = fill(bytes);
  expect_filled(filled, kKnown);
  EXPECT_EQ(std::count(filled.err.begin(), filled.err.end(), '\n'), 1) << filled.err;
  EXPECT_THAT(filled.err, HasSubstr("model.onnx: known pixels come back far"));
  EXPECT_THAT(filled.err, HasSubstr("read as with --model-io output-high=255"));
  EXPECT_EQ(fill(bytes, {"--model-io", "output-high=255"}).err, "");

  std::filesystem::create_directory(folder_ / "pictures");
  std::filesystem::create_directory(folder_ / "masks");
  std::filesystem::copy(folder_ / "picture.png", folder_ / "pictures");
  std::filesystem::copy(folder_ / "mask.png", folder_ / "masks/picture.png");
  const auto eval_model = [&] {
    return run_kintsugi({"eval", "--method", folder_ / "model.onnx", "--data", folder_ / "pictures",
                         "--masks", folder_ / "masks"});
  };
  const Ran measured = eval_model();
  EXPECT_EQ(measured.exit_code, 0) << measured.err;
  EXPECT_THAT(measured.err, HasSubstr("--model-io output-high=255"));

  std::filesystem::remove(folder_ / "out.png");
  model("nan", 1, false);
  const Ran failed = fill(folder_ / "model.onnx"), unmeasured = eval_model();
  for (const Ran& ran : {failed, unmeasured}) {
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, HasSubstr("model.onnx: 576 of the 9216 values of the result are not"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.png"));
}

// Kintsugi's own models of every kind of size, on a picture below the size of each.
TEST_F(FillModelTest, OwnModelsFillPicturesOfAnySize) {
  const std::pair<const char*, const char*> recipes[] = {
      {"glcic", "size = 64\n[generator]\nnetwork = \"glcic\"\nwidth = 4"},
      {"gmcnn", "size = 256\nrange = \"signed\"\n[generator]\nnetwork = \"gmcnn\"\nwidth = 4"},
      {"approx-attention",
       "size = 64\n[generator]\nnetwork = \"approx-attention\"\nwidth = 4\napprox_width = 4"},
  };
  for (const auto& [name, text] : recipes) {
    SCOPED_TRACE(name);
    const std::string recipe = folder_ / "small.toml", model = folder_ / "small.onnx";
    std::ofstream(recipe) << "[input]\n" << text << "\n";
    const Ran init = run_kintsugi({"init", recipe, "-o", model});
    ASSERT_EQ(init.exit_code, 0) << init.err;
    for (const char* hd : {"crop", "whole"}) {
      const Ran ran = fill(model, {"--hd", hd});
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
      const Image result = read_picture(folder_ / "out.png").image;
      EXPECT_EQ(result.crop({0, 0, 48, 24}), picture_.image.crop({0, 0, 48, 24}));
      EXPECT_NE(result.crop(kHole), picture_.image.crop(kHole));
    }
  }
}

}  // namespace
}  // namespace kintsugi::apps
