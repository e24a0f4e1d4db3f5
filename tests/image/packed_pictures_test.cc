#include "kintsugi/image/packed_pictures.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "kintsugi/base/safetensors.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::filesystem::path file_called(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / name;
}

Image square(int side, int red, int green, int blue) {
  Image image({side, side}, 3);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      image.set(y, x, 0, red), image.set(y, x, 1, green), image.set(y, x, 2, blue);
    }
  }
  return image;
}

TEST(PackedPicturesTest, WhatIsWrittenComesBack) {
  const auto path = file_called("packed.safetensors");
  Image corner = square(3, 0, 0, 0);
  corner.set(1, 2, 0, 90);
  PackedWriter writer(path, {"a.jpg", "broken.jpg", "b\xff.jpg"}, {.side = 3, .crop = "centre"});
  writer.add("a.jpg", square(3, 255, 51, 0));
  writer.add("b\xff.jpg", corner);
  writer.commit();
  const PackedPictures packed(path);
  ASSERT_EQ(packed.size(), 2);
  EXPECT_EQ(packed.side(), 3);
  EXPECT_EQ(packed.name(0), "a.jpg");
  EXPECT_EQ(packed.name(1), "b\xEF\xBF\xBD.jpg");  // JSON holds no byte that is no UTF-8
  EXPECT_EQ(packed.image(0), square(3, 255, 51, 0));
  EXPECT_EQ(packed.image(1), corner);
  EXPECT_DOUBLE_EQ(packed.mean_colour()[0], (9 * 255 + 90) / 18.0 / 255);
  EXPECT_DOUBLE_EQ(packed.mean_colour()[1], 0.1);
}

TEST(PackedPicturesTest, OtherProgramsCanReadThem) {
  const auto path = file_called("plain.safetensors");
  PackedWriter writer(path, {"a"}, {.side = 2, .crop = "squash"});
  writer.add("a", square(2, 1, 2, 3));
  writer.commit();
  const TensorFile file = read_safetensors(path);
  EXPECT_EQ(file.tensors.at("pictures"),
            Tensor({1, 3, 2, 2}, std::vector<uint8_t>{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}));
  EXPECT_EQ(file.metadata.at("names"), R"(["a"])");
  EXPECT_EQ(file.metadata.at("crop"), "squash");
  EXPECT_EQ(file.metadata.at("size"), "2");
}

TEST(PackedPicturesTest, NothingAppearsWithoutCommit) {
  const auto path = file_called("never.safetensors");
  PackedWriter(path, {"a"}, {.side = 2}).add("a", square(2, 0, 0, 0));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(PackedPicturesTest, SaysWhatIsWrong) {
  const auto path = file_called("other.safetensors");
  const auto expect_error = [&](const TensorFile& file, const char* message) {
    write_safetensors(path, file);
    EXPECT_THAT([&] { PackedPictures packed(path); }, ThrowsMessage<Error>(HasSubstr(message)));
  };
  TensorFile file;
  expect_error(file, "does not say \"format\": \"kintsugi-pictures\"");
  file.metadata = {{"format", "kintsugi-pictures"}, {"version", "2"}};
  expect_error(file, "it has version 2, expected 1");
  file.metadata["version"] = "1";
  expect_error(file, "no tensor \"pictures\"");
  file.tensors["pictures"] = Tensor({1, 3, 1, 2}, std::vector<uint8_t>(6));
  expect_error(file, "u8 [1, 3, 1, 2], expected u8 [N, 3, S, S]");
  file.tensors["pictures"] = Tensor({1, 3, 1, 1}, std::vector<uint8_t>(3));
  file.metadata["names"] = R"(["a","b"])";
  file.metadata["mean_colour"] = "[0,0,0]";
  expect_error(file, "2 names for 1 pictures");
  file.metadata["names"] = "[";
  expect_error(file, "parse error");
  PackedWriter writer(path, {"a"}, {.side = 2});
  EXPECT_THROW(writer.add("a", square(3, 0, 0, 0)), Error);
  EXPECT_THROW(writer.commit(), Error);
}

}  // namespace
}  // namespace kintsugi
