#include "kintsugi/graph/field_stack.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(FieldStackTest, FindsTheReportsStack) {
  EXPECT_THAT(strides_for_field(40, 4), ElementsAre(2, 1, 1, 1, 1, 1, 1));
  EXPECT_THAT(strides_for_field(4, 4), ElementsAre(2));
  EXPECT_THAT(strides_for_field(22, 4), ElementsAre(2, 2, 2));
}

TEST(FieldStackTest, NamesTheNearestFields) {
  EXPECT_THAT([] { strides_for_field(41, 4); },
              ThrowsMessage<Error>(HasSubstr("the nearest are 40 and 43")));
  EXPECT_THROW(strides_for_field(2, 4), Error);
  EXPECT_THROW(strides_for_field(40, 1), Error);
}

TEST(FieldStackTest, EveryStackHasItsFieldAndNoneIsShallower) {
  for (int64_t field = 4; field <= 118; field += 3) {
    const auto strides = strides_for_field(field, 4);
    EXPECT_EQ(field_of_strides(strides, 4), field);
    for (size_t layers = 1; layers < strides.size(); ++layers) {
      for (size_t strided = 0; strided <= layers; ++strided) {
        std::vector<int64_t> other(strided, 2);
        other.resize(layers, 1);
        EXPECT_NE(field_of_strides(other, 4), field) << layers << " layers, " << strided;
      }
    }
  }
}

}  // namespace
}  // namespace kintsugi::graph
