#include "kintsugi/picture/tiff_blocks.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

void read_block(const TiffFile& file, const TiffLayout& layout, TiffPlace place, Bytes& block) {
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

}  // namespace

void for_each_tiff_block(const TiffFile& file, const TiffLayout& layout,
                         const std::function<void(const Bytes& block, TiffPlace place)>& body) {
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
        body(block, {top, left, plane});
      }
    }
  }
}

}  // namespace kintsugi
