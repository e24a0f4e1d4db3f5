#include "kintsugi/image/packed_pictures.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "kintsugi/error.h"
#include "kintsugi/base/safetensors.h"

namespace kintsugi {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "kintsugi-pictures";
constexpr const char* kVersion = "1";

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Names need not be UTF-8, JSON must be.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

const std::string& metadata_of(const TensorFile& file, const std::string& key) {
  const auto found = file.metadata.find(key);
  check(found != file.metadata.end(), "its metadata has no \"", key, "\"");
  return found->second;
}

Tensor pictures_of(const TensorFile& file) {
  check(file.metadata.contains("format") && metadata_of(file, "format") == kFormat,
        "its metadata does not say \"format\": \"", kFormat, "\"");
  check(metadata_of(file, "version") == kVersion, "it has version ", metadata_of(file, "version"),
        ", expected ", kVersion);
  check(file.tensors.contains("pictures"), "it has no tensor \"pictures\"");
  const Tensor& pictures = file.tensors.at("pictures");
  const Sizes& sizes = pictures.sizes();
  check(pictures.type() == DataType::kUInt8 && sizes.size() == 4 && sizes[0] >= 1 &&
            sizes[1] == 3 && sizes[2] == sizes[3] && sizes[2] >= 1 && sizes[2] <= 1 << 15,
        "its pictures are ", describe(pictures), ", expected u8 [N, 3, S, S]");
  return pictures;
}

}  // namespace

PackedPictures::PackedPictures(const std::filesystem::path& path) try {
  const TensorFile file = map_safetensors(path);
  pictures_ = pictures_of(file);
  side_ = static_cast<int>(pictures_.sizes()[2]);
  names_ = json::parse(metadata_of(file, "names")).get<std::vector<std::string>>();
  mean_colour_ = json::parse(metadata_of(file, "mean_colour")).get<std::array<double, 3>>();
  check(size() == pictures_.sizes()[0], "it has ", size(), " names for ", pictures_.sizes()[0],
        " pictures");
} catch (const Error& error) {
  throw Error(path.string() + " is no packed set of pictures: " + error.what());
} catch (const json::exception& error) {
  throw Error(path.string() + " is no packed set of pictures: " + error.what());
}

Image PackedPictures::image(int64_t index) const {
  Image image({side_, side_}, 3);
  const int64_t area = image.size().area();
  const uint8_t* planes = pictures_.bytes().data() + index * 3 * area;
  uint8_t* pixels = image.row<uint8_t>(0);
  for (int64_t i = 0; i < area; ++i) {
    for (int c = 0; c < 3; ++c) pixels[3 * i + c] = planes[c * area + i];
  }
  return image;
}

bool is_packed(const std::filesystem::path& path) { return path.extension() == ".safetensors"; }

PackedWriter::PackedWriter(const std::filesystem::path& path, const std::vector<std::string>& names,
                           const Options& options)
    : file_(path), options_(options), names_(names) {
  constexpr size_t kDigits = 256;             // more than the numbers of the longest header take
  constexpr size_t kMostBytes = 100'000'000;  // that readers of .safetensors accept
  header_bytes_ = (8 + header().size() + kDigits + 7) / 8 * 8;
  check(header_bytes_ < kMostBytes, "the names of ", names.size(), " pictures take ", header_bytes_,
        " bytes, expected at most ", kMostBytes, ": pack them into several files");
  file_.write(std::vector<uint8_t>(header_bytes_));
  names_.clear();
}

void PackedWriter::add(const std::string& name, const Image& image) {
  check(image.height() == options_.side && image.width() == options_.side &&
            image.channels() == 3 && image.bits() == 8,
        name, " is ", image.size(), ", expected an RGB picture of ", options_.side, " pixels");
  const int64_t area = image.size().area();
  std::vector<uint8_t> planes(3 * area);
  const uint8_t* pixels = image.row<uint8_t>(0);
  for (int64_t i = 0; i < area; ++i) {
    for (int c = 0; c < 3; ++c) {
      planes[c * area + i] = pixels[3 * i + c];
      sums_[c] += pixels[3 * i + c];
    }
  }
  file_.write(planes);
  names_.push_back(name);
}

std::array<double, 3> PackedWriter::mean_colour() const {
  const double most = 255.0 * options_.side * options_.side * std::max<size_t>(names_.size(), 1);
  return {sums_[0] / most, sums_[1] / most, sums_[2] / most};
}

std::string PackedWriter::header() const {
  const uint64_t side = options_.side, count = names_.size();
  const json header = {{"__metadata__",
                        {{"format", kFormat},
                         {"version", kVersion},
                         {"crop", options_.crop},
                         {"size", std::to_string(side)},
                         {"mean_colour", json(mean_colour()).dump()},
                         {"names", dump(names_)}}},
                       {"pictures",
                        {{"dtype", "U8"},
                         {"shape", {count, uint64_t{3}, side, side}},
                         {"data_offsets", {uint64_t{0}, count * 3 * side * side}}}}};
  return dump(header);
}

void PackedWriter::commit() {
  check(!names_.empty(), "there is no picture to pack");
  std::string text = header();
  text.resize(header_bytes_ - 8, ' ');
  const uint64_t length = text.size();
  std::string start(8, '\0');
  std::memcpy(start.data(), &length, 8);
  file_.write_at(0, bytes_of(start + text));
  file_.commit();
}

}  // namespace kintsugi
