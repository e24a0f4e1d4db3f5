#pragma once

// clang-format off: jpeglib.h needs the two above it
#include <cstddef>
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <csetjmp>

#include "kintsugi/base/error.h"
#include "kintsugi/image/codec.h"

namespace kintsugi {

/// libjpeg's error handler: silent, and an Error where libjpeg would guess pixels (a file that ends
/// early, damaged codes).
class JpegErrors {
 public:
  JpegErrors();
  jpeg_error_mgr* manager() { return &manager_; }

  /// Calls `body`, and throws an Error if libjpeg gives up in it. It leaves by longjmp: `body` must
  /// own nothing that needs destruction while it calls libjpeg.
  template <class Body>
  void guarded(const Body& body) {
    if (setjmp(jump_)) throw Error(std::string("broken JPEG: ") + message_);
    body();
  }

 private:
  [[noreturn]] static void give_up(j_common_ptr info);
  static void on_message(j_common_ptr info, int level);

  jpeg_error_mgr manager_;  // first: libjpeg's pointer to it is turned back into one to JpegErrors
  jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = "";
};

/// A decompressor that reads from memory. All markers are kept; the header has been read.
class JpegReader {
 public:
  /// Errors: no JPEG, CMYK, other than 8 bits a channel.
  JpegReader(JpegErrors& errors, ByteView bytes);
  ~JpegReader() { jpeg_destroy_decompress(&info_); }
  JpegReader(const JpegReader&) = delete;

  jpeg_decompress_struct* operator->() { return &info_; }
  jpeg_decompress_struct* get() { return &info_; }
  Size size() const { return {int(info_.image_height), int(info_.image_width)}; }

 private:
  jpeg_decompress_struct info_{};
  jpeg_progress_mgr progress_{};
};

/// A compressor that writes into memory.
class JpegWriter {
 public:
  explicit JpegWriter(JpegErrors& errors);
  ~JpegWriter();
  JpegWriter(const JpegWriter&) = delete;

  jpeg_compress_struct* operator->() { return &info_; }
  jpeg_compress_struct* get() { return &info_; }
  /// What has been written, after jpeg_finish_compress.
  Bytes bytes() const { return {buffer_, buffer_ + size_}; }

 private:
  jpeg_compress_struct info_{};
  unsigned char* buffer_ = nullptr;
  unsigned long size_ = 0;
};

/// Writes the pixels of `box` between jpeg_start_compress and jpeg_finish_compress. Inside
/// `guarded`.
void write_jpeg_rows(JpegWriter& to, const Image& image, const Box& box);

/// Tells the writer what pixels it gets: 8 bits, one or three channels. Before
/// jpeg_start_compress; inside `guarded`.
void set_jpeg_input(JpegWriter& to, Size size, int channels);

}  // namespace kintsugi
