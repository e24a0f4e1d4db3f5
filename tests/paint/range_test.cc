#include "kintsugi/paint/range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

template <class T>
T read(const std::string& text) {
  std::istringstream in(text);
  T value;
  in >> value;
  return value;
}

template <class T>
std::string written(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(RangeTest, IsReadAsItIsWritten) {
  EXPECT_EQ(read<Range>("0.1..0.25"), (Range{0.1, 0.25}));
  EXPECT_EQ(read<Range>("5"), (Range{5, 5}));
  EXPECT_EQ(read<Range>("-3..-1"), (Range{-3, -1}));
  EXPECT_EQ(written(Range{0.1, 0.25}), "0.1..0.25");
  EXPECT_EQ(written(Range{5, 5}), "5");
}

TEST(RangeTest, RefusesWhatIsNoRange) {
  for (const char* text :
       {"a", "1..b", "2..1", "1..2..3", "0.1...0.2", "nan", "1..inf", "..", "1.."}) {
    EXPECT_THAT([&] { read<Range>(text); },
                ThrowsMessage<Error>(HasSubstr("expected a range such as 0.1..0.2")))
        << text;
  }
}

TEST(RangeTest, PicksBothEndsOfIntegers) {
  Random random(1);
  int counts[3] = {};
  for (int i = 0; i < 300; ++i) ++counts[Range{4, 6}.pick_integer(random) - 4];
  for (const int count : counts) EXPECT_GT(count, 60);
}

TEST(LengthsTest, AreFractionsOrPixels) {
  EXPECT_EQ(read<Lengths>("0.1..0.3").in_px(200), (Range{20, 60}));
  EXPECT_EQ(read<Lengths>("10px..20px").in_px(200), (Range{10, 20}));
  EXPECT_EQ(read<Lengths>("40px").in_px(7), (Range{40, 40}));
  EXPECT_EQ(written(Lengths{10, 20, true}), "10px..20px");
  EXPECT_EQ(written(Lengths{0.5, 0.5}), "0.5");
}

TEST(LengthsTest, RefuseMixedAndNegativeOnes) {
  for (const char* text : {"10..20px", "10px..20", "-1px", "px", "20px..10px"}) {
    EXPECT_THAT([&] { read<Lengths>(text); }, ThrowsMessage<Error>(HasSubstr("expected fractions")))
        << text;
  }
}

}  // namespace
}  // namespace kintsugi
