#pragma once

#include <tiffio.h>

#include <memory>
#include <string>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// libtiff on memory, silent: what it complains about is kept for our message.
class TiffFile {
 public:
  /// Opens a file for reading; `bytes` must live as long as this. Errors: no TIFF.
  explicit TiffFile(ByteView bytes);
  /// Opens an empty file for writing.
  explicit TiffFile(bool is_big_endian = false);
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;

  TIFF* get() const { return tiff_; }
  /// What libtiff complained about last; never empty.
  const std::string& complaint() const { return complaint_; }
  /// The value of a tag, its default where the standard has one, or else T{}.
  template <class T>
  T value(uint32_t tag) const {
    T result{};
    if (!TIFFGetFieldDefaulted(tiff_, tag, &result)) return T{};
    return result;
  }
  /// The content of a tag that holds bytes, such as the ICC profile; empty without it.
  Bytes block(uint32_t tag) const;
  /// The file that has been written. Nothing can be written after that.
  Bytes close();

 private:
  void open(const char* mode);
  struct Callbacks;

  ByteView input_;
  Bytes output_;
  size_t position_ = 0;
  bool is_writing_ = false;
  std::string complaint_ = "it is damaged";
  TIFF* tiff_ = nullptr;
};

}  // namespace kintsugi
