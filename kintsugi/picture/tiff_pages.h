#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// What must be known of a file before one of its pages is written again.
struct TiffPages {
  int count = 1;
  bool is_big_endian = false;
};

/// How many pages a TIFF has, smaller copies of them included. Errors: broken.
TiffPages tiff_pages(ByteView file);

/// The TIFF with another page number `page` (from 1): the first of `new_page`, a file of the same
/// byte order. All others keep every byte but where they lie; smaller copies of pages, which show
/// what has been filled, are left out with a warning.
Bytes with_tiff_page(ByteView file, int page, ByteView new_page, Warnings& warnings);

/// The tags of a page and of its EXIF and GPS directories as an EXIF block, those left out that
/// `is_left_out` names: for what Exiv2 does not read, BigTIFF and further pages.
Bytes tiff_page_exif(ByteView file, int page, bool (*is_left_out)(uint16_t tag));

/// The TIFF with the named tags of an EXIF block's main directory, where it has none of them.
Bytes with_tiff_tags(ByteView file, ByteView exif, std::span<const uint16_t> tags);

/// Says what of the page is not kept because it shows the picture as it was: Photoshop's layers,
/// smaller copies in SubIFDs.
void warn_of_hidden_copies(ByteView file, int page, Warnings& warnings);

}  // namespace kintsugi
