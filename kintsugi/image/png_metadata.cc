#include "kintsugi/image/png_metadata.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "kintsugi/image/raw_profile.h"

namespace kintsugi {
namespace {

constexpr char kXmpKeyword[] = "XML:com.adobe.xmp";
constexpr char kIptcKeyword[] = "Raw profile type iptc";
constexpr size_t kCompressFrom = 1024;  // bytes of text from which compression pays

std::string latin1_to_utf8(const std::string& latin1) {
  std::string utf8;
  for (const unsigned char c : latin1) {
    if (c < 0x80) {
      utf8 += static_cast<char>(c);
    } else {
      utf8 += static_cast<char>(0xC0 | (c >> 6));
      utf8 += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return utf8;
}

/// The text as Latin-1, or nothing if it holds other characters (or is not UTF-8).
std::optional<std::string> utf8_to_latin1(const std::string& utf8) {
  std::string latin1;
  for (size_t i = 0; i < utf8.size(); ++i) {
    const unsigned char c = utf8[i];
    if (c < 0x80) {
      latin1 += static_cast<char>(c);
    } else if ((c == 0xC2 || c == 0xC3) && i + 1 < utf8.size() && (utf8[i + 1] & 0xC0) == 0x80) {
      latin1 += static_cast<char>((c & 3) << 6 | (utf8[++i] & 0x3F));
    } else {
      return std::nullopt;
    }
  }
  return latin1;
}

void take_text(const png_text& chunk, Metadata& metadata) {
  const bool is_utf8 = chunk.compression >= PNG_ITXT_COMPRESSION_NONE;
  const std::string keyword = chunk.key;
  const std::string value(chunk.text, is_utf8 ? chunk.itxt_length : chunk.text_length);
  if (keyword == kXmpKeyword) {
    metadata.xmp = value;
    return;
  }
  // ImageMagick's older way of keeping blocks that PNG had no chunk for.
  const bool is_exif = keyword == "Raw profile type exif" || keyword == "Raw profile type APP1";
  if (is_exif || keyword == kIptcKeyword) {
    const std::optional<Bytes> profile = parse_raw_profile(value);
    Bytes& block = is_exif ? metadata.exif : metadata.iptc;
    if (profile && block.empty()) {
      block = is_exif ? without_exif_prefix(*profile) : without_photoshop_wrapper(*profile);
    }
    if (profile && !block.empty()) return;
  }
  metadata.text.emplace_back(keyword, is_utf8 ? value : latin1_to_utf8(value));
}

}  // namespace

void keep_png_chunks(png_structp png) {
  // How to show the samples, and their size on paper. Copied untouched, they cannot change.
  static constexpr png_byte kNames[] = "gAMA\0cHRM\0sRGB\0pHYs\0cICP\0mDCv\0cLLi";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_ALWAYS, kNames, sizeof(kNames) / 5);
}

Metadata read_png_metadata(png_structp png, png_infop info) {
  Metadata metadata;
  png_bytep data = nullptr;
  png_uint_32 size = 0;
  png_charp profile_name = nullptr;
  int compression = 0;
  if (png_get_iCCP(png, info, &profile_name, &compression, &data, &size)) {
    metadata.icc.assign(data, data + size);
  }
  if (png_get_eXIf_1(png, info, &size, &data)) {
    metadata.exif = without_exif_prefix({data, size});
  }
  png_textp text = nullptr;
  const int num_texts = png_get_text(png, info, &text, nullptr);
  for (int i = 0; i < num_texts; ++i) take_text(text[i], metadata);
  png_unknown_chunkp chunks = nullptr;
  const int num_chunks = png_get_unknown_chunks(png, info, &chunks);
  for (const png_unknown_chunk& chunk : std::span(chunks, std::max(0, num_chunks))) {
    metadata.png_chunks.emplace_back(reinterpret_cast<const char*>(chunk.name),
                                     Bytes(chunk.data, chunk.data + chunk.size));
  }
  return metadata;
}

PngMetadata::PngMetadata(const Metadata& metadata) : metadata_(metadata) {
  for (const auto& [keyword, value] : metadata.text) add_text(keyword, value);
  if (!metadata.iptc.empty()) {
    add_text(kIptcKeyword, write_raw_profile("iptc", with_photoshop_wrapper(metadata.iptc)));
  }
  if (!metadata.xmp.empty()) {
    add_text(kXmpKeyword, metadata.xmp);
    text_.back().compression = PNG_ITXT_COMPRESSION_NONE;  // as the XMP standard wants it
  }
  for (const auto& [name, data] : metadata.png_chunks) {
    png_unknown_chunk chunk{};
    std::copy_n(name.begin(), std::min<size_t>(4, name.size()), chunk.name);
    chunk.data = const_cast<png_bytep>(data.data());
    chunk.size = data.size();
    chunk.location = PNG_HAVE_IHDR;
    chunks_.push_back(chunk);
  }
}

void PngMetadata::add_text(const std::string& keyword, const std::string& utf8) {
  const std::optional<std::string> latin1 = utf8_to_latin1(utf8);
  const bool compress = utf8.size() >= kCompressFrom;
  storage_.push_back(keyword);
  png_text chunk{};
  chunk.key = storage_.back().data();
  storage_.push_back(latin1 && keyword != kXmpKeyword ? *latin1 : utf8);
  chunk.text = storage_.back().data();
  chunk.text_length = storage_.back().size();
  if (latin1 && keyword != kXmpKeyword) {
    chunk.compression = compress ? PNG_TEXT_COMPRESSION_zTXt : PNG_TEXT_COMPRESSION_NONE;
  } else {
    chunk.compression = compress ? PNG_ITXT_COMPRESSION_zTXt : PNG_ITXT_COMPRESSION_NONE;
  }
  text_.push_back(chunk);
}

void PngMetadata::hand_over(png_structp png, png_infop info) {
  if (!metadata_.icc.empty()) {
    png_set_iCCP(png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE, metadata_.icc.data(),
                 metadata_.icc.size());
  }
  if (!metadata_.exif.empty()) {
    png_set_eXIf_1(png, info, metadata_.exif.size(), const_cast<png_bytep>(metadata_.exif.data()));
  }
  if (!text_.empty()) png_set_text(png, info, text_.data(), static_cast<int>(text_.size()));
  if (!chunks_.empty()) {
    png_set_unknown_chunks(png, info, chunks_.data(), static_cast<int>(chunks_.size()));
  }
}

}  // namespace kintsugi
