#pragma once

#include <array>

#include "kintsugi/picture/jpeg_io.h"
#include "picture/sample_pictures.h"

namespace kintsugi {

/// Marker content, such as an APP1 with EXIF.
struct JpegMarker {
  int marker;
  std::string content;
};

/// How a JPEG of a test is made.
struct JpegOptions {
  std::array<int, 2> luma_factors = {1, 1};  // vertical, horizontal; 2, 2 is 4:2:0
  std::array<int, 2> chroma_factors = {1, 1};
  bool is_progressive = false;
  bool is_arithmetic = false;  // coded, in place of Huffman
  int quality = 70;
  bool is_rgb = false;           // no conversion to YCbCr
  bool is_ycck = false;          // CMYK pixels converted
  bool has_adobe_marker = true;  // of CMYK: values are inverted, 255 = no ink
  std::vector<JpegMarker> markers;
};

/// A JPEG file as another program would have made it.
inline std::vector<uint8_t> make_jpeg(const Image& image, const JpegOptions& options) {
  JpegErrors errors;
  JpegWriter writer(errors);
  errors.guarded([&] {
    set_jpeg_input(writer, image.size(), image.channels());
    jpeg_set_defaults(writer.get());
    if (options.is_rgb) jpeg_set_colorspace(writer.get(), JCS_RGB);
    if (options.is_ycck) jpeg_set_colorspace(writer.get(), JCS_YCCK);
    if (!options.has_adobe_marker) writer->write_Adobe_marker = FALSE;
    jpeg_set_quality(writer.get(), options.quality, TRUE);
    for (int i = 0; i < 64; ++i) {  // a table that no quality gives
      writer->quant_tbl_ptrs[0]->quantval[i] += i % 5;
    }
    for (int i = 0; i < writer->num_components; ++i) {
      const bool is_chroma = i == 1 || i == 2;
      const auto& factors = is_chroma ? options.chroma_factors : options.luma_factors;
      writer->comp_info[i].v_samp_factor = factors[0];
      writer->comp_info[i].h_samp_factor = factors[1];
    }
    if (options.is_progressive) jpeg_simple_progression(writer.get());
    writer->arith_code = options.is_arithmetic;
    jpeg_start_compress(writer.get(), TRUE);
    for (const auto& [marker, content] : options.markers) {
      const auto* data = reinterpret_cast<const JOCTET*>(content.data());
      jpeg_write_marker(writer.get(), marker, data, unsigned(content.size()));
    }
    write_jpeg_rows(writer, image, {0, 0, image.height(), image.width()});
    jpeg_finish_compress(writer.get());
  });
  return writer.bytes();
}

/// What a JPEG file really holds.
struct JpegContent {
  struct Component {
    int vertical, horizontal;  // sampling factors
    int height, width;         // in blocks
    std::vector<std::array<int16_t, 64>> blocks;
    std::array<uint16_t, 64> quantization;
  };
  std::vector<Component> components;
  bool is_progressive, is_arithmetic;
  std::vector<JpegMarker> markers;
};

inline JpegContent read_jpeg(const std::vector<uint8_t>& bytes) {
  JpegErrors errors;
  JpegReader reader(errors, bytes);
  JpegContent content;
  content.is_progressive = reader->progressive_mode;
  content.is_arithmetic = reader->arith_code;
  for (auto marker = reader->marker_list; marker; marker = marker->next) {
    const auto* data = reinterpret_cast<const char*>(marker->data);
    content.markers.push_back({marker->marker, std::string(data, marker->data_length)});
  }
  jvirt_barray_ptr* arrays = jpeg_read_coefficients(reader.get());
  for (int i = 0; i < reader->num_components; ++i) {
    const jpeg_component_info& info = reader->comp_info[i];
    content.components.push_back({info.v_samp_factor,
                                  info.h_samp_factor,
                                  int(info.height_in_blocks),
                                  int(info.width_in_blocks),
                                  {},
                                  {}});
    JpegContent::Component& component = content.components.back();
    std::copy_n(info.quant_table->quantval, 64, component.quantization.begin());
    for (int y = 0; y < component.height; ++y) {
      JBLOCKARRAY row = reader->mem->access_virt_barray(
          reinterpret_cast<j_common_ptr>(reader.get()), arrays[i], y, 1, FALSE);
      for (int x = 0; x < component.width; ++x) {
        component.blocks.emplace_back();
        std::copy_n(row[0][x], 64, component.blocks.back().begin());
      }
    }
  }
  return content;
}

}  // namespace kintsugi
