#include "kintsugi/picture/png_form.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "kintsugi/picture/pixel_rows.h"

namespace kintsugi {
namespace {

constexpr size_t kMostColours = 256;

/// Calls `visit` with x and the colour as RGBA in one number for each pixel of a row until it
/// returns false; did it never?
template <class Visit>
bool for_each_colour(const Picture& picture, int y, const Visit& visit) {
  const uint8_t* rgb = picture.image.row<uint8_t>(y);
  const uint8_t* alpha = picture.alpha ? picture.alpha->row<uint8_t>(y) : nullptr;
  for (int x = 0; x < picture.image.width(); ++x, rgb += 3) {
    const uint32_t opacity = alpha ? alpha[x] : 255;
    if (!visit(x, uint32_t{rgb[0]} << 24 | rgb[1] << 16 | rgb[2] << 8 | opacity)) return false;
  }
  return true;
}

/// The palette's colours with their opacity.
std::vector<uint32_t> source_colours(const Picture& picture) {
  std::vector<uint32_t> colours;
  for (const auto& [red, green, blue] : picture.palette) {
    const size_t i = colours.size();
    const uint32_t opacity = i < picture.palette_alpha.size() ? picture.palette_alpha[i] : 255;
    colours.push_back(uint32_t{red} << 24 | green << 16 | blue << 8 | opacity);
  }
  return colours;
}

/// The colours of all pixels in the order in which they appear; nothing if they are too many.
std::optional<std::vector<uint32_t>> used_colours(const Picture& picture) {
  std::vector<uint32_t> colours;
  std::unordered_set<uint32_t> known;
  for (int y = 0; y < picture.image.height(); ++y) {
    uint64_t last = ~uint64_t{0};
    const auto add = [&](int, uint32_t colour) {
      if (last == colour) return true;
      last = colour;
      if (known.insert(colour).second) colours.push_back(colour);
      return colours.size() <= kMostColours;
    };
    if (!for_each_colour(picture, y, add)) return std::nullopt;
  }
  return colours;
}

int fewest_bits(size_t num_colours) {
  return num_colours <= 2 ? 1 : num_colours <= 4 ? 2 : num_colours <= 16 ? 4 : 8;
}

}  // namespace

PngForm::PngForm(const Picture& picture, Warnings& warnings)
    : source_palette(picture.palette), turned(picture.turned) {
  const Image& image = picture.image;
  const bool had_few_bits = picture.stored_bits > 0 && image.channels() == 1 && image.bits() == 8;
  if (had_few_bits) grey_scale = 255 / ((1 << picture.stored_bits) - 1);
  if (had_few_bits && !picture.alpha) {
    bit_depth = picture.stored_bits;
    grey_scale = 1;
    return;
  }
  if (had_few_bits) {
    warnings.push_back(std::to_string(picture.stored_bits) +
                       "-bit grey is written with 8 bits and alpha");
  }
  if (take_palette(picture)) return;
  if (!picture.palette.empty()) {
    warnings.push_back(
        "the picture has more than 256 colours now: its palette is given up, it is "
        "written as " +
        std::string(picture.alpha ? "RGB with alpha" : "24-bit RGB"));
  }
  colour_type = (image.channels() == 3 ? PNG_COLOR_MASK_COLOR : 0) |
                (picture.alpha ? PNG_COLOR_MASK_ALPHA : 0);
  bit_depth = image.bits();
}

bool PngForm::take_palette(const Picture& picture) {
  if (picture.palette.empty() || picture.image.channels() != 3 || picture.image.bits() != 8) {
    return false;
  }
  const std::optional<std::vector<uint32_t>> used = used_colours(picture);
  if (!used) return false;
  std::vector<uint32_t> colours = source_colours(picture);
  for (size_t i = 0; i < colours.size(); ++i) {
    numbers_.emplace(colours[i], static_cast<uint8_t>(i));  // of two equal colours the first
  }
  // New colours get new numbers, and when there are no more those of colours that no pixel has.
  const std::unordered_set<uint32_t> needed(used->begin(), used->end());
  size_t free = 0;
  for (const uint32_t colour : *used) {
    if (numbers_.contains(colour)) continue;
    if (colours.size() < kMostColours) {
      numbers_.emplace(colour, static_cast<uint8_t>(colours.size()));
      colours.push_back(colour);
      continue;
    }
    while (needed.contains(colours[free]) && numbers_.at(colours[free]) == free) ++free;
    if (!needed.contains(colours[free])) numbers_.erase(colours[free]);
    numbers_.emplace(colour, static_cast<uint8_t>(free));
    colours[free++] = colour;
  }
  set_palette(colours);
  return true;
}

void PngForm::set_palette(const std::vector<uint32_t>& colours) {
  for (const uint32_t colour : colours) {
    palette.push_back({static_cast<uint8_t>(colour >> 24), static_cast<uint8_t>(colour >> 16),
                       static_cast<uint8_t>(colour >> 8)});
    palette_alpha.push_back(colour & 255);
  }
  while (!palette_alpha.empty() && palette_alpha.back() == 255) palette_alpha.pop_back();
  colour_type = PNG_COLOR_TYPE_PALETTE;
  bit_depth = fewest_bits(palette.size());
}

size_t PngForm::row_bytes(const Picture& picture) const {
  const size_t width = picture.image.width();
  const bool is_packed = colour_type == PNG_COLOR_TYPE_PALETTE || bit_depth < 8;
  return is_packed ? width : width * num_samples(picture) * (bit_depth / 8);
}

void PngForm::get_row(const Picture& picture, int y, uint8_t* row) const {
  if (colour_type == PNG_COLOR_TYPE_PALETTE) {
    uint64_t last = ~uint64_t{0};
    uint8_t number = 0;
    for_each_colour(picture, y, [&](int x, uint32_t colour) {
      if (last != colour) number = numbers_.at(colour);
      last = colour;
      row[x] = number;
      return true;
    });
    return;
  }
  kintsugi::get_row(picture, y, row);
  if (bit_depth >= 8) return;
  const int most = (1 << bit_depth) - 1;
  std::transform(row, row + picture.image.width(), row,
                 [most](uint8_t grey) { return static_cast<uint8_t>((grey * most + 127) / 255); });
}

}  // namespace kintsugi
