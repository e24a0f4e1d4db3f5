#include "kintsugi/picture/tiff_metadata.h"

#include <algorithm>
#include <exiv2/exiv2.hpp>
#include <mutex>

#include "kintsugi/picture/tiff_pages.h"

namespace kintsugi {
namespace {

/// Exiv2's XMP part must be initialised before several threads use it, and asks for a lock.
void start_exiv2() {
  static std::mutex xmp_mutex;
  static std::once_flag once;
  std::call_once(once, [] {
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    Exiv2::XmpParser::initialize(
        [](void* mutex, bool lock) {
          auto& the_mutex = *static_cast<std::mutex*>(mutex);
          lock ? the_mutex.lock() : the_mutex.unlock();
        },
        &xmp_mutex);
  });
}

/// Tags of a page's directory that say how pixels are stored, hold what Metadata keeps apart, or
/// show the picture as it was (Photoshop's layers).
bool is_storage_tag(uint16_t tag) {
  static constexpr uint16_t kTags[] = {
      0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010A, 0x0111, 0x0115, 0x0116, 0x0117,
      0x011A, 0x011B, 0x011C, 0x0128, 0x0124, 0x0125, 0x013D, 0x0140, 0x0142, 0x0143,
      0x0144, 0x0145, 0x014A, 0x0152, 0x0153, 0x0154, 0x0155, 0x015B, 0x0200, 0x0201,
      0x0202, 0x0211, 0x0212, 0x0213, 0x0214, 0x02BC, 0x83BB, 0x8649, 0x8773, 0x935C};
  return std::find(std::begin(kTags), std::end(kTags), tag) != std::end(kTags);
}

bool is_about_storage(const Exiv2::Exifdatum& datum) {
  return datum.groupName() == "Image" && is_storage_tag(datum.tag());
}

/// Tags about colours and pages that Exiv2 takes for storage and does not write.
constexpr uint16_t kTagsOfMeaning[] = {0x00FE, 0x00FF, 0x0107, 0x0118, 0x0119, 0x011D,
                                       0x011E, 0x011F, 0x0122, 0x0123, 0x0129, 0x012D,
                                       0x013E, 0x013F, 0x0141, 0x014D, 0x0150, 0x0151};

/// Further directories are further pages or previews, which are not kept.
bool is_of_other_picture(const Exiv2::Exifdatum& datum) {
  const std::string group = datum.groupName();
  return group.starts_with("SubImage") || group.starts_with("Thumbnail") ||
         group.starts_with("Image2") || group.starts_with("Image3");
}

Exiv2::ExifData without_storage(Exiv2::ExifData exif) {
  for (auto datum = exif.begin(); datum != exif.end();) {
    datum = is_about_storage(*datum) || is_of_other_picture(*datum) ? exif.erase(datum)
                                                                    : std::next(datum);
  }
  return exif;
}

/// The packet as it is, not as Exiv2 would write it.
void put_xmp(Exiv2::Image& image, const std::string& xmp, Warnings& warnings) {
  if (xmp.empty()) return;
  try {
    image.setXmpPacket(xmp);
    image.writeXmpFromPacket(true);
  } catch (const Exiv2::AnyError& error) {
    warnings.push_back(std::string("XMP is left out: ") + error.what());
  }
}

std::optional<Resolution> read_resolution(const TiffFile& file) {
  const auto x = file.value<float>(TIFFTAG_XRESOLUTION), y = file.value<float>(TIFFTAG_YRESOLUTION);
  if (!(x > 0 && y > 0)) return std::nullopt;
  switch (file.value<uint16_t>(TIFFTAG_RESOLUTIONUNIT)) {
    case RESUNIT_NONE:
      return Resolution{x, y, LengthUnit::kNone};
    case RESUNIT_CENTIMETER:
      return Resolution{x, y, LengthUnit::kCentimetre};
    default:
      return Resolution{x, y, LengthUnit::kInch};
  }
}

}  // namespace

Metadata read_tiff_metadata(const TiffFile& file, ByteView bytes, int page, Warnings& warnings) {
  Metadata metadata;
  metadata.resolution = read_resolution(file);
  metadata.icc = file.block(TIFFTAG_ICCPROFILE);
  const Bytes xmp = file.block(TIFFTAG_XMLPACKET);
  metadata.xmp.assign(xmp.begin(), xmp.end());
  try {
    start_exiv2();
    Bytes block;
    if (page > 1 || bytes[2] == 43 || bytes[3] == 43) {  // Exiv2 reads neither
      block = tiff_page_exif(bytes, page, is_storage_tag);
      if (block.empty()) return metadata;
      bytes = block;
    }
    const auto image = Exiv2::ImageFactory::open(bytes.data(), static_cast<long>(bytes.size()));
    image->readMetadata();
    const Exiv2::ExifData exif = without_storage(image->exifData());
    if (!exif.empty()) Exiv2::ExifParser::encode(metadata.exif, image->byteOrder(), exif);
    if (!image->iptcData().empty()) {
      const Exiv2::DataBuf iptc = Exiv2::IptcParser::encode(image->iptcData());
      metadata.iptc.assign(iptc.pData_, iptc.pData_ + iptc.size_);
    }
  } catch (const std::exception& error) {
    warnings.push_back(std::string("the TIFF's EXIF cannot be read: ") + error.what());
  }
  return metadata;
}

Bytes with_tiff_metadata(Bytes tiff, const Metadata& metadata, Warnings& warnings) {
  if (metadata.exif.empty() && metadata.xmp.empty() && metadata.iptc.empty()) return tiff;
  try {
    start_exiv2();
    const auto image = Exiv2::ImageFactory::open(tiff.data(), static_cast<long>(tiff.size()));
    image->readMetadata();
    if (!metadata.exif.empty()) {
      Exiv2::ExifData exif;
      Exiv2::ExifParser::decode(exif, metadata.exif.data(), uint32_t(metadata.exif.size()));
      for (const Exiv2::Exifdatum& datum : without_storage(exif)) {
        image->exifData()[datum.key()] = datum;
      }
    }
    if (!metadata.iptc.empty()) {
      Exiv2::IptcParser::decode(image->iptcData(), metadata.iptc.data(),
                                uint32_t(metadata.iptc.size()));
    }
    put_xmp(*image, metadata.xmp, warnings);
    image->writeMetadata();
    Exiv2::BasicIo& io = image->io();
    io.seek(0, Exiv2::BasicIo::beg);
    Bytes result(io.size());
    io.read(result.data(), static_cast<long>(result.size()));
    return metadata.exif.empty() ? result : with_tiff_tags(result, metadata.exif, kTagsOfMeaning);
  } catch (const std::exception& error) {
    warnings.push_back(std::string("EXIF, XMP and IPTC are left out: ") + error.what());
    return tiff;
  }
}

}  // namespace kintsugi
