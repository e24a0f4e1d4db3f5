#pragma once

#include <png.h>

#include <deque>

#include "kintsugi/image/codec.h"

namespace kintsugi {

/// Tells libpng which chunks to hand over as they are; call before reading or writing.
void keep_png_chunks(png_structp png);

/// All metadata that libpng has met; call after png_read_end, outside of any setjmp.
Metadata read_png_metadata(png_structp png, png_infop info);

/// A picture's metadata in the form that libpng writes. libpng gets pointers into it and into
/// `metadata`: both must live until png_write_end.
class PngMetadata {
 public:
  explicit PngMetadata(const Metadata& metadata);

  /// To be called before png_write_info; libpng may jump out of it.
  void hand_over(png_structp png, png_infop info);

 private:
  void add_text(const std::string& keyword, const std::string& utf8);

  const Metadata& metadata_;
  std::deque<std::string> storage_;  // what text_ points to; a deque's elements never move
  std::vector<png_text> text_;
  std::vector<png_unknown_chunk> chunks_;
};

}  // namespace kintsugi
