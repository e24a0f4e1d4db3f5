#include "kintsugi/base/paths.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(ExpandedTest, PatternsGiveSortedPathsAndNamesThemselves) {
  std::string name = fs::temp_directory_path() / "kintsugi_paths.XXXXXX";
  const fs::path folder = mkdtemp(name.data());
  for (const char* file : {"b1.tar", "a1.tar", "a[1].tar"}) std::ofstream(folder / file) << "x";
  EXPECT_THAT(expanded(folder / "?1.tar"), ElementsAre(folder / "a1.tar", folder / "b1.tar"));
  EXPECT_THAT(expanded(folder / "a[1].tar"), ElementsAre(folder / "a[1].tar"));  // it is there
  EXPECT_THAT(expanded(folder / "none.tar"), ElementsAre(folder / "none.tar"));
  EXPECT_THROW(expanded(folder / "none*.tar"), Error);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace kintsugi
