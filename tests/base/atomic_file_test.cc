#include "kintsugi/base/atomic_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<uint8_t> kOld = {1, 2, 3}, kNew = {4, 5};

class AtomicFileTest : public testing::Test {
 protected:
  AtomicFileTest() {
    std::string name = fs::temp_directory_path() / "kintsugi_atomic_XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~AtomicFileTest() override { fs::remove_all(folder_); }

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      result.push_back(entry.path().filename());
    }
    return result;
  }

  std::string error_of(const std::function<void()>& action) const {
    try {
      action();
      return "no error";
    } catch (const Error& error) {
      return error.what();
    }
  }

  fs::path folder_;
};

TEST_F(AtomicFileTest, WritesOverWhatStandsAtAnOffset) {
  AtomicFile file(folder_ / "a");
  file.write(std::vector<uint8_t>{1, 2, 3});
  file.write_at(1, std::vector<uint8_t>{9});
  file.write(std::vector<uint8_t>{4});
  file.commit();
  EXPECT_THAT(read_file(folder_ / "a"), ElementsAre(1, 9, 3, 4));
}

TEST_F(AtomicFileTest, AFileIsReadAsItWasWritten) {
  write_file(folder_ / "größe 大.bin", kOld);
  EXPECT_EQ(read_file(folder_ / "größe 大.bin"), kOld);
  EXPECT_THAT(names(), ElementsAre("größe 大.bin"));
}

TEST_F(AtomicFileTest, WithoutCommitTheOldFileStays) {
  write_file(folder_ / "a", kOld);
  {
    AtomicFile file(folder_ / "a");
    file.write(kNew);
    EXPECT_EQ(names().size(), 2u);
  }
  EXPECT_EQ(read_file(folder_ / "a"), kOld);
  EXPECT_THAT(names(), ElementsAre("a"));
}

TEST_F(AtomicFileTest, CommitReplacesTheOldFile) {
  write_file(folder_ / "a", kOld);
  AtomicFile file(folder_ / "a");
  file.write(kNew);
  EXPECT_EQ(read_file(folder_ / "a"), kOld);
  file.commit();
  EXPECT_EQ(read_file(folder_ / "a"), kNew);
  EXPECT_THAT(names(), ElementsAre("a"));
}

TEST_F(AtomicFileTest, AnInterruptedProcessRemovesWhatIsOpen) {
  const auto interrupted = [&] {
    AtomicFile one(folder_ / "one"), two(folder_ / "two");
    remove_temporary_files();
    const std::string error = error_of([&] { write_file(folder_ / "three", kNew); });
    _exit(names().empty() && error != "no error" ? 130 : 1);
  };
  EXPECT_EXIT(interrupted(), testing::ExitedWithCode(130), "");
}

TEST_F(AtomicFileTest, OthersMayReadWhatTheUmaskAllows) {
  const mode_t old = umask(022);
  write_file(folder_ / "a", kOld);
  umask(old);
  struct stat info;
  ASSERT_EQ(stat((folder_ / "a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0644u);
}

TEST_F(AtomicFileTest, AFileThatIsReplacedKeepsItsPermissions) {
  write_file(folder_ / "a", kOld);
  ASSERT_EQ(chmod((folder_ / "a").c_str(), 0600), 0);
  write_file(folder_ / "a", kNew);
  struct stat info;
  ASSERT_EQ(stat((folder_ / "a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(AtomicFileTest, ALinkIsWrittenWhereItPoints) {
  fs::create_directory(folder_ / "far");
  write_file(folder_ / "far/a", kOld);
  fs::create_symlink("b", folder_ / "far/link");  // relative to its own folder
  fs::create_symlink("a", folder_ / "far/b");
  fs::create_symlink(folder_ / "far/link", folder_ / "link");
  write_file(folder_ / "link", kNew);
  EXPECT_EQ(read_file(folder_ / "far/a"), kNew);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "far/b"));
}

TEST_F(AtomicFileTest, ALinkThatPointsToNothingYetMakesWhatItPointsTo) {
  fs::create_directory(folder_ / "far");
  fs::create_symlink("far/new", folder_ / "link");
  write_file(folder_ / "link", kNew);
  EXPECT_EQ(read_file(folder_ / "far/new"), kNew);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  fs::create_symlink("nowhere/new", folder_ / "lost");
  EXPECT_THAT(error_of([&] { write_file(folder_ / "lost", kNew); }), HasSubstr("No such file"));
}

TEST_F(AtomicFileTest, LinksInACircleAreAnError) {
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("a", folder_ / "b");
  EXPECT_THAT(error_of([&] { write_file(folder_ / "a", kNew); }), HasSubstr("go in a circle"));
  EXPECT_THAT(names(), testing::UnorderedElementsAre("a", "b"));
}

TEST_F(AtomicFileTest, AHardLinkOfAReplacedFileKeepsTheOldContent) {
  write_file(folder_ / "a", kOld);
  fs::create_hard_link(folder_ / "a", folder_ / "b");
  write_file(folder_ / "b", kNew);
  EXPECT_EQ(read_file(folder_ / "a"), kOld);
  EXPECT_EQ(read_file(folder_ / "b"), kNew);
}

TEST_F(AtomicFileTest, ALongNameNeedsNoLongerOne) {
  write_file(folder_ / std::string(255, 'n'), kOld);
  EXPECT_EQ(read_file(folder_ / std::string(255, 'n')), kOld);
}

TEST_F(AtomicFileTest, NeverReplacesADeviceOrAPipe) {
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { write_file(folder_ / "pipe", kOld); }),
              HasSubstr("it is not a regular file"));
}

TEST_F(AtomicFileTest, RefusesADirectoryAndAMissingFolder) {
  EXPECT_THAT(error_of([&] { write_file(folder_, kOld); }), HasSubstr("it is a directory"));
  EXPECT_THAT(error_of([&] { write_file(folder_ / "no" / "a", kOld); }),
              HasSubstr("No such file or directory"));
  EXPECT_THAT(error_of([&] { write_file(folder_ / "", kOld); }), HasSubstr("names no file"));
}

TEST_F(AtomicFileTest, ReadingRefusesWhatIsNoFile) {
  EXPECT_THAT(error_of([&] { read_file(folder_); }), HasSubstr("is a directory, expected a file"));
  EXPECT_THAT(error_of([&] { read_file(folder_ / "none"); }), HasSubstr("No such file"));
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { read_file(folder_ / "pipe"); }), HasSubstr("is not a regular file"));
}

TEST_F(AtomicFileTest, ReadingRefusesMoreThanWasAllowed) {
  write_file(folder_ / "a", kOld);
  EXPECT_EQ(read_file(folder_ / "a", 3), kOld);
  EXPECT_THAT(error_of([&] { read_file(folder_ / "a", 2); }),
              HasSubstr("has 3 bytes, expected at most 2"));
}

}  // namespace
}  // namespace kintsugi
