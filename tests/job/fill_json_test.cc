#include <gtest/gtest.h>

#include "kintsugi/fill.h"

namespace kintsugi {
namespace {

TEST(FillJsonTest, JsonLinesAreUtf8WhateverTheFileNamesAre) {
  FillResult result;
  result.input = "caf\xE9.png";  // Latin-1
  EXPECT_NE(json_line(result).find("caf\xEF\xBF\xBD.png"), std::string::npos) << json_line(result);
}

}  // namespace
}  // namespace kintsugi
