#pragma once

#include "kintsugi/picture/tiff_layout.h"

namespace kintsugi {

/// Pixels of a TIFF whose samples an Image cannot hold: floating point (16, 32, 64 bits), signed
/// integers and unsigned ones of 32 bits. They are filled in an Image of 16 bits and go back to
/// the file's numbers where they changed; all others keep every bit.
class TiffNumbers {
 public:
  /// Reads the page that `layout` is of, as it is stored.
  TiffNumbers(const TiffFile& file, const TiffLayout& layout);

  /// Puts pixel values into `picture` (16 bits, the layout's size). The whole range of the colours,
  /// but at least 0 to 1 for floating point, becomes 0 to 65535; alpha is taken for 0 to 1, or for
  /// the range of its type. What is not a number becomes the lowest value.
  void get(Picture& picture) const;

  /// Turns the pixels as EXIF's orientation says.
  void turn(int orientation);

  /// Takes the changed pixels (null = all) of the picture, which must be of this size.
  void put(const Picture& picture, const Mask* changed);

  /// As the layout has it, but turned after `turn`.
  Size size() const { return size_; }
  int samples() const { return samples_; }
  int bits() const { return bits_; }
  int sample_format() const { return format_; }                ///< libtiff's SAMPLEFORMAT_...
  bool is_premultiplied() const { return is_premultiplied_; }  ///< by alpha
  /// A row's numbers in the machine's byte order, `samples()` a pixel.
  const uint8_t* row(int y) const { return bytes_.data() + y * row_bytes(); }

 private:
  size_t row_bytes() const { return size_t{1} * size_.width * samples_ * (bits_ / 8); }
  double at(int y, int x, int sample) const;
  void set(int y, int x, int sample, double value);
  bool is_alpha(int sample) const { return samples_ % 2 == 0 && sample == samples_ - 1; }

  struct Range {
    double low = 0, high = 1;
  };
  Range full_range() const;
  Range range_of(int sample) const { return is_alpha(sample) ? full_range() : range_; }

  Size size_;
  int samples_ = 1, bits_ = 32, format_ = 0;
  bool is_premultiplied_ = false;
  Bytes bytes_;
  Range range_;  // of the colours
};

}  // namespace kintsugi
