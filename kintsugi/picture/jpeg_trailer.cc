#include "kintsugi/picture/jpeg_trailer.h"

#include <algorithm>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/picture/jpeg_directory.h"
#include "kintsugi/picture/jpeg_segments.h"

namespace kintsugi {
namespace {

using namespace std::string_view_literals;

constexpr size_t kMostGainMaps = 8;  // one is usual
constexpr int kApp1 = 0xE1, kApp2 = 0xE2, kStartOfScan = 0xDA;

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_gain_map_xmp(ByteView xmp) {
  for (const auto name : {"ns.adobe.com/hdr-gain-map"sv, "aux:hdrgainmap"sv, "HDRGainMap"sv}) {
    if (text_of(xmp).find(name) != std::string_view::npos) return true;
  }
  return false;
}

/// Whether a JPEG says of itself that it is a gain map.
bool is_gain_map(ByteView jpeg) {
  size_t at = 0;
  for (auto part = next_segment(jpeg, at); part && part->marker != kStartOfScan;
       part = next_segment(jpeg, at)) {
    const ByteView content = jpeg.subspan(part->content_at, part->content_bytes);
    if (part->marker == kApp2 && after_name(jpeg_names::kGainMap, content)) return true;
    const auto xmp = after_name(jpeg_names::kXmp, content);
    if (part->marker == kApp1 && xmp && is_gain_map_xmp(*xmp)) return true;
  }
  return false;
}

/// The JPEGs at the beginning of a trailer, one behind the other, perhaps with zeros between.
std::vector<TrailerPicture> find_pictures(ByteView trailer) {
  std::vector<TrailerPicture> pictures;
  for (size_t at = 0; at < trailer.size();) {
    at = std::find_if(trailer.begin() + at, trailer.end(), [](uint8_t byte) { return byte != 0; }) -
         trailer.begin();
    const ByteView rest = trailer.subspan(at);
    if (!is_jpeg(rest)) break;
    const size_t end = at + end_of_jpeg(rest);
    pictures.push_back({at, end, is_gain_map(trailer.subspan(at, end - at))});
    at = end;
  }
  return pictures;
}

}  // namespace

bool JpegTrailer::has_gain_map() const {
  return std::any_of(pictures.begin(), pictures.end(),
                     [](const TrailerPicture& picture) { return picture.is_gain_map; });
}

std::string JpegTrailer::content() const {
  const auto others = std::count_if(pictures.begin(), pictures.end(),
                                    [](const auto& picture) { return !picture.is_gain_map; });
  std::string words = has_video ? "a video" : "";
  if (others == 0) return words;
  if (has_video) words += ", ";
  return words + (others == 1 ? "a further picture" : std::to_string(others) + " further pictures");
}

JpegTrailer find_jpeg_trailer(ByteView file) {
  JpegTrailer trailer{.begin = end_of_jpeg(file)};
  trailer.bytes = file.subspan(trailer.begin);
  trailer.pictures = find_pictures(trailer.bytes);
  const size_t rest = trailer.pictures.empty() ? 0 : trailer.pictures.back().end;
  trailer.has_video = text_of(trailer.bytes.subspan(rest)).find("ftyp") != std::string_view::npos;
  return trailer;
}

Bytes with_jpeg_trailer(Bytes picture, ByteView file, const ChangeGainMap& change,
                        Warnings& warnings) {
  const JpegTrailer trailer = find_jpeg_trailer(file);
  if (trailer.bytes.empty()) return picture;
  std::vector<MovedPart> parts = {{0, trailer.begin, picture.size()}};
  Bytes fresh;
  size_t done = 0;
  for (const TrailerPicture& map : trailer.pictures) {
    if (!map.is_gain_map || parts.size() > kMostGainMaps) continue;
    const ByteView old = trailer.bytes.subspan(map.begin, map.end - map.begin);
    Bytes changed(old.begin(), old.end());
    try {
      changed = change(old);
    } catch (const Error& error) {
      warnings.push_back(std::string("the HDR gain map is kept as it was: ") + error.what());
    }
    fresh.insert(fresh.end(), trailer.bytes.begin() + done, trailer.bytes.begin() + map.begin);
    fresh.insert(fresh.end(), changed.begin(), changed.end());
    parts.push_back({trailer.begin + map.begin, trailer.begin + map.end, changed.size()});
    done = map.end;
  }
  fresh.insert(fresh.end(), trailer.bytes.begin() + done, trailer.bytes.end());
  mend_jpeg_directories(picture, file, parts);
  picture.insert(picture.end(), fresh.begin(), fresh.end());
  return picture;
}

bool close_jpeg(Bytes& file) {
  constexpr uint8_t kEndOfImage = 0xD9;
  const size_t end = end_of_jpeg(file);
  if (end == file.size() || end == 0 || file[end - 1] == kEndOfImage) return false;
  Bytes picture(file.begin(), file.begin() + end);
  picture.insert(picture.end(), {0xFF, kEndOfImage});
  const auto keep = [](ByteView map) { return Bytes(map.begin(), map.end()); };
  Warnings ignored;
  file = with_jpeg_trailer(std::move(picture), file, keep, ignored);
  return true;
}

}  // namespace kintsugi
