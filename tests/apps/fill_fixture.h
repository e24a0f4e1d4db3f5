#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "apps/pictures.h"
#include "apps/run_program.h"

namespace kintsugi::apps {

inline constexpr Size kSize{48, 64};
inline constexpr Box kHole{16, 24, 28, 40};

/// A folder with picture.png and mask.png; `fill` runs the program on what it is given.
class FillTest : public testing::Test {
 protected:
  FillTest() {
    save(test_picture(kSize), folder_ / "picture.png");
    save(test_mask(kSize, kHole), folder_ / "mask.png");
  }

  std::string in(const std::string& name) const { return folder_ / name; }

  // `kintsugi fill` with the fast method; arguments that name a file of the folder start with '@'.
  Ran fill(std::vector<std::string> arguments) const {
    for (std::string& argument : arguments) {
      if (argument.starts_with('@')) argument = folder_ / argument.substr(1);
    }
    arguments.insert(arguments.begin(), "fill");
    if (!std::count(arguments.begin(), arguments.end(), "--method")) {
      arguments.insert(arguments.end(), {"--method", "telea"});
    }
    return run_kintsugi(arguments);
  }

  std::vector<std::string> names_in(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(in(folder))) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  TemporaryFolder folder_;
};

/// Whether pixels changed in the hole, and none elsewhere.
inline void expect_filled_outside_unchanged(const Image& result, const Image& picture) {
  ASSERT_EQ(result.size(), picture.size());
  ASSERT_EQ(result.bits(), picture.bits());
  int num_changed = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      for (int c = 0; c < picture.channels(); ++c) {
        const bool is_equal = result.at(y, x, c) == picture.at(y, x, c);
        num_changed += !is_equal;
        ASSERT_TRUE(is_equal || kHole.contains(y, x)) << y << " " << x;
      }
  EXPECT_GT(num_changed, 0);
}

}  // namespace kintsugi::apps
