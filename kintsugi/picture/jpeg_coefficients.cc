#include "kintsugi/picture/jpeg_coefficients.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/picture/jpeg_cmyk.h"
#include "kintsugi/picture/jpeg_gain_map.h"
#include "kintsugi/picture/jpeg_metadata.h"
#include "kintsugi/picture/jpeg_pixels.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/jpeg_trailer.h"
#include "kintsugi/picture/orientation.h"

namespace kintsugi {
namespace {

// So many rows of MCUs are encoded anew at a time: enough to be quick, little enough memory.
constexpr int kBandMcus = 16;

/// Which cells of 8x8 pixels a changed pixel lies in; rows and columns beyond the picture are
/// unchanged.
class Cells {
 public:
  Cells(Size size, const Mask* changed)
      : height_((size.height + 7) / 8),
        width_((size.width + 7) / 8),
        is_changed_(size_t{1} * height_ * width_, changed == nullptr) {
    if (!changed) return;
    const Box bounds = changed->bounds();
    for (int y = bounds.top; y < bounds.bottom; ++y) {
      for (int x = bounds.left; x < bounds.right; ++x) {
        if (changed->is_hole(y, x)) is_changed_[size_t{1} * (y / 8) * width_ + x / 8] = true;
      }
    }
  }

  int height() const { return height_; }
  int width() const { return width_; }

  /// Whether any cell inside the box (in cells) is changed.
  bool any(const Box& box) const { return !bounds(box).empty(); }

  /// The smallest box around the changed cells inside `box`; empty when there is none.
  Box bounds(const Box& box) const {
    Box found{height_, width_, 0, 0};
    for (int y = box.top; y < std::min(box.bottom, height_); ++y) {
      for (int x = box.left; x < std::min(box.right, width_); ++x) {
        if (is_changed_[size_t{1} * y * width_ + x]) found = found.joined({y, x, y + 1, x + 1});
      }
    }
    return found;
  }

 private:
  int height_, width_;
  std::vector<uint8_t> is_changed_;
};

/// A part of the picture that is encoded anew: whole MCUs, but at the picture's rims.
struct Band {
  int top_mcu, left_mcu;
  Box pixels;
};

/// Bands around all changed cells, from top to bottom.
std::vector<Band> find_bands(const Cells& cells, JpegReader& source) {
  const int mcu_height = source->max_v_samp_factor, mcu_width = source->max_h_samp_factor;
  std::vector<Band> bands;
  for (int top = 0; top < cells.height(); top += kBandMcus * mcu_height) {
    const Box box = cells.bounds({top, 0, top + kBandMcus * mcu_height, cells.width()});
    if (box.empty()) continue;
    const auto up = [](int value, int step) { return (value + step - 1) / step * step; };
    const Band band{box.top / mcu_height, box.left / mcu_width, {}};
    bands.push_back(band);
    bands.back().pixels = {band.top_mcu * mcu_height * 8, band.left_mcu * mcu_width * 8,
                           std::min(source.size().height, up(box.bottom, mcu_height) * 8),
                           std::min(source.size().width, up(box.right, mcu_width) * 8)};
  }
  return bands;
}

/// The band as a JPEG file of its own, with the source's tables and subsampling.
Bytes encode_band(JpegErrors& errors, JpegReader& source, const Image& image, const Box& box) {
  JpegWriter writer(errors);
  errors.guarded([&] {
    jpeg_copy_critical_parameters(source.get(), writer.get());
    set_jpeg_input(writer, box.size(), image.channels());
    jpeg_start_compress(writer.get(), TRUE);
    write_jpeg_rows(writer, image, box);
    jpeg_finish_compress(writer.get());
  });
  return writer.bytes();
}

JBLOCKROW block_row(JpegReader& reader, jvirt_barray_ptr blocks, JDIMENSION y) {
  const auto common = reinterpret_cast<j_common_ptr>(reader.get());
  return *reader->mem->access_virt_barray(common, blocks, y, 1, TRUE);
}

/// The cells under the block at row y, column x of a component.
Box cells_under(JpegReader& reader, const jpeg_component_info& component, int y, int x) {
  const int v = component.v_samp_factor, h = component.h_samp_factor;
  const int max_v = reader->max_v_samp_factor, max_h = reader->max_h_samp_factor;
  return {y * max_v / v, x * max_h / h, ((y + 1) * max_v + v - 1) / v,
          ((x + 1) * max_h + h - 1) / h};
}

/// Copies the blocks of changed cells of one component. Inside `guarded`.
void copy_blocks(JpegReader& from, jvirt_barray_ptr* from_blocks, JpegReader& to,
                 jvirt_barray_ptr* to_blocks, int index, const Band& band, const Cells& cells) {
  const jpeg_component_info& component = from->comp_info[index];
  const int top = band.top_mcu * component.v_samp_factor;
  const int left = band.left_mcu * component.h_samp_factor;
  for (int y = 0; y < int(component.height_in_blocks); ++y) {
    const JBLOCKROW from_row = block_row(from, from_blocks[index], y);
    const JBLOCKROW to_row = block_row(to, to_blocks[index], top + y);
    for (int x = 0; x < int(component.width_in_blocks); ++x) {
      if (!cells.any(cells_under(to, component, top + y, left + x))) continue;
      std::memcpy(to_row[left + x], from_row[x], sizeof(JBLOCK));
    }
  }
}

void patch_band(JpegErrors& errors, JpegReader& source, jvirt_barray_ptr* blocks,
                const Image& image, const Band& band, const Cells& cells) {
  const Bytes encoded = encode_band(errors, source, image, band.pixels);
  JpegReader patch(errors, encoded);
  errors.guarded([&] {
    jvirt_barray_ptr* patch_blocks = jpeg_read_coefficients(patch.get());
    for (int i = 0; i < source->num_components; ++i) {
      copy_blocks(patch, patch_blocks, source, blocks, i, band, cells);
    }
  });
}

/// Damaged codes give values that no picture has and no Huffman code can write.
void limit_blocks(JpegReader& reader, jvirt_barray_ptr* blocks) {
  constexpr JCOEF kMost = 1023;  // of 8 bits a channel
  for (int i = 0; i < reader->num_components; ++i) {
    const jpeg_component_info& component = reader->comp_info[i];
    for (int y = 0; y < int(component.height_in_blocks); ++y) {
      JCOEF* row = *block_row(reader, blocks[i], y);
      for (JCOEF* value = row; value < row + component.width_in_blocks * DCTSIZE2; ++value) {
        *value = std::clamp<JCOEF>(*value, -kMost, kMost);
      }
    }
  }
}

/// What the file's samples have become: the picture itself, but CMYK in a CMYK file.
const Image& samples_of(const Picture& picture, JpegReader& source, Image& storage) {
  if (source->num_components != 4) return picture.image;
  JpegPixels pixels = decode_jpeg_pixels(*picture.source);
  follow_rgb(picture.image, pixels.is_inverted, pixels.samples);
  storage = std::move(pixels.samples);
  return storage;
}

/// Puts behind the new picture what lay behind the old one, its gain map filled too.
Bytes with_trailer_of(const Picture& picture, const Mask* changed, Bytes jpeg, Warnings& warnings) {
  const std::string content = find_jpeg_trailer(*picture.source).content();
  if (!content.empty()) {
    warnings.push_back("behind the picture lies " + content +
                       ": what lies there is kept as it is and shows what has been filled");
  }
  const auto fill = [&](ByteView map) {
    return changed ? fill_gain_map(map, *changed) : Bytes(map.begin(), map.end());
  };
  return with_jpeg_trailer(std::move(jpeg), *picture.source, fill, warnings);
}

/// `picture` and `changed` lie as the source's pixels do.
Bytes patch_stored(const Picture& picture, const Mask* changed, bool is_upright,
                   Warnings& warnings) {
  warnings.insert(warnings.end(), picture.source_warnings.begin(), picture.source_warnings.end());
  if (changed && changed->bounds().empty()) return *picture.source;
  const Cells cells(picture.image.size(), changed);
  JpegErrors errors;
  JpegReader source(errors, *picture.source);
  jvirt_barray_ptr* blocks = nullptr;
  errors.guarded([&] {
    blocks = jpeg_read_coefficients(source.get());
    if (!errors.damage().is_whole()) limit_blocks(source, blocks);
  });
  Image storage;
  const Image& samples = samples_of(picture, source, storage);
  for (const Band& band : find_bands(cells, source)) {
    patch_band(errors, source, blocks, samples, band, cells);
  }
  JpegWriter writer(errors);
  errors.guarded([&] {
    set_like(writer, source);
    jpeg_write_coefficients(writer.get(), blocks);
  });
  copy_jpeg_markers(errors, source, writer, is_upright);
  errors.guarded([&] { jpeg_finish_compress(writer.get()); });
  return with_trailer_of(picture, changed, writer.bytes(), warnings);
}

}  // namespace

void set_like(JpegWriter& writer, JpegReader& reader) {
  jpeg_copy_critical_parameters(reader.get(), writer.get());
  writer->write_JFIF_header = writer->write_Adobe_marker = FALSE;
  writer->arith_code = reader->arith_code;
  // The source's Huffman tables may lack codes of new blocks; arithmetic coding has no tables.
  writer->optimize_coding = !reader->arith_code;
  if (reader->progressive_mode) jpeg_simple_progression(writer.get());
}

bool can_patch_jpeg(const Picture& picture) {
  const Image& image = picture.image;
  if (picture.format != PictureFormat::kJpeg || image.bits() != 8) return false;
  if (!picture.source || !is_jpeg(*picture.source)) return false;
  JpegErrors errors;
  JpegReader source(errors, *picture.source);
  const int channels = source->num_components == 4 ? 3 : source->num_components;  // of CMYK: RGB
  Size size = source.size();
  if (picture.source_orientation >= 5) size = {size.width, size.height};
  return size == image.size() && channels == image.channels();
}

Bytes patch_jpeg(const Picture& picture, const Mask* changed, Warnings& warnings) {
  const int orientation = picture.source_orientation;
  if (orientation == 1) return patch_stored(picture, changed, true, warnings);
  const int back = inverse_orientation(orientation);
  Picture stored{.image = upright(picture.image, back), .source = picture.source};
  stored.source_warnings = picture.source_warnings;
  if (!changed) return patch_stored(stored, nullptr, false, warnings);
  Mask stored_changed(stored.image.size());
  turn_upright(changed->row(0), changed->size(), 1, back, stored_changed.row(0));
  return patch_stored(stored, &stored_changed, false, warnings);
}

}  // namespace kintsugi
