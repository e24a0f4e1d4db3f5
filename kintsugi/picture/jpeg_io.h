#pragma once

// jpeglib.h needs the two above it.
// clang-format off
#include <cstddef>
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <csetjmp>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// What libjpeg had to complain about while it went on reading.
struct JpegDamage {
  char message[JMSG_LENGTH_MAX] = "";  ///< its words about the first codes it could not read
  int scan = 0, row_px = 0;            ///< where that was: the scan from 1, the first pixel row
  bool is_end_of_scan = false;         ///< and the scan has nothing more after it
  bool ends_early = false;             ///< the end marker is missing
  bool has_extra_bytes = false;        ///< bytes between markers that belong to nothing
  /// Whether pixels are made up. A file may lack its end marker and still hold all pixels.
  bool is_data_lost() const { return message[0] != 0; }
  /// Whether nothing at all was complained about.
  bool is_whole() const { return !is_data_lost() && !ends_early && !has_extra_bytes; }
};

/// What libjpeg could not go on with, and how many bytes of the file it had not read yet.
class JpegError : public Error {
 public:
  JpegError(const std::string& message, size_t bytes_left)
      : Error(message), bytes_left_(bytes_left) {}
  /// Of the file, when libjpeg gave up.
  size_t bytes_left() const { return bytes_left_; }

 private:
  size_t bytes_left_;
};

/// libjpeg's error handler: silent; a JpegError where libjpeg gives up.
class JpegErrors {
 public:
  JpegErrors();
  jpeg_error_mgr* manager() { return &manager_; }
  /// What has been complained about so far.
  const JpegDamage& damage() const { return damage_; }

  /// Calls `body`, and throws a JpegError if libjpeg gives up in it. It leaves by longjmp: `body`
  /// must own nothing that needs destruction while it calls libjpeg.
  template <class Body>
  void guarded(const Body& body) {
    if (setjmp(jump_)) fail();
    body();
  }

 private:
  [[noreturn]] static void give_up(j_common_ptr info);
  [[noreturn]] void fail() const;
  void note_lost_data(j_decompress_ptr info);
  static void on_message(j_common_ptr info, int level);

  jpeg_error_mgr manager_;  // first: libjpeg's pointer to it is turned back into one to JpegErrors
  jmp_buf jump_;
  char message_[JMSG_LENGTH_MAX] = "";
  size_t bytes_left_ = 0;
  JpegDamage damage_;
};

/// A decompressor that reads from memory. All markers are kept; the header has been read.
class JpegReader {
 public:
  /// Errors: no JPEG, or none that libjpeg reads; two components or more than four.
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
  ~JpegWriter() { jpeg_destroy_compress(&info_); }
  JpegWriter(const JpegWriter&) = delete;

  jpeg_compress_struct* operator->() { return &info_; }
  jpeg_compress_struct* get() { return &info_; }
  /// What has been written, after jpeg_finish_compress.
  Bytes bytes() const { return output_.bytes; }

 private:
  /// libjpeg's own destination in memory leaves a dangling pointer where it gives up half-way.
  struct Output : jpeg_destination_mgr {
    Bytes bytes;
  };
  static void begin_output(j_compress_ptr info);
  static boolean grow_output(j_compress_ptr info);
  static void end_output(j_compress_ptr info);

  jpeg_compress_struct info_{};
  Output output_{};
};

/// Writes the pixels of `box` between jpeg_start_compress and jpeg_finish_compress. Inside
/// `guarded`.
void write_jpeg_rows(JpegWriter& to, const Image& image, const Box& box);

/// Tells the writer what pixels it gets: 8 bits; grey, RGB or CMYK. Before jpeg_start_compress;
/// inside `guarded`.
void set_jpeg_input(JpegWriter& to, Size size, int channels);

}  // namespace kintsugi
