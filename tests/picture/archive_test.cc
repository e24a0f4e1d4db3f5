#include "kintsugi/picture/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kintsugi/error.h"
#include "picture/tar_file.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::ThrowsMessage;

std::vector<std::pair<std::string, std::string>> content_of(const std::filesystem::path& path,
                                                            const ArchiveLimits& limits = {}) {
  std::vector<std::pair<std::string, std::string>> files;
  read_tar(
      path,
      [&](const std::string& name, std::vector<uint8_t> bytes) {
        files.emplace_back(name, std::string(bytes.begin(), bytes.end()));
      },
      limits);
  return files;
}

class ArchiveTest : public testing::Test {
 protected:
  std::filesystem::path path_ = testing::TempDir() + "kintsugi_archive_test.tar";
};

TEST_F(ArchiveTest, VisitsEveryFileInOrder) {
  write_tar(path_,
            {{"b.txt", "second letter"}, {"folder/a.txt", ""}, {"c", std::string(700, 'c')}});
  EXPECT_THAT(content_of(path_),
              ElementsAre(Pair("b.txt", "second letter"), Pair("folder/a.txt", ""),
                          Pair("c", std::string(700, 'c'))));
}

TEST_F(ArchiveTest, RefusesWhatIsNoArchive) {
  EXPECT_THAT([] { content_of("/nowhere/bank.tar"); },
              ThrowsMessage<Error>(HasSubstr("cannot open \"/nowhere/bank.tar\": no such file")));
  EXPECT_THAT([] { content_of(testing::TempDir()); },
              ThrowsMessage<Error>(HasSubstr("is a directory, expected a tar archive")));
  write_bytes(path_, "not at all the header that a tar archive has");
  EXPECT_THAT([&] { content_of(path_); }, ThrowsMessage<Error>(HasSubstr("as a tar archive")));
}

TEST_F(ArchiveTest, NoticesThatAnArchiveIsCutShort) {
  write_bytes(path_, tar_of({{"long.txt", std::string(5000, 'x')}}).substr(0, 2000));
  EXPECT_THAT([&] { content_of(path_); }, ThrowsMessage<Error>(HasSubstr("runcated")));
}

TEST_F(ArchiveTest, StopsAtItsLimits) {
  write_tar(path_, {{"a", std::string(600, 'a')}, {"b", std::string(600, 'b')}});
  EXPECT_THAT([&] { content_of(path_, {.max_file_bytes = 500}); },
              ThrowsMessage<Error>(HasSubstr(": a has more than 500 bytes")));
  EXPECT_THAT([&] { content_of(path_, {.max_total_bytes = 1000}); },
              ThrowsMessage<Error>(HasSubstr("unpacks to more than 1000 bytes")));
}

}  // namespace
}  // namespace kintsugi
