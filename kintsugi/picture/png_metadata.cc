#include "kintsugi/picture/png_metadata.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/png_fit.h"
#include "kintsugi/picture/png_text.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

constexpr char kXmpKeyword[] = "XML:com.adobe.xmp";
constexpr char kIptcKeyword[] = "Raw profile type iptc";
constexpr size_t kPackFrom = 1024;  // bytes of text from which packing pays

bool is_text(const std::string& name) { return name == "tEXt" || name == "zTXt" || name == "iTXt"; }

class MetadataReader {
 public:
  MetadataReader(Metadata& metadata, Warnings& warnings)
      : metadata_(metadata), warnings_(warnings) {}

  /// Did a field of Metadata take the chunk's content?
  bool take(const PngChunk& chunk) {
    if (chunk.name == "eXIf") {
      if (metadata_.exif.empty()) metadata_.exif = without_exif_prefix(chunk.content);
      return true;
    }
    if (chunk.name == "iCCP") {
      take_profile(chunk);
      return true;
    }
    if (chunk.name == "pHYs") return take_resolution(chunk.content);
    return is_text(chunk.name) && take_text(chunk);
  }

  /// Blocks in ImageMagick's older form count only where there are none in the newer.
  void finish() {
    if (metadata_.exif.empty()) metadata_.exif = std::move(raw_exif_);
    if (metadata_.xmp.empty()) metadata_.xmp.assign(raw_xmp_.begin(), raw_xmp_.end());
  }

 private:
  bool take_resolution(ByteView content) {
    if (content.size() != 9 || metadata_.resolution) return false;
    const auto number = [&](size_t at) {
      return uint32_t{content[at]} << 24 | content[at + 1] << 16 | content[at + 2] << 8 |
             content[at + 3];
    };
    const LengthUnit unit = content[8] == 1 ? LengthUnit::kMetre : LengthUnit::kNone;
    const Resolution found{double(number(0)), double(number(4)), unit};
    if (found.x > 0 && found.y > 0) metadata_.resolution = found;
    return true;
  }

  void take_profile(const PngChunk& chunk) {
    if (!metadata_.icc.empty()) return;
    if (auto profile = png_value(chunk.name, chunk.content, budget_)) {
      metadata_.icc = std::move(*profile);
    } else {
      warnings_.push_back(
          "the PNG's colour profile (iCCP) is damaged or too large: it is left out");
    }
  }

  bool take_text(const PngChunk& chunk) {
    const std::string keyword = png_keyword(chunk.content);
    if (keyword == kXmpKeyword) {
      if (!metadata_.xmp.empty()) return false;
      const std::optional<Bytes> value = png_value(chunk.name, chunk.content, budget_);
      if (value) metadata_.xmp.assign(value->begin(), value->end());
      return value && !value->empty();
    }
    if (!keyword.starts_with("Raw profile type ")) return false;
    const std::optional<Bytes> value = png_value(chunk.name, chunk.content, budget_);
    if (!value) return false;
    const std::optional<Bytes> block = parse_raw_profile({value->begin(), value->end()});
    return block && !block->empty() && take_block(keyword, *block);
  }

  bool take_block(const std::string& keyword, const Bytes& block) {
    if (keyword == kIptcKeyword) {
      metadata_.iptc = without_photoshop_wrapper(block);
      return !metadata_.iptc.empty();
    }
    if (keyword == "Raw profile type xmp") {
      raw_xmp_ = block;
      return true;
    }
    if (keyword != "Raw profile type exif" && keyword != "Raw profile type APP1") return false;
    if (const auto xmp = after_name(jpeg_names::kXmp, ByteView(block))) {
      raw_xmp_.assign(xmp->begin(), xmp->end());
    } else {
      raw_exif_ = without_exif_prefix(block);
    }
    return true;
  }

  Metadata& metadata_;
  Warnings& warnings_;
  Bytes raw_exif_, raw_xmp_;
  UnpackBudget budget_;
};

/// What libpng reads and writes with the pixels. Colours of an RGB picture's PLTE are a suggestion
/// for poor screens, which stays.
bool belongs_to_pixels(const std::string& name, bool is_palette) {
  if (name == "PLTE") return is_palette;
  return name == "tRNS" || !is_ancillary(name);
}

/// The standard wants these before a palette.
bool is_before_palette(const std::string& name) {
  static constexpr std::string_view kNames[] = {"cHRM", "gAMA", "sBIT", "sRGB", "cICP",
                                                "mDCV", "mDCv", "cLLI", "cLLi"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

const Bytes* find(const Metadata& metadata, std::string_view name) {
  for (const auto& [known, content] : metadata.png_chunks) {
    if (known == name) return &content;
  }
  return nullptr;
}

/// pHYs: pixels a metre across and down, or the shape of a pixel.
Bytes resolution_content(const Resolution& resolution) {
  const Resolution shown = in_unit(resolution, LengthUnit::kMetre);
  Bytes content;
  for (const double value : {shown.x, shown.y}) {
    const auto number = static_cast<uint32_t>(std::clamp(std::round(value), 1.0, 2147483647.0));
    for (int shift = 24; shift >= 0; shift -= 8) content.push_back(number >> shift & 255);
  }
  content.push_back(shown.unit == LengthUnit::kMetre ? 1 : 0);
  return content;
}

void plan_own_fields(const Metadata& metadata, PngPlan& plan) {
  if (!metadata.icc.empty()) {
    plan.before_palette.emplace_back("iCCP", png_content("ICC profile", metadata.icc, true));
  }
  if (metadata.resolution) {
    plan.before_pixels.emplace_back("pHYs", resolution_content(*metadata.resolution));
  }
  if (!metadata.exif.empty()) plan.before_pixels.emplace_back("eXIf", metadata.exif);
  if (!metadata.xmp.empty()) {
    plan.before_pixels.emplace_back("iTXt", png_international_text(kXmpKeyword, metadata.xmp));
  }
  if (metadata.iptc.empty()) return;
  const std::string text = write_raw_profile("iptc", with_photoshop_wrapper(metadata.iptc));
  const bool is_packed = text.size() >= kPackFrom;
  plan.before_pixels.emplace_back(
      is_packed ? "zTXt" : "tEXt",
      png_content(kIptcKeyword, {reinterpret_cast<const uint8_t*>(text.data()), text.size()},
                  is_packed));
}

}  // namespace

void read_png_metadata(const PngChunks& file, bool is_palette, Metadata& metadata,
                       Warnings& warnings) {
  MetadataReader reader(metadata, warnings);
  std::vector<std::string> damaged;
  bool is_behind = false;
  for (const PngChunk& chunk : file.chunks) {
    is_behind = is_behind || chunk.name == "IDAT";
    if (!chunk.is_intact) {
      damaged.push_back(chunk.name);
    } else if (!belongs_to_pixels(chunk.name, is_palette) && !reader.take(chunk)) {
      auto& kept = is_behind ? metadata.png_chunks_behind : metadata.png_chunks;
      kept.emplace_back(chunk.name, Bytes(chunk.content.begin(), chunk.content.end()));
    }
  }
  reader.finish();
  if (!damaged.empty()) {
    warnings.push_back("damaged PNG chunks (wrong checksum) are left out: " + listed(damaged));
  }
  if (file.num_bytes_behind > 0) {
    warnings.push_back("the " + std::to_string(file.num_bytes_behind) +
                       " bytes behind the end of the PNG are left out");
  }
}

PngPlan plan_png_chunks(const Metadata& metadata, const PngForm& form, Warnings& warnings) {
  PngPlan plan;
  std::vector<std::string> dropped;
  const auto add = [&](const auto& chunks, bool is_behind) {
    for (const auto& [name, content] : chunks) {
      if (std::optional<Bytes> fitted = fit_png_chunk(name, content, form)) {
        auto& place = is_behind                 ? plan.behind_pixels
                      : is_before_palette(name) ? plan.before_palette
                                                : plan.before_pixels;
        place.emplace_back(name, std::move(*fitted));
      } else if (name != "iDOT") {  // where the old file's pixels lie, for Apple's reader
        dropped.push_back(name);
      }
    }
  };
  add(metadata.png_chunks, false);
  plan_own_fields(metadata, plan);
  add(metadata.png_chunks_behind, true);
  if (!dropped.empty()) {
    warnings.push_back("PNG chunks that may no longer hold are left out: " + listed(dropped));
  }
  return plan;
}

bool has_png_text(const Metadata& metadata) {
  const auto is_one = [](const auto& chunk) { return is_text(chunk.first); };
  return std::any_of(metadata.png_chunks.begin(), metadata.png_chunks.end(), is_one) ||
         std::any_of(metadata.png_chunks_behind.begin(), metadata.png_chunks_behind.end(), is_one);
}

std::string png_only_chunks(const Metadata& metadata) {
  static constexpr std::string_view kOfColour[] = {"cICP", "mDCV", "mDCv", "cLLI",
                                                   "cLLi", "gAMA", "cHRM", "sRGB"};
  static constexpr std::string_view kOfFile[] = {"tIME", "hIST", "PLTE", "iDOT"};
  const auto is_in = [](const auto& names, const std::string& name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  std::vector<std::string> names;
  for (const auto* chunks : {&metadata.png_chunks, &metadata.png_chunks_behind}) {
    for (const auto& [name, content] : *chunks) {
      if (!is_text(name) && !is_in(kOfColour, name) && !is_in(kOfFile, name)) names.push_back(name);
    }
  }
  return listed(names);
}

std::string png_colour_chunks(const Metadata& metadata, bool keeps_cicp) {
  static const Bytes kSrgbCode = {1, 13, 0, 1};
  static const Bytes kSrgbGamma = {0, 0, 0xB1, 0x8F};
  static const Bytes kSrgbPrimaries = {0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 0, 0xFA, 0,
                                       0, 0, 0x80, 0xE8, 0, 0, 0x75, 0x30, 0, 0, 0xEA, 0x60,
                                       0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70};
  std::vector<std::string> names;
  const auto add = [&](const char* name, const Bytes& usual) {
    const Bytes* content = find(metadata, name);
    if (content && *content != usual) names.push_back(name);
  };
  if (!keeps_cicp) add("cICP", kSrgbCode);
  for (const char* name : {"mDCV", "mDCv", "cLLI", "cLLi"}) add(name, {});
  if (metadata.icc.empty() && !find(metadata, "sRGB") && !find(metadata, "cICP")) {
    add("gAMA", kSrgbGamma);
    add("cHRM", kSrgbPrimaries);
  }
  return listed(names);
}

}  // namespace kintsugi
