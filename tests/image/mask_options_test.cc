#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "kintsugi/mask.h"
#include "kintsugi/options.h"

namespace kintsugi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(MaskOptionsTest, ColoursAreHexadecimal) {
  for (const char* text : {"#ff8800", "ff8800", "FF8800", "#f80"}) {
    MaskOptions options;
    set(options, "mask-colour", text);
    EXPECT_TRUE(options.colour.is_given);
    EXPECT_THAT(options.colour.rgb, ElementsAre(255, 136, 0)) << text;
  }
  for (const char* text : {"", "red", "#ff80", "#ff80000", "#-f8000", "0xff00"}) {
    MaskOptions options;
    EXPECT_THROW(set(options, "mask-colour", text), Error) << text;
  }
}

TEST(MaskOptionsTest, LabelsAreNumbersWithCommas) {
  MaskOptions options;
  set(options, "mask-label", "1,15");
  EXPECT_THAT(options.labels.values, ElementsAre(1, 15));
  set(options, "mask-label", "0");
  EXPECT_THAT(options.labels.values, ElementsAre(0));
  for (const char* text : {"", "1,", ",1", "-1", "70000", "person", "1.5", "1 15"}) {
    EXPECT_THROW(set(options, "mask-label", text), Error) << text;
  }
}

TEST(MaskOptionsTest, NumbersAreChecked) {
  const auto error_of = [](const MaskOptions& options) -> std::string {
    try {
      check_mask_options(options);
      return "no error";
    } catch (const Error& error) {
      return error.what();
    }
  };
  EXPECT_EQ(error_of({}), "no error");
  EXPECT_THAT(error_of({.dilate_px = -1}), HasSubstr("mask.dilate is -1"));
  EXPECT_THAT(error_of({.threshold = -1}), HasSubstr("mask.threshold is -1"));
  EXPECT_THAT(error_of({.colour = {true, {}}, .tolerance = 256}), HasSubstr("mask.tolerance"));
}

}  // namespace
}  // namespace kintsugi
