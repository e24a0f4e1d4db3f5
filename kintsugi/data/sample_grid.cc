#include <algorithm>

#include "kintsugi/data/run_log.h"
#include "kintsugi/error.h"
#include "kintsugi/paint/raster.h"
#include "kintsugi/paint/stroke_font.h"

namespace kintsugi::data {

namespace {

constexpr int kGap = 4, kCaption = 14;  // pixels between pictures; height of a line of text
constexpr double kUnit = 0.6, kPen = 0.5, kLetterGap = 3;  // pixels; of the font's units
constexpr int kInk = 230, kPaper = 32;

/// Of all lines of a text.
int height_px(const std::string& text) {
  if (text.empty()) return 0;
  return kCaption * static_cast<int>(1 + std::count(text.begin(), text.end(), '\n'));
}

/// Writes on dark paper from (top, left); what does not fit is cut off.
void write(Image& grid, const std::string& text, int top, int left) {
  if (text.empty()) return;
  Mask ink({height_px(text), grid.width()});
  double x = left + 1, y = 2;
  for (const char character : text) {
    if (character == '\n') {
      x = left + 1;
      y += kCaption;
      continue;
    }
    const Glyph glyph = glyph_of(character);
    for (std::vector<Point> line : glyph.lines) {
      for (Point& point : line) point = {y + point.y * kUnit, x + point.x * kUnit};
      fill_polyline(ink, line, kPen);
    }
    x += (std::max(glyph.width, 3.0) + kLetterGap) * kUnit;
  }
  for (int row = 0; row < ink.height(); ++row) {
    for (int column = 0; column < grid.width(); ++column) {
      if (!ink.at(row, column)) continue;
      for (int channel = 0; channel < 3; ++channel) grid.set(top + row, column, channel, kInk);
    }
  }
}

Image paper(Size size) {
  Image image(size, 3);
  for (int y = 0; y < size.height; ++y) {
    std::fill_n(image.row<uint8_t>(y), image.row_bytes(), static_cast<uint8_t>(kPaper));
  }
  return image;
}

}  // namespace

Image sample_grid(const std::vector<Sample>& samples) {
  check(!samples.empty(), "there are no samples to show");
  const Size size = samples[0].original.size();
  int caption_px = 0;
  for (const Sample& s : samples) caption_px = std::max(caption_px, height_px(s.caption));
  const int row_px = size.height + kGap + caption_px;
  Image grid =
      paper({kGap + row_px * static_cast<int>(samples.size()), kGap + 4 * (size.width + kGap)});
  int top = kGap;
  for (const Sample& sample : samples) {
    int left = kGap;
    for (const Image* image : {&sample.original, &sample.input, &sample.raw, &sample.composite}) {
      check(image->size() == size && image->channels() == 3 && image->bits() == 8,
            "a sample's pictures differ in size or are not 8-bit RGB");
      grid.paste(*image, top, left);
      left += size.width + kGap;
    }
    write(grid, sample.caption, top + size.height, kGap);
    top += row_px;
  }
  return grid;
}

}  // namespace kintsugi::data
