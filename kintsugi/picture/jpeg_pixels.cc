#include "kintsugi/picture/jpeg_pixels.h"

#include <algorithm>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/picture/jpeg_segments.h"

namespace kintsugi {
namespace {

/// libjpeg divides by these numbers when it encodes.
void check_quantization(JpegReader& reader) {
  for (const JQUANT_TBL* table : reader->quant_tbl_ptrs) {
    if (!table) continue;
    const bool has_zero = std::count(table->quantval, table->quantval + DCTSIZE2, 0) > 0;
    check(!has_zero, "broken JPEG: a quantization table holds 0, expected 1 or more");
  }
}

/// Whether scans are missing altogether, after jpeg_start_decompress, which reads them all.
bool lacks_scans(JpegReader& reader) {
  if (!jpeg_has_multiple_scans(reader.get())) return false;
  for (int i = 0; i < reader->num_components; ++i) {
    if (!reader->comp_info[i].quant_table) return true;  // none has begun
    if (!reader->progressive_mode) continue;
    const int* bits = reader->coef_bits[i];  // 0: known to the last bit
    if (std::any_of(bits, bits + DCTSIZE2, [](int missing) { return missing != 0; })) return true;
  }
  return false;
}

/// What `damage` means for the picture.
void describe(const JpegDamage& damage, bool has_scans, bool lacks_last_scans, JpegPixels& pixels) {
  const std::string height = std::to_string(pixels.samples.height());
  const std::string row = std::to_string(damage.row_px) + " of " + height;
  const std::string scan = has_scans ? " in scan " + std::to_string(damage.scan) : "";
  const std::string end = "the file ends early" + scan;
  if (damage.is_data_lost() && damage.ends_early) {
    pixels.loss = has_scans && damage.scan > 1
                      ? end + ": finer details are lost from row " + row + " on"
                      : end + ": what is below row " + row + " is lost";
  } else if (damage.is_data_lost()) {
    pixels.loss =
        "its data is damaged" + scan + " from row " + row + " on (" + damage.message + ")";
  } else if (damage.ends_early && lacks_last_scans) {
    pixels.loss = "the file ends early: finer details or colours are lost";
  } else if (damage.ends_early) {
    pixels.note = "this JPEG has no end marker; its pixels are all there";
  } else if (damage.has_extra_bytes) {
    pixels.note =
        "this JPEG may be damaged: it has bytes between its markers that belong to nothing";
  }
}

J_COLOR_SPACE output_space(int channels) {
  return channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
}

}  // namespace

JpegPixels decode_jpeg_pixels(ByteView jpeg) {
  JpegErrors errors;
  JpegReader reader(errors, jpeg);
  const int channels = reader->num_components;
  reader->out_color_space = output_space(channels);
  reader->do_block_smoothing = FALSE;  // coefficients that are kept must show the same again
  errors.guarded([&] { jpeg_start_decompress(reader.get()); });
  JpegPixels pixels{.samples = Image(reader.size(), channels, 8),
                    .is_inverted = is_inverted_cmyk(reader)};
  const bool has_scans = jpeg_has_multiple_scans(reader.get());
  const bool lacks_last_scans = lacks_scans(reader);
  errors.guarded([&] {
    while (reader->output_scanline < reader->output_height) {
      JSAMPROW row = pixels.samples.row<uint8_t>(reader->output_scanline);
      jpeg_read_scanlines(reader.get(), &row, 1);
    }
    jpeg_finish_decompress(reader.get());
  });
  check_quantization(reader);
  const JpegDamage& damage = errors.damage();
  const bool is_nothing_left = damage.is_data_lost() && damage.scan == 1 && damage.row_px == 0 &&
                               (damage.is_end_of_scan || damage.ends_early);
  check(!is_nothing_left, "broken JPEG: ", damage.message, ", before a row of its pixels");
  describe(damage, has_scans, lacks_last_scans, pixels);
  return pixels;
}

void check_jpeg_kind(ByteView jpeg) {
  size_t at = 0;
  while (const auto segment = next_segment(jpeg, at)) {
    const int marker = segment->marker;
    check(marker != 0xF7, "this is a JPEG-LS file, expected a JPEG that is coded in blocks");
    check(marker != 0xDE, "this is a hierarchical JPEG, expected a sequential or progressive one");
    const bool is_frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (!is_frame) continue;
    const int kind = marker & 3;  // beside it: 4 = hierarchical, 8 = arithmetic-coded
    check(kind != 3, "this is a lossless JPEG, expected one that is coded in blocks");
    check((marker & 4) == 0,
          "this is a hierarchical JPEG, expected a sequential or progressive one");
    if (segment->content_bytes == 0) return;
    const int bits = jpeg[segment->content_at];
    check(bits == 8, "this JPEG has ", bits, " bits a channel, expected 8");
    return;
  }
}

bool is_inverted_cmyk(JpegReader& reader) {
  return reader->num_components == 4 && reader->saw_Adobe_marker;
}

}  // namespace kintsugi
