#include "kintsugi/picture/png_fit.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

#include "kintsugi/picture/png_chunks.h"

namespace kintsugi {
namespace {

/// Not safe to copy by their names, but they say nothing that filling makes untrue.
bool holds_after_filling(const std::string& name) {
  static constexpr std::string_view kNames[] = {"gAMA", "cHRM", "sRGB", "cICP", "mDCV",
                                                "mDCv", "cLLI", "cLLi", "PLTE", "sPLT",
                                                "pCAL", "sCAL", "sTER"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

/// Significant bits of each sample: grey, grey+alpha, RGB (palettes too) or RGBA.
std::optional<Bytes> fit_significant_bits(Bytes bits, const PngForm& form) {
  if (bits.empty() || bits.size() > 4) return std::nullopt;
  const bool is_palette = form.colour_type == PNG_COLOR_TYPE_PALETTE;
  const size_t colours = form.colour_type & PNG_COLOR_MASK_COLOR ? 3 : 1;
  const bool has_alpha = form.colour_type & PNG_COLOR_MASK_ALPHA;
  const size_t old_colours = bits.size() < 3 ? 1 : 3;
  if (old_colours > colours) return std::nullopt;
  if (old_colours < colours) bits.insert(bits.begin(), 2, bits[0]);
  const uint8_t depth = static_cast<uint8_t>(is_palette ? 8 : form.bit_depth);
  bits.resize(colours + (has_alpha ? 1 : 0), depth);
  for (uint8_t& value : bits) value = std::clamp<uint8_t>(value, 1, depth);
  return bits;
}

int number_at(const Bytes& bytes, size_t at) { return bytes[at] << 8 | bytes[at + 1]; }

/// The colour behind the picture: the number of a palette's colour, a grey or RGB.
std::optional<Bytes> fit_background(const Bytes& content, const PngForm& form) {
  std::vector<int> colour;
  if (content.size() == 1) {
    if (content[0] >= form.source_palette.size()) return std::nullopt;
    const auto& entry = form.source_palette[content[0]];
    if (form.colour_type == PNG_COLOR_TYPE_PALETTE) {
      const png_color& now = form.palette[content[0]];
      const bool holds = std::array{now.red, now.green, now.blue} == entry;
      return holds ? std::optional(content) : std::nullopt;
    }
    colour = {entry.begin(), entry.end()};
  } else if (content.size() == 2) {
    colour = {number_at(content, 0) * form.grey_scale};
  } else if (content.size() == 6) {
    colour = {number_at(content, 0), number_at(content, 2), number_at(content, 4)};
  }
  const size_t wanted = form.colour_type & PNG_COLOR_MASK_COLOR ? 3 : 1;
  if (colour.size() == 1 && wanted == 3) colour.resize(3, colour[0]);
  if (colour.size() != wanted || form.colour_type == PNG_COLOR_TYPE_PALETTE) return std::nullopt;
  Bytes result;
  for (const int value : colour) {
    const int limited = std::min(value, (1 << form.bit_depth) - 1);
    result.push_back(limited >> 8);
    result.push_back(limited & 255);
  }
  return result;
}

/// Where the picture lies on a page and which halves are for which eye: of stored pixels only.
bool is_about_sides(const std::string& name) { return name == "oFFs" || name == "sTER"; }

/// The size of a pixel: a byte for the unit, width and height as texts with a zero between them.
Bytes with_swapped_scale(const Bytes& content) {
  const auto end = std::find(content.begin(), content.end(), 0);
  if (content.empty() || end == content.end()) return content;
  Bytes result = {content[0]};
  result.insert(result.end(), end + 1, content.end());
  result.push_back(0);
  result.insert(result.end(), content.begin() + 1, end);
  return result;
}

Bytes time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  const int year = utc.tm_year + 1900;
  Bytes content;
  for (const int value :
       {year >> 8, year & 255, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec}) {
    content.push_back(static_cast<uint8_t>(value));
  }
  return content;
}

}  // namespace

std::optional<Bytes> fit_png_chunk(const std::string& name, const Bytes& content,
                                   const PngForm& form) {
  if (name == "sBIT") return fit_significant_bits(content, form);
  if (name == "bKGD") return fit_background(content, form);
  if (name == "tIME") return time_now();
  if (form.turned != 1 && is_about_sides(name)) return std::nullopt;
  if (form.turned >= 5 && name == "sCAL") return with_swapped_scale(content);
  const bool has_colour = form.colour_type & PNG_COLOR_MASK_COLOR;
  if (name == "PLTE" && (form.colour_type == PNG_COLOR_TYPE_PALETTE || !has_colour)) {
    return std::nullopt;
  }
  if (holds_after_filling(name) || is_safe_to_copy(name)) return content;
  return std::nullopt;
}

}  // namespace kintsugi
