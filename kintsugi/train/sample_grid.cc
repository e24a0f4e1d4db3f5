#include <algorithm>

#include "kintsugi/base/error.h"
#include "kintsugi/image/raster.h"
#include "kintsugi/image/stroke_font.h"
#include "kintsugi/train/run_log.h"

namespace kintsugi::train {

namespace {

constexpr int kGap = 4, kCaption = 14;  // pixels between pictures; height of a line of text
constexpr double kUnit = 0.6, kPen = 0.5, kLetterGap = 3;  // pixels; of the font's units
constexpr int kInk = 230, kPaper = 32;

/// Writes on dark paper from (top, left); what does not fit is cut off.
void write(Image& grid, const std::string& text, int top, int left) {
  Mask ink({kCaption, grid.width()});
  double x = left + 1;
  for (const char character : text) {
    const Glyph glyph = glyph_of(character);
    for (std::vector<Point> line : glyph.lines) {
      for (Point& point : line) point = {2 + point.y * kUnit, x + point.x * kUnit};
      fill_polyline(ink, line, kPen);
    }
    x += (std::max(glyph.width, 3.0) + kLetterGap) * kUnit;
  }
  for (int y = 0; y < kCaption; ++y) {
    for (int column = 0; column < grid.width(); ++column) {
      if (!ink.at(y, column)) continue;
      for (int channel = 0; channel < 3; ++channel) grid.set(top + y, column, channel, kInk);
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
  const bool has_captions = std::any_of(
      samples.begin(), samples.end(), [](const Sample& sample) { return !sample.caption.empty(); });
  const int row_px = size.height + kGap + (has_captions ? kCaption : 0);
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

}  // namespace kintsugi::train
