#include "apps/field_flags.h"

#include <gtest/gtest.h>

namespace kintsugi::apps {
namespace {

TEST(FieldFlagsTest, FieldsAreCalledByTheFlagsThatSetThem) {
  EXPECT_EQ(with_flag_names("see mask.polarity, mask.threshold or mask.resize."),
            "see --mask-polarity, --mask-threshold or --resize-mask.");
  EXPECT_EQ(with_flag_names("at most 5 pixels (max_pixels)"), "at most 5 pixels (--max-pixels)");
  EXPECT_EQ(with_flag_names("mask.dilate is -1"), "--dilate is -1");
  EXPECT_EQ(with_flag_names("m.onnx: try model_io lama,joined=true (wants_loss: smaller)"),
            "m.onnx: try --model-io lama,joined=true (--lossy: smaller)");
  EXPECT_EQ(with_flag_names("page is 0, expected 1 or more"), "--page is 0, expected 1 or more");
  EXPECT_EQ(with_flag_names("jobs is -2"), "--jobs is -2");
}

TEST(FieldFlagsTest, OtherWordsAndFileNamesStay) {
  for (const char* text : {"", ".", "mask.png: the mask has no page", "photo.mask.polarity.png",
                           "my_max_pixels", "the feather, context and threads...", "pages is", "the page is 7", "%{}"}) {
    EXPECT_EQ(with_flag_names(text), text);
  }
}

}  // namespace
}  // namespace kintsugi::apps
