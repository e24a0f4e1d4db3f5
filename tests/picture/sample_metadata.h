#pragma once

#include <string>
#include <vector>

#include "kintsugi/picture.h"

namespace kintsugi {

/// What a test's EXIF block says.
struct ExifOptions {
  int orientation = 1;
  bool is_big_endian = false;
  int width = 23, height = 19;
  std::string thumbnail;
};

/// An EXIF block made byte by byte: maker, orientation, the size in pixels, perhaps a thumbnail.
inline std::vector<uint8_t> make_exif(const ExifOptions& options) {
  std::vector<uint8_t> bytes;
  const auto put = [&](uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
      bytes.push_back(value >> 8 * (options.is_big_endian ? count - 1 - i : i) & 255);
    }
  };
  const auto entry = [&](int tag, int type, uint32_t count, uint32_t value) {
    put(tag, 2), put(type, 2), put(count, 4);
    const bool is_short = type == 3;
    put(value, is_short ? 2 : 4);
    if (is_short) put(0, 2);
  };
  constexpr int kShort = 3, kLong = 4, kText = 2;
  const bool has_thumbnail = !options.thumbnail.empty();
  bytes = options.is_big_endian ? std::vector<uint8_t>{'M', 'M'} : std::vector<uint8_t>{'I', 'I'};
  put(42, 2), put(8, 4);
  constexpr int kMain = 8, kText0 = kMain + 2 + 3 * 12 + 4, kDetail = kText0 + 8;
  constexpr int kSecond = kDetail + 2 + 2 * 12 + 4, kThumbnail = kSecond + 2 + 2 * 12 + 4;
  put(3, 2);
  entry(0x010F, kText, 8, kText0);
  entry(0x0112, kShort, 1, options.orientation);
  entry(0x8769, kLong, 1, kDetail);
  put(has_thumbnail ? kSecond : 0, 4);
  for (const char c : std::string("Kodakia\0", 8)) bytes.push_back(c);
  put(2, 2);
  entry(0xA002, kLong, 1, options.width);
  entry(0xA003, kShort, 1, options.height);
  put(0, 4);
  if (!has_thumbnail) return bytes;
  put(2, 2);
  entry(0x0201, kLong, 1, kThumbnail);
  entry(0x0202, kLong, 1, uint32_t(options.thumbnail.size()));
  put(0, 4);
  bytes.insert(bytes.end(), options.thumbnail.begin(), options.thumbnail.end());
  return bytes;
}

/// An ICC profile that libpng believes: a header and one tag of 256 bytes.
inline std::vector<uint8_t> make_icc() {
  constexpr int kBytes = 400, kTagAt = 144, kTagBytes = 256;
  std::vector<uint8_t> bytes(kBytes);
  const auto text = [&](int at, const std::string& word) {
    std::copy(word.begin(), word.end(), bytes.begin() + at);
  };
  const auto number = [&](int at, int value) {
    for (int i = 0; i < 4; ++i) bytes[at + i] = value >> (24 - 8 * i) & 255;
  };
  number(0, kBytes);
  number(8, 0x04000000);  // version
  text(12, "mntrRGB XYZ ");
  text(36, "acsp");
  number(68, 0xF6D6), number(72, 0x10000), number(76, 0xD32D);  // D50
  number(128, 1);                                               // number of tags
  text(132, "desc");
  number(136, kTagAt), number(140, kTagBytes);
  for (int i = 0; i < kTagBytes; ++i) bytes[kTagAt + i] = i * i * 37 / 8;
  return bytes;
}

inline std::string make_xmp(const std::string& orientation) {
  return "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta "
         "xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
         "rdf:about=\"\" "
         "xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
         "xmp:Label=\"Montañas\" " +
         orientation + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
}

/// An IPTC-IIM block: record 2, data set 5 (object name).
inline std::vector<uint8_t> make_iptc() { return {0x1C, 2, 5, 0, 4, 'w', 'a', 'l', 'l'}; }

}  // namespace kintsugi
