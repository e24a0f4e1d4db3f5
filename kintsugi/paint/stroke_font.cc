#include "kintsugi/paint/stroke_font.h"

#include <algorithm>
#include <array>

namespace kintsugi {
namespace {

struct Entry {
  char character;
  // Two hexadecimal digits a point, x and y; a blank lifts the pen. "004C80" is a V: from (0, 0)
  // down to (4, 12) and up to (8, 0).
  std::string_view points;
};

constexpr std::array kFont = {
    Entry{'A', "0C408C 1979"},
    Entry{'B', "0C005071755606 56878B6C0C"},
    Entry{'C', "826020020A2C6C8A"},
    Entry{'D', "0C005083895C0C"},
    Entry{'E', "80000C8C 0666"},
    Entry{'F', "80000C 0666"},
    Entry{'G', "826020020A2C6C8A8757"},
    Entry{'H', "000C 808C 0686"},
    Entry{'I', "202C 0040 0C4C"},
    Entry{'J', "606A4C2C0A"},
    Entry{'K', "000C 8007 348C"},
    Entry{'L', "000C8C"},
    Entry{'M', "0C0047808C"},
    Entry{'N', "0C008C80"},
    Entry{'O', "2060828A6C2C0A0220"},
    Entry{'P', "0C006082856707"},
    Entry{'Q', "2060828A6C2C0A0220 598D"},
    Entry{'R', "0C006082856707 478C"},
    Entry{'S', "82602002042666888A6C2C0A"},
    Entry{'T', "0080 404C"},
    Entry{'U', "000A2C6C8A80"},
    Entry{'V', "004C80"},
    Entry{'W', "002C446C80"},
    Entry{'X', "008C 800C"},
    Entry{'Y', "004680 464C"},
    Entry{'Z', "00800C8C"},
    Entry{'a', "646C 664424060A2C4C6A"},
    Entry{'b', "000C 062444666A4C2C0A"},
    Entry{'c', "664424060A2C4C6A"},
    Entry{'d', "606C 664424060A2C4C6A"},
    Entry{'e', "0868664424060A2C4C6B"},
    Entry{'f', "5030222C 0444"},
    Entry{'g', "646D4F2F0E 664424060A2C4C6A"},
    Entry{'h', "000C 062444666C"},
    Entry{'i', "040C 01"},
    Entry{'j', "242D0F 21"},
    Entry{'k', "000C 6409 276C"},
    Entry{'l', "000C"},
    Entry{'m', "040C 062434464C 466474868C"},
    Entry{'n', "040C 062444666C"},
    Entry{'o', "2444666A4C2C0A0624"},
    Entry{'p', "040F 062444666A4C2C0A"},
    Entry{'q', "646F 664424060A2C4C6A"},
    Entry{'r', "040C 062444"},
    Entry{'s', "6544240517596B4C2C0B"},
    Entry{'t', "212A3C5C 0454"},
    Entry{'u', "040A2C4C6A 646C"},
    Entry{'v', "043C64"},
    Entry{'w', "042C456C84"},
    Entry{'x', "046C 640C"},
    Entry{'y', "043C 641F"},
    Entry{'z', "04640C6C"},
    Entry{'0', "305073795C3C191330"},
    Entry{'1', "02303C 0C6C"},
    Entry{'2', "02206082840C8C"},
    Entry{'3', "01206082846636 66888A6C2C0B"},
    Entry{'4', "6C600888"},
    Entry{'5', "8010062565878A6C2C0A"},
    Entry{'6', "6031060A2C6C8A88662608"},
    Entry{'7', "00803C"},
    Entry{'8', "206082846626040220 66888A6C2C0A0826"},
    Entry{'9', "2C5B868260200204266684"},
    Entry{'.', "0C"},
    Entry{',', "1B0E"},
    Entry{'!', "0008 0C"},
    Entry{'?', "02206082844748 4C"},
    Entry{'-', "0747"},
    Entry{'+', "3339 0666"},
    Entry{'\'', "0003"},
    Entry{'"', "0003 3033"},
    Entry{':', "04 0B"},
    Entry{'/', "0C60"},
    Entry{'&', "8C1311305153080A2C5C87"},
    Entry{'#', "201C 706C 0484 0888"},
    Entry{'(', "2003092C"},
    Entry{')', "0023290C"},
};

constexpr int digit(char hex) { return hex <= '9' ? hex - '0' : hex - 'A' + 10; }

Glyph drawn(std::string_view points) {
  Glyph glyph{.width = 0, .lines = {{}}};
  for (size_t i = 0; i < points.size(); i += 2) {
    if (points[i] == ' ') {
      glyph.lines.emplace_back();
      ++i;
    }
    const Point point{.y = 1.0 * digit(points[i + 1]), .x = 1.0 * digit(points[i])};
    glyph.lines.back().push_back(point);
    glyph.width = std::max(glyph.width, point.x);
  }
  return glyph;
}

constexpr auto kCharacters = [] {
  std::array<char, kFont.size()> characters{};
  for (size_t i = 0; i < kFont.size(); ++i) characters[i] = kFont[i].character;
  return characters;
}();

}  // namespace

std::string_view font_characters() { return {kCharacters.data(), kCharacters.size()}; }

Glyph glyph_of(char character) {
  for (const Entry& entry : kFont) {
    if (entry.character == character) return drawn(entry.points);
  }
  return {};
}

}  // namespace kintsugi
