#include "kintsugi/picture/jpeg_io.h"

#include <jerror.h>

#include <algorithm>
#include <exception>

namespace kintsugi {
namespace {

// A progressive file of a few bytes a scan can keep a decoder busy for hours.
constexpr int kMostScans = 500;
constexpr size_t kFirstBytes = size_t{1} << 16;  // of an output, which doubles when it is full

/// Warnings after which libjpeg has invented pixels.
bool is_data_lost(int warning) {
  return warning == JWRN_HIT_MARKER || warning == JWRN_HUFF_BAD_CODE ||
         warning == JWRN_ARITH_BAD_CODE || warning == JWRN_MUST_RESYNC;
}

/// What cannot be read though nothing is wrong with it.
bool is_unsupported(int error) {
  return error == JERR_FRACT_SAMPLE_NOTIMPL || error == JERR_CCIR601_NOTIMPL ||
         error == JERR_CONVERSION_NOTIMPL || error == JERR_NOTIMPL || error == JERR_NOT_COMPILED ||
         error == JERR_SOF_UNSUPPORTED || error == JERR_ARITH_NOTIMPL;
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
  if (info->is_decompressor) {
    const jpeg_source_mgr* source = reinterpret_cast<j_decompress_ptr>(info)->src;
    errors->bytes_left_ = source ? source->bytes_in_buffer : 0;
  }
  longjmp(errors->jump_, 1);
}

void JpegErrors::fail() const {
  const bool is_fault = !is_unsupported(manager_.msg_code);
  throw JpegError(
      (is_fault ? "broken JPEG: " : "this JPEG cannot be read: ") + std::string(message_),
      bytes_left_);
}

void JpegErrors::note_lost_data(j_decompress_ptr info) {
  if (damage_.is_data_lost()) return;
  info->err->format_message(reinterpret_cast<j_common_ptr>(info), damage_.message);
  damage_.is_end_of_scan = info->restart_interval == 0 && info->err->msg_code != JWRN_HUFF_BAD_CODE;
  damage_.scan = info->input_scan_number;
  damage_.row_px = int(info->input_iMCU_row) * info->max_v_samp_factor * DCTSIZE;
}

// Nothing here may throw: libjpeg, which calls it, is C.
void JpegErrors::on_message(j_common_ptr info, int level) {
  if (level >= 0 || !info->is_decompressor) return;
  auto* errors = reinterpret_cast<JpegErrors*>(info->err);
  const auto reader = reinterpret_cast<j_decompress_ptr>(info);
  const int warning = info->err->msg_code;
  if (is_data_lost(warning)) errors->note_lost_data(reader);
  if (warning == JWRN_EXTRANEOUS_DATA) errors->damage_.has_extra_bytes = true;
  if (warning != JWRN_JPEG_EOF) return;
  errors->damage_.ends_early = true;
  // Arithmetic codes may go on as zeros that are not stored, so that their decoder does not tell.
  const bool is_amid_rows =
      reader->input_scan_number > 0 && reader->input_iMCU_row + 1 < reader->total_iMCU_rows;
  if (reader->arith_code && is_amid_rows) errors->note_lost_data(reader);
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
    const int channels = info_.num_components;
    check(channels == 1 || channels == 3 || channels == 4, "this JPEG has ", channels,
          " components, expected 1 (grey), 3 (colour) or 4 (CMYK)");
  } catch (...) {
    jpeg_destroy_decompress(&info_);
    throw;
  }
}

JpegWriter::JpegWriter(JpegErrors& errors) {
  info_.err = errors.manager();
  output_.init_destination = begin_output;
  output_.empty_output_buffer = grow_output;
  output_.term_destination = end_output;
  errors.guarded([&] { jpeg_create_compress(&info_); });
  info_.dest = &output_;
}

void JpegWriter::begin_output(j_compress_ptr info) {
  static_cast<Output*>(info->dest)->bytes.clear();
  grow_output(info);
}

// Nothing may be thrown through libjpeg, and nothing live that needs destruction be left by
// longjmp.
boolean JpegWriter::grow_output(j_compress_ptr info) {
  auto* output = static_cast<Output*>(info->dest);
  const size_t used = output->bytes.size();
  bool has_room = true;
  try {
    output->bytes.resize(std::max(kFirstBytes, 2 * used));
  } catch (const std::exception&) {
    has_room = false;
  }
  if (!has_room) ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
  output->next_output_byte = output->bytes.data() + used;
  output->free_in_buffer = output->bytes.size() - used;
  return TRUE;
}

void JpegWriter::end_output(j_compress_ptr info) {
  auto* output = static_cast<Output*>(info->dest);
  output->bytes.resize(output->bytes.size() - output->free_in_buffer);
}

void set_jpeg_input(JpegWriter& to, Size size, int channels) {
  to->image_width = size.width;
  to->image_height = size.height;
  to->input_components = channels;
  to->in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
}

void write_jpeg_rows(JpegWriter& to, const Image& image, const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    const uint8_t* row = image.row<uint8_t>(y) + size_t{1} * box.left * image.channels();
    JSAMPROW rows = const_cast<uint8_t*>(row);
    jpeg_write_scanlines(to.get(), &rows, 1);
  }
}

}  // namespace kintsugi
