#include "kintsugi/base/mapped_file.h"

#include <gmock/gmock.h>

#include <fstream>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(MappedFileTest, HasTheFilesBytesEvenAfterTheFileWasReplaced) {
  const auto path = std::filesystem::path(testing::TempDir()) / "mapped";
  write_file(path, std::vector<uint8_t>{1, 2, 3});
  const MappedFile file = map_file(path);
  write_file(path, std::vector<uint8_t>{4});
  EXPECT_THAT(file.bytes(), ElementsAre(1, 2, 3));
  std::filesystem::remove(path);
}

TEST(MappedFileTest, AnEmptyFileHasNoBytes) {
  const auto path = std::filesystem::path(testing::TempDir()) / "empty";
  write_file(path, {});
  EXPECT_EQ(map_file(path).bytes().size(), 0u);
  std::filesystem::remove(path);
}

TEST(MappedFileTest, RefusesFoldersAndWhatIsNotThere) {
  EXPECT_THAT([] { map_file("nowhere/at/all"); }, ThrowsMessage<Error>(HasSubstr("cannot open")));
  EXPECT_THAT([] { map_file(testing::TempDir()); },
              ThrowsMessage<Error>(HasSubstr("is not a regular file")));
}

}  // namespace
}  // namespace kintsugi
