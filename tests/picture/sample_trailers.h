#pragma once

#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {

/// MPF's block for two pictures (CIPA DC-007): version, number, entries.
inline std::string make_mpf(uint32_t first_bytes, uint32_t second_bytes, uint32_t second_offset) {
  std::string block = "MPF";
  block += '\0';
  const auto put = [&](uint32_t value, int count) {
    for (int i = count - 1; i >= 0; --i) block += static_cast<char>(value >> 8 * i & 255);
  };
  block += "MM";
  put(42, 2), put(8, 4), put(3, 2);
  put(0xB000, 2), put(7, 2), put(4, 4), block += "0100";
  put(0xB001, 2), put(4, 2), put(1, 4), put(2, 4);
  put(0xB002, 2), put(7, 2), put(32, 4), put(50, 4);  // the entries lie behind the directory
  put(0, 4);
  put(0x030000, 4), put(first_bytes, 4), put(0, 4), put(0, 4);
  put(0, 4), put(second_bytes, 4), put(second_offset, 4), put(0, 4);
  return block;
}

inline std::string container_xmp(size_t gain_map_bytes, size_t video_bytes) {
  return make_xmp(
      "hdrgm:Version=\"1.0\" GCamera:MotionPhoto=\"1\"><Container:Directory><rdf:Seq>"
      "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Semantic=\"Primary\" "
      "Item:Mime=\"image/jpeg\"/></rdf:li>"
      "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Semantic=\"GainMap\" "
      "Item:Mime=\"image/jpeg\" Item:Length=\"" +
      std::to_string(gain_map_bytes) +
      "\"/></rdf:li><rdf:li rdf:parseType=\"Resource\"><Container:Item "
      "Item:Semantic=\"MotionPhoto\" Item:Mime=\"video/mp4\" Item:Length=\"" +
      std::to_string(video_bytes) + "\"/></rdf:li></rdf:Seq></Container:Directory>");
}

inline std::vector<uint8_t> make_gain_map(const Image& gains) {
  return make_jpeg(gains,
                   {.markers = {{JPEG_APP0 + 1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) +
                                                    "http://ns.adobe.com/hdr-gain-map/1.0/"}}});
}

inline std::vector<uint8_t> make_video() {
  std::vector<uint8_t> video = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'm', 'p', '4', '2'};
  for (int i = 0; i < 5000; ++i) video.push_back(i * i % 251);
  return video;
}

/// What a phone writes: a picture, its gain map (a quarter as high and wide) and a video.
struct PhoneFile {
  std::vector<uint8_t> gain_map, video, bytes;
};

inline PhoneFile make_phone_file(const Image& image, const Image& gains, int orientation = 1) {
  PhoneFile file{make_gain_map(gains), make_video(), {}};
  const auto exif = make_exif({.orientation = orientation, .thumbnail = "a preview"});
  size_t first_bytes = 0, mpf_at = 0;
  for (int pass = 0; pass < 2; ++pass) {  // the second knows the sizes
    const std::string mpf =
        make_mpf(first_bytes, file.gain_map.size(), uint32_t(first_bytes - mpf_at));
    file.bytes = make_jpeg(
        image,
        {.luma_factors = {2, 2},
         .markers = {
             {JPEG_APP0 + 1, std::string("Exif\0\0", 6) + std::string(exif.begin(), exif.end())},
             {JPEG_APP0 + 1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) +
                                 container_xmp(file.gain_map.size(), file.video.size())},
             {JPEG_APP0 + 2, mpf}}});
    first_bytes = file.bytes.size();
    const std::string name("MPF\0", 4);
    mpf_at = std::search(file.bytes.begin(), file.bytes.end(), name.begin(), name.end()) -
             file.bytes.begin() + name.size();
  }
  file.bytes.insert(file.bytes.end(), file.gain_map.begin(), file.gain_map.end());
  file.bytes.insert(file.bytes.end(), file.video.begin(), file.video.end());
  return file;
}

}  // namespace kintsugi
