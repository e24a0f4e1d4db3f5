#include "kintsugi/eval/pictures.h"

#include <gtest/gtest.h>

#include <fstream>

#include "eval/samples.h"
#include "kintsugi/image/packed_pictures.h"
#include "picture/tar_file.h"

namespace kintsugi::eval {
namespace {

std::vector<std::string> names_in(const std::filesystem::path& path) {
  std::vector<std::string> names;
  open_pictures(path)->each([&](const PictureSource::Item& item) {
    names.push_back(item.name);
    return true;
  });
  return names;
}

void save(const std::filesystem::path& path, const Image& image) {
  std::filesystem::create_directories(path.parent_path());
  write_picture(path, {.image = image});
}

std::string png(const Image& image) {
  const auto bytes = encode_picture({.image = image}).bytes;
  return {bytes.begin(), bytes.end()};
}

TEST(PicturesTest, AFolderGivesItsPicturesByName) {
  const SampleFolder folder("eval_folder");
  save(folder / "b.png", waves({12, 12}));
  save(folder / "below/a.png", waves({12, 12}));
  std::ofstream(folder / "notes.txt") << "no picture";
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"b.png", "below/a.png"}));
}

TEST(PicturesTest, ATarGivesItsPicturesInItsOrderAndItemsMayBeKept) {
  const SampleFolder folder("eval_tar");
  const Image first = waves({12, 14}, 1), second = waves({13, 12}, 2);
  write_tar(folder / "all.tar",
            {{"z.png", png(first)}, {"readme", "hello"}, {"a.png", png(second)}});
  std::vector<PictureSource::Item> kept;
  open_pictures(folder / "all.tar")->each([&](const PictureSource::Item& item) {
    kept.push_back(item);
    return true;
  });
  ASSERT_EQ(kept.size(), 2);
  EXPECT_EQ(kept[0].name, "z.png");
  EXPECT_EQ(kept[0].load().image, first);
  EXPECT_EQ(kept[1].load().image, second);
}

TEST(PicturesTest, ReadingEndsWhenTheVisitorHasEnough) {
  const SampleFolder folder("eval_enough");
  const std::string picture = png(waves({12, 12}));
  write_tar(folder / "all.tar", {{"a.png", picture}, {"b.png", picture}});
  int num_visits = 0;
  open_pictures(folder / "all.tar")->each([&](const PictureSource::Item&) {
    return ++num_visits, false;
  });
  EXPECT_EQ(num_visits, 1);
}

TEST(PicturesTest, ATarThatIsCutOffIsAnError) {
  const SampleFolder folder("eval_tar_end");
  const std::string tar = tar_of({{"a.png", std::string(90000, 'x')}});
  write_bytes(folder / "cut.tar", tar.substr(0, tar.size() - 50000));
  EXPECT_THROW(open_pictures(folder / "cut.tar"), Error);
}

TEST(PicturesTest, APackedSetGivesItsPictures) {
  const SampleFolder folder("eval_packed");
  const Image image = waves({12, 12}, 3);
  PackedWriter writer(folder / "all.safetensors", {"a.png"}, {.side = 12, .crop = "centre"});
  writer.add("a.png", image);
  writer.commit();
  open_pictures(folder / "all.safetensors")->each([&](const PictureSource::Item& item) {
    EXPECT_EQ(item.name, "a.png");
    EXPECT_EQ(item.load().image, image);
    return true;
  });
}

TEST(PicturesTest, AListNamesFilesRelativeToItself) {
  const SampleFolder folder("eval_list");
  save(folder / "sub/one two.png", waves({12, 12}, 4));
  std::ofstream(folder / "held-out.txt") << "# of sub\n\nsub/one two.png\r\nsub/none.png\n";
  EXPECT_EQ(names_in(folder / "held-out.txt"),
            (std::vector<std::string>{"sub/one two.png", "sub/none.png"}));
  open_pictures(folder / "held-out.txt")->each([](const PictureSource::Item& item) {
    if (item.name == "sub/none.png") {
      EXPECT_THROW(item.load(), Error);
    } else {
      EXPECT_EQ(item.load().image, waves({12, 12}, 4));
    }
    return true;
  });
}

TEST(PicturesTest, AMissingSourceIsAnError) { EXPECT_THROW(open_pictures("nowhere"), Error); }

TEST(PicturesTest, PreparedIsRgbOf8Bits) {
  Image grey({12, 12}, 1, 16);
  grey.set(3, 4, 0, 65535);
  grey.set(5, 6, 0, 257 * 100);
  const Image image = prepared(grey, 0);
  EXPECT_EQ(image.channels(), 3);
  EXPECT_EQ(image.bits(), 8);
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(image.at(3, 4, c), 255);
    EXPECT_EQ(image.at(5, 6, c), 100);
  }
}

TEST(PicturesTest, PreparedIsTheSquareInTheMiddle) {
  Image image({20, 40}, 3);
  for (int y = 0; y < 20; ++y)
    for (int x = 10; x < 30; ++x) image.set(y, x, 1, 200);  // the square in the middle
  const Image square = prepared(image, 10);
  EXPECT_EQ(square.size(), (Size{10, 10}));
  for (int y = 0; y < 10; ++y)
    for (int x = 0; x < 10; ++x) EXPECT_EQ(square.at(y, x, 1), 200);
}

TEST(PicturesTest, StemsHaveNeitherFoldersNorExtensions) {
  EXPECT_EQ(stem_of("a/b.c.jpg"), "a_b.c");
  EXPECT_EQ(stem_of("../x.png"), ".._x");
}

}  // namespace
}  // namespace kintsugi::eval
