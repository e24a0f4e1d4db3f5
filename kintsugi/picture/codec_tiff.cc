#include <algorithm>
#include <cstring>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/pixel_rows.h"
#include "kintsugi/picture/tiff_blocks.h"
#include "kintsugi/picture/tiff_metadata.h"
#include "kintsugi/picture/tiff_numbers.h"
#include "kintsugi/picture/tiff_pages.h"

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

/// Unpacks one strip or tile into the picture; what lies beyond its rims is padding.
template <class T>
void unpack(const TiffLayout& layout, const Bytes& block, TiffPlace place, Picture& picture) {
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

void read_pixels(const TiffFile& file, const TiffLayout& layout, Picture& picture) {
  for_each_tiff_block(file, layout, [&](const Bytes& block, TiffPlace place) {
    with_depth(picture.image,
               [&](auto depth) { unpack<decltype(depth)>(layout, block, place, picture); });
  });
}

/// Keeps the file where another page or the samples themselves are wanted when it is written.
void keep_source(Bytes bytes, const TiffLayout& layout, int num_pages, Picture& picture) {
  try {
    warn_of_hidden_copies(bytes, picture.page, picture.warnings);
  } catch (const Error& error) {
    if (num_pages > 1) {
      picture.warnings.push_back("only page " + std::to_string(picture.page) + " of the TIFF's " +
                                 std::to_string(num_pages) + " is kept: " + error.what());
      num_pages = 1;
    }
  }
  if (num_pages > 1 || layout.is_numbers()) {
    picture.source = std::make_shared<const Bytes>(std::move(bytes));
  }
}

}  // namespace

Picture decode_tiff(Bytes bytes, const ReadOptions& options) {
  const TiffFile file(bytes);
  const int num_pages = TIFFNumberOfDirectories(file.get());
  check(options.page >= 1 && options.page <= num_pages, "the TIFF has ", num_pages,
        num_pages == 1 ? " page" : " pages", ", expected page ", options.page);
  check(TIFFSetDirectory(file.get(), options.page - 1), "broken TIFF: ", file.complaint());
  const TiffLayout layout = read_tiff_layout(file, options);
  Picture picture{.format = PictureFormat::kTiff, .page = options.page};
  picture.is_lossless = file.value<uint16_t>(TIFFTAG_COMPRESSION) != COMPRESSION_JPEG;
  if (layout.samples == 1 && !layout.has_palette && layout.bits < 8) {
    picture.stored_bits = layout.bits;
  }
  if (layout.has_palette) {
    for (size_t i = 0; i < layout.values[0].size(); ++i) {
      picture.palette.push_back({uint8_t(layout.values[0][i]), uint8_t(layout.values[1][i]),
                                 uint8_t(layout.values[2][i])});
    }
  }
  allocate_pixels(picture, layout.size, layout.result_samples(), layout.result_bits());
  if (layout.is_numbers()) {
    TiffNumbers(file, layout).get(picture);
  } else {
    read_pixels(file, layout, picture);
  }
  if (layout.is_premultiplied && !layout.is_numbers()) divide_by_alpha(picture);
  picture.metadata = read_tiff_metadata(file, bytes, options.page, picture.warnings);
  keep_source(std::move(bytes), layout, num_pages, picture);
  return picture;
}

}  // namespace kintsugi
