#include "kintsugi/image/jpeg_io.h"

#include <jerror.h>

#include <cstdlib>

namespace kintsugi {
namespace {

// A progressive file of a few bytes a scan can keep a decoder busy for hours.
constexpr int kMostScans = 500;

/// Warnings after which libjpeg has invented pixels.
bool is_damage(int warning) {
  return warning == JWRN_JPEG_EOF || warning == JWRN_HIT_MARKER || warning == JWRN_HUFF_BAD_CODE ||
         warning == JWRN_ARITH_BAD_CODE || warning == JWRN_MUST_RESYNC;
}

void on_progress(j_common_ptr info) {
  if (!info->is_decompressor) return;
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= kMostScans) return;
  ERREXIT(info, JERR_BAD_PROGRESSION);
}

void on_output(j_common_ptr) {}

}  // namespace

JpegErrors::JpegErrors() {
  jpeg_std_error(&manager_);
  manager_.error_exit = give_up;
  manager_.emit_message = on_message;
  manager_.output_message = on_output;
}

void JpegErrors::give_up(j_common_ptr info) {
  auto* errors = reinterpret_cast<JpegErrors*>(info->err);
  info->err->format_message(info, errors->message_);
  longjmp(errors->jump_, 1);
}

void JpegErrors::on_message(j_common_ptr info, int level) {
  if (level < 0 && is_damage(info->err->msg_code)) give_up(info);
}

JpegReader::JpegReader(JpegErrors& errors, ByteView bytes) {
  info_.err = errors.manager();
  progress_.progress_monitor = on_progress;
  try {
    errors.guarded([&] {
      jpeg_create_decompress(&info_);
      info_.progress = &progress_;
      jpeg_mem_src(&info_, bytes.data(), bytes.size());
      for (int app = 0; app < 16; ++app) jpeg_save_markers(&info_, JPEG_APP0 + app, 0xFFFF);
      jpeg_save_markers(&info_, JPEG_COM, 0xFFFF);
      jpeg_read_header(&info_, TRUE);
    });
    check(info_.num_components != 4, "this is a CMYK JPEG, expected grey or RGB");
    check(info_.num_components == 1 || info_.num_components == 3, "this JPEG has ",
          info_.num_components, " components, expected 1 (grey) or 3 (colour)");
  } catch (...) {
    jpeg_destroy_decompress(&info_);
    throw;
  }
}

JpegWriter::JpegWriter(JpegErrors& errors) {
  info_.err = errors.manager();
  errors.guarded([&] {
    jpeg_create_compress(&info_);
    jpeg_mem_dest(&info_, &buffer_, &size_);
  });
}

JpegWriter::~JpegWriter() {
  jpeg_destroy_compress(&info_);
  std::free(buffer_);
}

void set_jpeg_input(JpegWriter& to, Size size, int channels) {
  to->image_width = size.width;
  to->image_height = size.height;
  to->input_components = channels;
  to->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
}

void write_jpeg_rows(JpegWriter& to, const Image& image, const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    const uint8_t* row = image.row<uint8_t>(y) + size_t{1} * box.left * image.channels();
    JSAMPROW rows = const_cast<uint8_t*>(row);
    jpeg_write_scanlines(to.get(), &rows, 1);
  }
}

}  // namespace kintsugi
