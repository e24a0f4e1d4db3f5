#include "kintsugi/picture/jpeg_upright.h"

#include <turbojpeg.h>

#include <memory>
#include <utility>

#include "kintsugi/picture/jpeg_coefficients.h"
#include "kintsugi/picture/jpeg_metadata.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/orientation.h"

namespace kintsugi {
namespace {

TJXOP operation_of(int orientation) {
  static constexpr TJXOP kOperations[] = {TJXOP_NONE,       TJXOP_HFLIP,     TJXOP_ROT180,
                                          TJXOP_VFLIP,      TJXOP_TRANSPOSE, TJXOP_ROT90,
                                          TJXOP_TRANSVERSE, TJXOP_ROT270};
  return kOperations[orientation - 1];
}

bool is_progressive(ByteView jpeg) {
  JpegErrors errors;
  return JpegReader(errors, jpeg)->progressive_mode;
}

/// libjpeg gives every CMYK file Adobe's marker, which says that its values are inverted.
void drop_new_adobe_marker(Bytes& turned, ByteView jpeg) {
  constexpr int kApp14 = 0xEE;
  const auto marker = find_segment(turned, kApp14, jpeg_names::kAdobe);
  if (!marker || find_segment(jpeg, kApp14, jpeg_names::kAdobe)) return;
  const auto begin = turned.begin() + marker->content_at - jpeg_names::kAdobe.size() - 4;
  turned.erase(begin, turned.begin() + marker->content_at + marker->content_bytes);
}

/// Exchanges rows and columns of the tables, and horizontal and vertical subsampling.
void transpose_parameters(jpeg_compress_struct& info) {
  for (JQUANT_TBL* table : info.quant_tbl_ptrs) {
    if (!table) continue;
    for (int y = 0; y < DCTSIZE; ++y) {
      for (int x = 0; x < y; ++x) {
        std::swap(table->quantval[y * DCTSIZE + x], table->quantval[x * DCTSIZE + y]);
      }
    }
  }
  for (int i = 0; i < info.num_components; ++i) {
    std::swap(info.comp_info[i].h_samp_factor, info.comp_info[i].v_samp_factor);
  }
}

}  // namespace

std::optional<Bytes> turn_jpeg(ByteView jpeg, int orientation, std::string& reason) {
  const std::unique_ptr<void, decltype(&tjDestroy)> turner(tjInitTransform(), tjDestroy);
  tjtransform transform{};
  transform.op = operation_of(orientation);
  transform.options = TJXOPT_PERFECT | (is_progressive(jpeg) ? TJXOPT_PROGRESSIVE : 0);
  unsigned char* buffer = nullptr;
  unsigned long num_bytes = 0;
  const int failed = tjTransform(turner.get(), jpeg.data(), jpeg.size(), 1, &buffer, &num_bytes,
                                 &transform, TJFLAG_LIMITSCANS);
  const std::unique_ptr<unsigned char, decltype(&tjFree)> owner(buffer, tjFree);
  if (failed) reason = tjGetErrorStr2(turner.get());
  if (failed && tjGetErrorCode(turner.get()) != TJERR_WARNING) return std::nullopt;
  Bytes turned(buffer, buffer + num_bytes);
  drop_new_adobe_marker(turned, jpeg);
  return turned;
}

Bytes encode_jpeg_turned(ByteView jpeg, int orientation, JpegPixels& pixels) {
  pixels.samples = upright(std::move(pixels.samples), orientation);
  const Image& turned = pixels.samples;
  JpegErrors errors;
  JpegReader source(errors, jpeg);
  JpegWriter writer(errors);
  // Tables that come with a later scan are known only when all has been read.
  errors.guarded([&] { jpeg_read_coefficients(source.get()); });
  errors.guarded([&] {
    set_like(writer, source);
    if (orientation >= 5) transpose_parameters(*writer.get());
    set_jpeg_input(writer, turned.size(), turned.channels());
    jpeg_start_compress(writer.get(), TRUE);
  });
  copy_jpeg_markers(errors, source, writer);
  errors.guarded([&] {
    write_jpeg_rows(writer, turned, {0, 0, turned.height(), turned.width()});
    jpeg_finish_compress(writer.get());
  });
  return writer.bytes();
}

}  // namespace kintsugi
