#include <algorithm>
#include <cstring>

#include "kintsugi/base/error.h"
#include "kintsugi/image/codec.h"
#include "kintsugi/image/pixel_rows.h"
#include "kintsugi/image/tiff_io.h"
#include "kintsugi/image/tiff_layout.h"
#include "kintsugi/image/tiff_metadata.h"

namespace kintsugi {
namespace {

// OpenCV reads no grey with alpha and keeps no tags, so this codec is on libtiff itself.

/// Stored sample number `index` of a row, in the machine's byte order.
int stored(const uint8_t* row, size_t index, int bits) {
  if (bits == 8) return row[index];
  if (bits == 16) {
    uint16_t value;
    std::memcpy(&value, row + 2 * index, 2);
    return value;
  }
  const size_t bit = index * bits;
  return row[bit / 8] >> (8 - bits - bit % 8) & ((1 << bits) - 1);
}

/// Where a block lies: its first row and column, and its plane.
struct Place {
  int top, left, plane;
};

/// Unpacks one strip or tile into the picture; what lies beyond its rims is padding.
template <class T>
void unpack(const TiffLayout& layout, const Bytes& block, const Place& place, Picture& picture) {
  Image& image = picture.image;
  const int bottom = std::min(image.height(), place.top + layout.block.height);
  const int columns = std::min(layout.block.width, image.width() - place.left);
  const int channels = image.channels();
  for (int y = place.top; y < bottom; ++y) {
    const uint8_t* row = block.data() + (y - place.top) * layout.block_row_bytes();
    T* colours = image.row<T>(y) + size_t{1} * place.left * channels;
    T* alpha = picture.alpha ? picture.alpha->row<T>(y) + place.left : nullptr;
    size_t index = 0;
    for (int x = 0; x < columns; ++x, colours += channels) {
      for (int s = place.plane; s < place.plane + layout.block_samples(); ++s) {
        const int value = stored(row, index++, layout.bits);
        if (layout.has_palette) {
          for (int c = 0; c < 3; ++c) colours[c] = static_cast<T>(layout.values[c][value]);
        } else {
          (s < channels ? colours[s] : alpha[x]) = static_cast<T>(layout.values[s][value]);
        }
      }
    }
  }
}

/// Reads one strip or tile into `block`.
void read_block(const TiffFile& file, const TiffLayout& layout, const Place& place, Bytes& block) {
  TIFF* tiff = file.get();
  const int rows = layout.is_tiled ? layout.block.height
                                   : std::min(layout.block.height, layout.size.height - place.top);
  const auto plane = static_cast<uint16_t>(place.plane);
  const tmsize_t got =
      layout.is_tiled
          ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, place.left, place.top, 0, plane),
                                block.data(), block.size())
          : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, place.top, plane), block.data(),
                                 block.size());
  check(got >= 0 && static_cast<size_t>(got) >= rows * layout.block_row_bytes(),
        "broken TIFF: ", file.complaint());
}

void read_pixels(const TiffFile& file, const TiffLayout& layout, Picture& picture) {
  const tmsize_t block_bytes =
      layout.is_tiled ? TIFFTileSize(file.get()) : TIFFStripSize(file.get());
  check(block_bytes > 0 && size_t(block_bytes) >= layout.block_row_bytes() * layout.block.height,
        "broken TIFF: ", file.complaint());
  Bytes block(block_bytes);
  const int num_planes = layout.is_planar ? layout.samples : 1;
  for (int plane = 0; plane < num_planes; ++plane) {
    for (int top = 0; top < layout.size.height; top += layout.block.height) {
      for (int left = 0; left < layout.size.width; left += layout.block.width) {
        read_block(file, layout, {top, left, plane}, block);
        with_depth(picture.image, [&](auto depth) {
          unpack<decltype(depth)>(layout, block, {top, left, plane}, picture);
        });
      }
    }
  }
}

/// A Picture's colours are not multiplied by alpha; a TIFF's may be.
template <class T>
void divide_by_alpha(Image& image, const Image& alpha) {
  const uint64_t most = image.max_value();
  for (int y = 0; y < image.height(); ++y) {
    T* colour = image.row<T>(y);
    for (int x = 0; x < image.width(); ++x) {
      const uint64_t a = alpha.row<T>(y)[x];
      for (int c = 0; c < image.channels(); ++c, ++colour) {
        if (a > 0) *colour = static_cast<T>(std::min(most, (*colour * most + a / 2) / a));
      }
    }
  }
}

void set_layout(const TiffFile& file, const Picture& picture) {
  const Image& image = picture.image;
  TIFF* tiff = file.get();
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, image.bits());
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, num_samples(picture));
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
               image.channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
  if (picture.alpha) {
    const uint16_t kind = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
}

}  // namespace

Picture decode_tiff(ByteView bytes, const ReadOptions& options) {
  const TiffFile file(bytes);
  const TiffLayout layout = read_tiff_layout(file, options);
  Picture picture{.format = PictureFormat::kTiff};
  picture.is_lossless = file.value<uint16_t>(TIFFTAG_COMPRESSION) != COMPRESSION_JPEG;
  allocate_pixels(picture, layout.size, layout.result_samples(), layout.result_bits());
  read_pixels(file, layout, picture);
  if (layout.is_premultiplied) {
    with_depth(picture.image, [&](auto depth) {
      divide_by_alpha<decltype(depth)>(picture.image, *picture.alpha);
    });
  }
  picture.metadata = read_tiff_metadata(file, bytes, picture.warnings);
  if (!TIFFLastDirectory(file.get())) {
    picture.warnings.push_back("only the first page of the TIFF is kept");
  }
  return picture;
}

Bytes encode_tiff(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  TiffFile file;
  set_layout(file, picture);
  if (!metadata.icc.empty()) {
    TIFFSetField(file.get(), TIFFTAG_ICCPROFILE, uint32_t(metadata.icc.size()),
                 metadata.icc.data());
  }
  Bytes row(picture.image.row_bytes() / picture.image.channels() * num_samples(picture));
  for (int y = 0; y < picture.image.height(); ++y) {
    get_row(picture, y, row.data());
    check(TIFFWriteScanline(file.get(), row.data(), y, 0) == 1,
          "cannot write the TIFF: ", file.complaint());
  }
  return with_tiff_metadata(file.close(), metadata, warnings);
}

}  // namespace kintsugi
