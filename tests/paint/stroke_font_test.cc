#include "kintsugi/paint/stroke_font.h"

#include <gtest/gtest.h>

#include <set>

namespace kintsugi {
namespace {

TEST(StrokeFontTest, HasEveryLetterAndDigitOnce) {
  const std::string_view characters = font_characters();
  const std::set<char> unique(characters.begin(), characters.end());
  EXPECT_EQ(unique.size(), characters.size());
  for (const char wanted : std::string_view(
           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,!?-+'\":/&#()")) {
    EXPECT_TRUE(unique.contains(wanted)) << wanted;
  }
}

TEST(StrokeFontTest, DrawsInsideTheLetterBox) {
  for (const char character : font_characters()) {
    const Glyph glyph = glyph_of(character);
    ASSERT_FALSE(glyph.lines.empty()) << character;
    for (const auto& line : glyph.lines) {
      EXPECT_FALSE(line.empty()) << character;
      for (const Point& point : line) {
        EXPECT_TRUE(point.x >= 0 && point.x <= 8 && point.y >= 0 && point.y <= 15) << character;
      }
    }
  }
}

TEST(StrokeFontTest, DrawsAV) {
  const Glyph glyph = glyph_of('V');
  ASSERT_EQ(glyph.lines.size(), 1u);
  ASSERT_EQ(glyph.lines[0].size(), 3u);
  EXPECT_EQ(glyph.width, 8);
  EXPECT_EQ(glyph.lines[0][1].y, 12);
  EXPECT_EQ(glyph.lines[0][1].x, 4);
}

TEST(StrokeFontTest, LeavesTheBlankBlank) { EXPECT_TRUE(glyph_of(' ').lines.empty()); }

}  // namespace
}  // namespace kintsugi
