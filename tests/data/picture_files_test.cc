#include "kintsugi/data/picture_files.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "kintsugi/error.h"
#include "picture/tar_file.h"

namespace kintsugi::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

// A PNG with one pixel of this red.
std::string png_text(int red) {
  Picture picture;
  picture.image = Image({1, 1}, 3);
  picture.image.set(0, 0, 0, red);
  const std::vector<uint8_t> bytes = encode_picture(picture).bytes;
  return {bytes.begin(), bytes.end()};
}

class PictureFilesTest : public testing::Test {
 protected:
  PictureFilesTest() {
    std::string name = fs::temp_directory_path() / "kintsugi_files.XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~PictureFilesTest() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ / name; }

  fs::path folder_;
};

std::vector<std::string> names_of(const PictureFiles& files) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < files.size(); ++i) names.push_back(files.name(i));
  return names;
}

TEST_F(PictureFilesTest, FolderGivesPicturesByNameWithThoseInItsFolders) {
  fs::create_directories(folder_ / "sub");
  fs::create_directories(folder_ / ".cache");
  for (const char* name : {"b.png", "a.PNG", "sub/c.png", ".hidden.png", ".cache/d.png", "e.txt"}) {
    write_bytes(folder_ / name, png_text(name[0]));
  }
  const PictureFiles files({folder_});
  EXPECT_THAT(names_of(files), ElementsAre("a.PNG", "b.png", "sub/c.png"));
  EXPECT_EQ(files.read(1).image.at(0, 0, 0), 'b');
  EXPECT_EQ(files.read(2).image.at(0, 0, 0), 's');
}

TEST_F(PictureFilesTest, ArchivesAreReadWhereTheyLieAndPatternsNameSeveral) {
  write_tar(path("shard-0.tar"), {{"./a.png", png_text(1)}, {"a.json", "{}"}});
  write_tar(path("shard-1.tar"), {{"b.png", png_text(2)}, {"dir/c.png", png_text(3)}});
  const PictureFiles files({path("shard-*.tar")});
  EXPECT_THAT(names_of(files), ElementsAre("a.png", "b.png", "dir/c.png"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(files.read(i).image.at(0, 0, 0), i + 1);
}

TEST_F(PictureFilesTest, CompressedArchivesWorkToo) {
  write_tar(path("a.tar"), {{"a.png", png_text(7)}, {"b.png", png_text(8)}});
  const std::string command = "gzip -k " + path("a.tar");
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "gzip is not installed";
  const PictureFiles files({path("a.tar.gz")});
  EXPECT_THAT(names_of(files), ElementsAre("a.png", "b.png"));
  EXPECT_EQ(files.read(1).image.at(0, 0, 0), 8);
}

TEST_F(PictureFilesTest, ABadFileIsAnErrorOnlyWhenItIsRead) {
  write_tar(path("a.tar"), {{"bad.png", "no picture"}, {"b.png", png_text(9)}});
  const PictureFiles files({path("a.tar")});
  EXPECT_THAT([&] { files.read(0); }, ThrowsMessage<Error>(HasSubstr("bad.png: ")));
  EXPECT_EQ(files.read(1).image.at(0, 0, 0), 9);
}

TEST_F(PictureFilesTest, AnArchiveThatIsCutOffIsAnError) {
  const std::string whole = tar_of({{"a.png", png_text(1)}, {"b.png", png_text(2)}});
  write_bytes(path("a.tar"), whole.substr(0, whole.size() - 1024 - 500));
  EXPECT_THAT([&] { PictureFiles({path("a.tar")}); }, ThrowsMessage<Error>(HasSubstr("runcated")));
}

TEST_F(PictureFilesTest, AnArchiveThatIsCutOffLaterIsAnErrorOfItsPictures) {
  write_tar(path("a.tar"), {{"a.png", png_text(1)}});
  const PictureFiles files({path("a.tar")});
  fs::resize_file(path("a.tar"), 520);
  EXPECT_THAT([&] { files.read(0); }, ThrowsMessage<Error>(HasSubstr("a.png is cut off")));
}

TEST_F(PictureFilesTest, SaysWhatIsMissing) {
  EXPECT_THAT([&] { PictureFiles({path("none.tar")}); },
              ThrowsMessage<Error>(HasSubstr("no such file")));
  EXPECT_THAT([&] { PictureFiles({path("*.tar")}); },
              ThrowsMessage<Error>(HasSubstr("nothing fits the pattern")));
  EXPECT_THAT([&] { PictureFiles({folder_}); },
              ThrowsMessage<Error>(HasSubstr("there are no picture files in")));
}

}  // namespace
}  // namespace kintsugi::data
