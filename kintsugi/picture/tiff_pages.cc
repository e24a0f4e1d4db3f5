#include "kintsugi/picture/tiff_pages.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/picture/tiff_directory.h"

namespace kintsugi {
namespace {

constexpr uint16_t kNewSubfileType = 0x00FE, kSubIfds = 0x014A, kPhotoshopLayers = 0x935C;

bool is_smaller_copy(const TiffDirectories& of, const TiffDirectory& page) {
  return of.number(page.find(kNewSubfileType)) & 1;
}

TiffDirectory& page_of(TiffDirectories& directories, int page) {
  const int count = static_cast<int>(directories.pages.size());
  check(page >= 1 && page <= count, "the TIFF has ", count, " pages, expected page ", page);
  return directories.pages[page - 1];
}

/// The new page is the same kind of page among the others as the old one.
void keep_place(const TiffDirectory& old_page, TiffDirectory& new_page) {
  static constexpr uint16_t kTags[] = {kNewSubfileType, 0x0129};  // page number
  for (const uint16_t tag : kTags) {
    const TiffEntry* entry = old_page.find(tag);
    if (entry && !new_page.find(tag)) new_page.entries.push_back(*entry);
  }
}

}  // namespace

TiffPages tiff_pages(ByteView file) {
  const TiffDirectories directories = read_tiff_directories(file);
  return {static_cast<int>(directories.pages.size()), directories.is_big_endian};
}

Bytes with_tiff_page(ByteView file, int page, ByteView new_page, Warnings& warnings) {
  TiffDirectories directories = read_tiff_directories(file);
  TiffDirectories replacement = read_tiff_directories(new_page);
  check(replacement.is_big_endian == directories.is_big_endian, "the pages' byte orders differ");
  TiffDirectory& place = page_of(directories, page);
  keep_place(place, page_of(replacement, 1));
  place = std::move(replacement.pages[0]);
  int number = 0;
  const size_t num_copies = std::erase_if(directories.pages, [&](const TiffDirectory& other) {
    return ++number != page && is_smaller_copy(directories, other);
  });
  if (num_copies > 0) {
    warnings.push_back("smaller copies of the picture in the TIFF are left out: " +
                       std::to_string(num_copies));
  }
  return write_tiff_directories(directories);
}

Bytes tiff_page_exif(ByteView file, int page, bool (*is_left_out)(uint16_t tag)) {
  TiffDirectories directories = read_tiff_directories(file);
  TiffDirectory main = std::move(page_of(directories, page));
  main.blocks.clear();
  main.children.erase(kSubIfds);
  std::erase_if(main.entries, [&](const TiffEntry& entry) { return is_left_out(entry.tag); });
  if (main.entries.empty() && main.children.empty()) return {};
  directories.is_big = false;
  directories.pages.assign(1, std::move(main));
  return write_tiff_directories(directories);
}

Bytes with_tiff_tags(ByteView file, ByteView exif, std::span<const uint16_t> tags) {
  TiffDirectories directories = read_tiff_directories(file);
  const TiffDirectories from = read_tiff_directories(exif);
  if (from.is_big_endian == directories.is_big_endian && !from.pages.empty()) {
    TiffDirectory& main = page_of(directories, 1);
    for (const uint16_t tag : tags) {
      const TiffEntry* entry = from.pages[0].find(tag);
      if (entry && !main.find(tag)) main.entries.push_back(*entry);
    }
  }
  return write_tiff_directories(directories);
}

void warn_of_hidden_copies(ByteView file, int page, Warnings& warnings) {
  TiffDirectories directories = read_tiff_directories(file);
  const TiffDirectory& main = page_of(directories, page);
  if (main.find(kPhotoshopLayers)) {
    warnings.push_back("Photoshop's layers in the TIFF are left out");
  }
  if (main.children.contains(kSubIfds)) {
    warnings.push_back("further pictures in the TIFF (SubIFDs) are left out");
  }
}

}  // namespace kintsugi
