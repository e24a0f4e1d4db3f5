#include "kintsugi/picture/tiff_io.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {

/// libtiff's view of a file; `handle` is the TiffFile. Exceptions must not leave these: memory that
/// is lacking becomes a failed write.
struct TiffFile::Callbacks {
  static TiffFile& self(thandle_t handle) { return *static_cast<TiffFile*>(handle); }

  static ByteView content(const TiffFile& file) {
    return file.is_writing_ ? ByteView(file.output_) : file.input_;
  }

  static tmsize_t read(thandle_t handle, void* to, tmsize_t num_bytes) {
    TiffFile& file = self(handle);
    const ByteView bytes = content(file);
    const size_t left = bytes.size() - std::min(file.position_, bytes.size());
    const size_t got = std::min(left, static_cast<size_t>(std::max<tmsize_t>(0, num_bytes)));
    if (got > 0) std::memcpy(to, bytes.data() + file.position_, got);
    file.position_ += got;
    return static_cast<tmsize_t>(got);
  }

  static tmsize_t write(thandle_t handle, void* from, tmsize_t num_bytes) try {
    TiffFile& file = self(handle);
    const size_t end = file.position_ + num_bytes;
    if (end > file.output_.size()) file.output_.resize(end);
    std::memcpy(file.output_.data() + file.position_, from, num_bytes);
    file.position_ = end;
    return num_bytes;
  } catch (const std::exception&) {
    return 0;
  }

  static toff_t seek(thandle_t handle, toff_t offset, int whence) {
    TiffFile& file = self(handle);
    const toff_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.position_ : size(handle);
    return file.position_ = base + offset;
  }

  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle) { return content(self(handle)).size(); }

  static int on_error(TIFF*, void* handle, const char*, const char* format, va_list values) {
    char text[512];
    std::vsnprintf(text, sizeof(text), format, values);
    self(handle).complaint_ = text;
    return 1;  // said: do not print it
  }
  static int on_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }
};

TiffFile::TiffFile(ByteView bytes) : input_(bytes) { open("rm"); }

TiffFile::TiffFile(bool is_big_endian) : is_writing_(true) { open(is_big_endian ? "wb" : "wl"); }

TiffFile::~TiffFile() {
  if (tiff_) TIFFClose(tiff_);
}

void TiffFile::open(const char* mode) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), Callbacks::on_error, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), Callbacks::on_warning, this);
  tiff_ =
      TIFFClientOpenExt("picture", mode, this, Callbacks::read, Callbacks::write, Callbacks::seek,
                        Callbacks::close, Callbacks::size, nullptr, nullptr, options.get());
  check(tiff_ != nullptr, "broken TIFF: ", complaint_);
}

Bytes TiffFile::block(uint32_t tag) const {
  uint32_t count = 0;
  void* data = nullptr;
  if (!TIFFGetField(tiff_, tag, &count, &data) || !data) return {};
  const auto* bytes = static_cast<const uint8_t*>(data);
  return {bytes, bytes + count};
}

Bytes TiffFile::close() {
  const bool is_written = TIFFFlush(tiff_);
  TIFFClose(std::exchange(tiff_, nullptr));
  check(is_written, "cannot write the TIFF: ", complaint_);
  return std::move(output_);
}

}  // namespace kintsugi
