#include <algorithm>
#include <optional>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/file_kind.h"
#include "kintsugi/picture/pixel_rows.h"
#include "kintsugi/picture/tiff_metadata.h"
#include "kintsugi/picture/tiff_numbers.h"
#include "kintsugi/picture/tiff_pages.h"

namespace kintsugi {
namespace {

/// How the pixels of a picture are stored in a TIFF.
struct Storage {
  int bits, format, photometric, compression, predictor;
};

Storage storage_of(const Picture& picture, const TiffNumbers* numbers) {
  const int space = picture.image.channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  if (numbers) {
    return {numbers->bits(), numbers->sample_format(), space, COMPRESSION_LZW, PREDICTOR_NONE};
  }
  const bool is_packed = picture.stored_bits > 0 && num_samples(picture) == 1;
  const int bits = is_packed ? picture.stored_bits : picture.image.bits();
  if (bits == 1) {  // as fax machines and scanners write it
    return {1, SAMPLEFORMAT_UINT, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX4, PREDICTOR_NONE};
  }
  return {bits, SAMPLEFORMAT_UINT, space, COMPRESSION_LZW,
          bits < 8 ? PREDICTOR_NONE : PREDICTOR_HORIZONTAL};
}

void set_layout(const TiffFile& file, const Picture& picture, const Storage& storage) {
  TIFF* tiff = file.get();
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.image.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.image.height());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, storage.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, num_samples(picture));
  if (storage.format != SAMPLEFORMAT_UINT) {
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, storage.format);
  }
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, storage.photometric);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, storage.compression);
  if (storage.predictor != PREDICTOR_NONE) {
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, storage.predictor);
  }
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
}

void set_metadata(const TiffFile& file, const Picture& picture, const Metadata& metadata,
                  bool is_premultiplied) {
  TIFF* tiff = file.get();
  if (picture.alpha) {
    const uint16_t kind = is_premultiplied ? EXTRASAMPLE_ASSOCALPHA : EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (!metadata.icc.empty()) {
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, uint32_t(metadata.icc.size()), metadata.icc.data());
  }
  if (!metadata.resolution) return;
  const Resolution shown = metadata.resolution->unit == LengthUnit::kMetre
                               ? in_unit(*metadata.resolution, LengthUnit::kInch)
                               : *metadata.resolution;
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, shown.x);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, shown.y);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT,
               shown.unit == LengthUnit::kNone   ? RESUNIT_NONE
               : shown.unit == LengthUnit::kInch ? RESUNIT_INCH
                                                 : RESUNIT_CENTIMETER);
}

/// Grey values rounded to `bits` and packed, the first in the highest bits.
void pack_row(const Image& image, int y, int bits, bool is_inverted, Bytes& row) {
  const int most = (1 << bits) - 1;
  std::fill(row.begin(), row.end(), uint8_t{0});
  for (int x = 0; x < image.width(); ++x) {
    const int level = (image.at(y, x, 0) * most + image.max_value() / 2) / image.max_value();
    const int bit = x * bits;
    row[bit / 8] |= (is_inverted ? most - level : level) << (8 - bits - bit % 8);
  }
}

void write_pixels(const TiffFile& file, const Picture& picture, const Storage& storage,
                  const TiffNumbers* numbers) {
  const Image& image = picture.image;
  Bytes row((size_t{1} * image.width() * num_samples(picture) * storage.bits + 7) / 8);
  for (int y = 0; y < image.height(); ++y) {
    if (numbers) {
      std::copy_n(numbers->row(y), row.size(), row.begin());
    } else if (storage.bits < 8) {
      pack_row(image, y, storage.bits, storage.photometric == PHOTOMETRIC_MINISWHITE, row);
    } else {
      get_row(picture, y, row.data());
    }
    check(TIFFWriteScanline(file.get(), row.data(), y, 0) == 1,
          "cannot write the TIFF: ", file.complaint());
  }
}

bool has_tiff_source(const Picture& picture) {
  return picture.source && format_of_bytes(*picture.source) == PictureFormat::kTiff;
}

/// The pages of the source; one where they cannot be told apart, which was said when it was read.
TiffPages source_pages(const Picture& picture) {
  if (!has_tiff_source(picture)) return {};
  try {
    return tiff_pages(*picture.source);
  } catch (const Error&) {
    return {};
  }
}

/// The layout of the source's page, for one who has the file open.
TiffLayout source_layout(const TiffFile& file, int page) {
  check(TIFFSetDirectory(file.get(), page - 1), "broken TIFF: ", file.complaint());
  return read_tiff_layout(file, {.max_pixels = INT64_MAX});
}

/// The source's numbers with the picture's pixels where they changed, if it held such.
std::optional<TiffNumbers> filled_numbers(const Picture& picture, const Mask* changed) {
  if (!has_tiff_source(picture)) return {};
  const TiffFile file(*picture.source);
  const TiffLayout layout = source_layout(file, picture.page);
  if (!layout.is_numbers()) return {};
  TiffNumbers numbers(file, layout);
  if (picture.turned != 1) numbers.turn(picture.turned);
  if (numbers.size() != picture.image.size() || numbers.samples() != num_samples(picture) ||
      picture.image.bits() != 16) {
    return {};
  }
  numbers.put(picture, changed);
  return numbers;
}

}  // namespace

Bytes encode_tiff(const Picture& picture, const Metadata& metadata, const Mask* changed,
                  Warnings& warnings) {
  if (!picture.palette.empty()) {
    warnings.push_back("the palette is given up: the TIFF is written as RGB");
  }
  const std::optional<TiffNumbers> numbers = filled_numbers(picture, changed);
  const TiffNumbers* kept = numbers ? &*numbers : nullptr;
  const TiffPages pages = source_pages(picture);
  // Tags are put in byte by byte, so the order is theirs.
  const bool has_big_exif = !metadata.exif.empty() && metadata.exif[0] == 'M';
  TiffFile file(pages.count > 1 ? pages.is_big_endian : has_big_exif);
  const Storage storage = storage_of(picture, kept);
  set_layout(file, picture, storage);
  set_metadata(file, picture, metadata, kept && kept->is_premultiplied());
  write_pixels(file, picture, storage, kept);
  Bytes page = with_tiff_metadata(file.close(), metadata, warnings);
  return pages.count > 1 ? with_tiff_page(*picture.source, picture.page, page, warnings) : page;
}

void leave_tiff_source(const Picture& picture, Warnings& warnings) {
  if (!has_tiff_source(picture)) return;
  const int num_others = source_pages(picture).count - 1;
  if (num_others > 0) {
    warnings.push_back("the TIFF's other pages are left out: " + std::to_string(num_others));
  }
  const TiffFile file(*picture.source);
  const TiffLayout layout = source_layout(file, picture.page);
  if (layout.is_numbers()) {
    warnings.push_back(
        "the TIFF's samples of " + std::to_string(layout.bits) +
        (layout.sample_format == SAMPLEFORMAT_IEEEFP ? "-bit floating point" : "-bit integers") +
        " are rounded to 16 bits");
  }
}

}  // namespace kintsugi
