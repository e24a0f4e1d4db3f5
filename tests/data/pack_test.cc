#include "kintsugi/data/pack.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"

namespace kintsugi::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class PackTest : public testing::Test {
 protected:
  PackTest() {
    std::string name = fs::temp_directory_path() / "kintsugi_pack.XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~PackTest() override { fs::remove_all(folder_); }

  // Two rows of four pixels: blue is 10 a column, red is as asked.
  void write(const std::string& name, int red) const {
    Picture picture;
    picture.image = Image({2, 4}, 3);
    for (int i = 0; i < 8; ++i) {
      picture.image.set(i / 4, i % 4, 0, red), picture.image.set(i / 4, i % 4, 2, 10 * (i % 4));
    }
    write_picture(folder_ / name, picture);
  }

  PackResult pack(const PackOptions& options) const {
    return pack_pictures(
        PictureFiles({folder_}), output(), options,
        [this](const std::string& name, const std::string&) { skipped_.push_back(name); }, nullptr);
  }

  fs::path output() const { return folder_ / "out.safetensors"; }

  fs::path folder_;
  mutable std::vector<std::string> skipped_;
};

TEST_F(PackTest, PacksManyPicturesInOrderAndLeavesOutBadOnes) {
  for (int i = 100; i < 400; ++i) write(std::to_string(i) + ".png", i - 100 < 256 ? i - 100 : 0);
  std::ofstream(folder_ / "150.png") << "no picture";
  const PackResult result = pack({.size = 2});
  EXPECT_EQ(result.num_pictures, 299);
  EXPECT_EQ(result.num_skipped, 1);
  EXPECT_THAT(skipped_, ElementsAre("150.png"));
  const PackedPictures packed(output());
  ASSERT_EQ(packed.size(), 299);
  EXPECT_EQ(packed.name(50), "151.png");
  EXPECT_EQ(packed.image(50).at(1, 1, 0), 51);
  EXPECT_EQ(packed.image(50).at(0, 0, 2), 10);  // columns 1 and 2 of 4
  EXPECT_DOUBLE_EQ(packed.mean_colour()[2], 15 / 255.0);
  EXPECT_EQ(packed.mean_colour(), result.mean_colour);
}

TEST_F(PackTest, SquashKeepsAllOfThePicture) {
  write("a.png", 1);
  pack({.size = 2, .crop = PackCrop::kSquash});
  const Image image = PackedPictures(output()).image(0);
  EXPECT_LT(image.at(0, 0, 2), 10);
  EXPECT_GT(image.at(0, 1, 2), 20);
}

TEST_F(PackTest, SaysWhatIsWrongAndWritesNothing) {
  std::ofstream(folder_ / "a.png") << "no picture";
  const auto expect_error = [&](const PackOptions& options, const char* message) {
    EXPECT_THAT([&] { pack(options); }, ThrowsMessage<Error>(HasSubstr(message)));
  };
  expect_error({.size = 0}, "expected 1 to");
  expect_error({.size = 2}, "none of the 1 files is a picture");
  EXPECT_FALSE(fs::exists(output()));
}

}  // namespace
}  // namespace kintsugi::data
