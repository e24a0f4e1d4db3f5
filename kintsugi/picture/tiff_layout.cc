#include "kintsugi/picture/tiff_layout.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

constexpr uint32_t kMostTileSide = 4096;  // beyond the picture's own
constexpr int kTileStep = 16;             // sides of tiles are multiples of it

/// The names of colour spaces that are not read.
std::string name_of_space(int space) {
  switch (space) {
    case PHOTOMETRIC_MASK:
      return "transparency mask";
    case PHOTOMETRIC_SEPARATED:
      return "CMYK";
    case PHOTOMETRIC_YCBCR:
      return "YCbCr";
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
      return "L*a*b*";
    case PHOTOMETRIC_CFA:
    case 34892:  // linear raw, of DNG
      return "camera RAW";
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
      return "LogLuv";
    default:
      return "colour space " + std::to_string(space);
  }
}

/// The colour space; JPEG's YCbCr inside a TIFF is converted by libtiff.
int read_colour_space(const TiffFile& file) {
  const int space = file.value<uint16_t>(TIFFTAG_PHOTOMETRIC);
  const bool is_jpeg = file.value<uint16_t>(TIFFTAG_COMPRESSION) == COMPRESSION_JPEG;
  if (space == PHOTOMETRIC_YCBCR && is_jpeg) {
    TIFFSetField(file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    return PHOTOMETRIC_RGB;
  }
  check(space == PHOTOMETRIC_RGB || space == PHOTOMETRIC_PALETTE ||
            space == PHOTOMETRIC_MINISBLACK || space == PHOTOMETRIC_MINISWHITE,
        "this is a TIFF of ", name_of_space(space), ", expected grey, RGB or a palette");
  return space;
}

void read_depth(const TiffFile& file, TiffLayout& layout) {
  const int format = file.value<uint16_t>(TIFFTAG_SAMPLEFORMAT);
  const int bits = layout.bits = file.value<uint16_t>(TIFFTAG_BITSPERSAMPLE);
  layout.sample_format = format == SAMPLEFORMAT_VOID ? SAMPLEFORMAT_UINT : format;
  switch (layout.sample_format) {
    case SAMPLEFORMAT_UINT:
      check(bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 || bits == 32,
            "this is a TIFF of ", bits, " bits a sample, expected 1, 2, 4, 8, 16 or 32");
      break;
    case SAMPLEFORMAT_INT:
      check(bits == 8 || bits == 16 || bits == 32, "this is a TIFF of signed samples of ", bits,
            " bits, expected 8, 16 or 32");
      break;
    case SAMPLEFORMAT_IEEEFP:
      check(bits == 16 || bits == 32 || bits == 64, "this is a TIFF of floating-point samples of ",
            bits, " bits, expected 16, 32 or 64");
      break;
    default:
      check(false, "this is a TIFF of complex numbers, expected integers or floating point");
  }
}

void read_samples(const TiffFile& file, int space, TiffLayout& layout) {
  read_depth(file, layout);
  layout.has_palette = space == PHOTOMETRIC_PALETTE;
  const bool is_plain = !layout.is_numbers();
  check(!layout.has_palette || (is_plain && layout.bits < 16),
        "broken TIFF: a palette for samples of ", layout.bits, " bits");
  check(is_plain || space != PHOTOMETRIC_MINISWHITE,
        "this is a TIFF of numbers where the least is white, expected the least to be black");
  const int colours = space == PHOTOMETRIC_RGB ? 3 : 1;
  const int most = layout.has_palette ? 1 : colours + 1;
  layout.samples = file.value<uint16_t>(TIFFTAG_SAMPLESPERPIXEL);
  check(layout.samples >= colours && layout.samples <= most, "this is a TIFF of ", layout.samples,
        " samples a pixel, expected ", colours, " to ", most);
  uint16_t num_extra = 0;
  uint16_t* extra = nullptr;
  TIFFGetFieldDefaulted(file.get(), TIFFTAG_EXTRASAMPLES, &num_extra, &extra);
  layout.is_premultiplied =
      layout.samples > colours && num_extra > 0 && extra && extra[0] == EXTRASAMPLE_ASSOCALPHA;
}

void read_blocks(const TiffFile& file, TiffLayout& layout) {
  layout.is_planar = file.value<uint16_t>(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
  layout.is_tiled = TIFFIsTiled(file.get());
  uint32_t height = file.value<uint32_t>(TIFFTAG_ROWSPERSTRIP), width = layout.size.width;
  height = std::min<uint32_t>(height, layout.size.height);
  if (layout.is_tiled) {
    height = file.value<uint32_t>(TIFFTAG_TILELENGTH);
    width = file.value<uint32_t>(TIFFTAG_TILEWIDTH);
  }
  // Tiles may stick out of the picture, but a lying file must not make us ask for all memory.
  const auto is_sane = [](uint32_t tile, int side) {
    return tile > 0 && tile <= std::max<uint32_t>(kMostTileSide, side + kTileStep);
  };
  check(is_sane(height, layout.size.height) && is_sane(width, layout.size.width),
        "broken TIFF: its strips or tiles are ", width, "x", height, " pixels");
  layout.block = {int(height), int(width)};
}

void read_palette(const TiffFile& file, TiffLayout& layout) {
  uint16_t* tables[3] = {};
  check(TIFFGetField(file.get(), TIFFTAG_COLORMAP, &tables[0], &tables[1], &tables[2]),
        "broken TIFF: it has no palette");
  int most = 0;
  for (const uint16_t* table : tables) {
    layout.values.emplace_back(table, table + (size_t{1} << layout.bits));
    most = std::max<int>(
        most, *std::max_element(layout.values.back().begin(), layout.values.back().end()));
  }
  if (most <= 255) return;  // some writers put 8-bit values there
  for (auto& table : layout.values) {
    for (uint16_t& value : table) value = (value + 128) / 257;
  }
}

void make_values(int space, TiffLayout& layout) {
  const int most = (1 << layout.bits) - 1;
  const int scale = layout.bits < 8 ? 255 / most : 1;
  for (int sample = 0; sample < layout.samples; ++sample) {
    std::vector<uint16_t> table(most + 1);
    const bool is_inverted = space == PHOTOMETRIC_MINISWHITE && sample == 0;
    for (int i = 0; i <= most; ++i) table[i] = (is_inverted ? most - i : i) * scale;
    layout.values.push_back(std::move(table));
  }
}

}  // namespace

TiffLayout read_tiff_layout(const TiffFile& file, const ReadOptions& options) {
  TiffLayout layout;
  const auto height = file.value<uint32_t>(TIFFTAG_IMAGELENGTH);
  const auto width = file.value<uint32_t>(TIFFTAG_IMAGEWIDTH);
  check_pixels(height, width, options);
  check(height <= INT32_MAX && width <= INT32_MAX, "broken TIFF: ", width, "x", height, " pixels");
  layout.size = {int(height), int(width)};
  const int space = read_colour_space(file);
  read_samples(file, space, layout);
  read_blocks(file, layout);
  if (layout.has_palette) {
    read_palette(file, layout);
  } else if (!layout.is_numbers()) {
    make_values(space, layout);
  }
  return layout;
}

}  // namespace kintsugi
