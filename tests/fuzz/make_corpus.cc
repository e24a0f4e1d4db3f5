// make_corpus <folder>: small files of every format, for decode_fuzz to start from. The first byte
// is decode_fuzz's choice of what to do; a picture file follows.
#include <filesystem>
#include <iostream>

#include "kintsugi/base/atomic_file.h"
#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {
namespace {

constexpr int kNumFormats = 8;  // as in decode_fuzz

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  void add(const std::string& name, std::vector<uint8_t> file) {
    file.insert(file.begin(), static_cast<uint8_t>(num_files_++ % 2 ? num_files_ / 2 % kNumFormats
                                                                    : kNumFormats));
    write_file(folder_ / name, file);
  }

 private:
  std::filesystem::path folder_;
  int num_files_ = 0;
};

void add_pictures(Corpus& corpus) {
  constexpr std::pair<const char*, PictureFormat> kFormats[] = {
      {"png", PictureFormat::kPng}, {"webp", PictureFormat::kWebp}, {"tiff", PictureFormat::kTiff},
      {"bmp", PictureFormat::kBmp}, {"heic", PictureFormat::kHeic}, {"avif", PictureFormat::kAvif},
      {"jxl", PictureFormat::kJxl}};
  for (const auto& [name, format] : kFormats) {
    for (int samples = 1; samples <= 4; ++samples) {
      const int bits = samples == 1 || samples == 4 ? 16 : 8;
      Picture picture = noise_picture(format, samples, bits, {7, 9});
      if (samples == 3) {
        picture.metadata = {.icc = make_icc(),
                            .exif = make_exif({.orientation = 6}),
                            .iptc = make_iptc(),
                            .xmp = make_xmp("tiff:Orientation=\"6\">"),
                            .png_chunks = {{"tEXt", {'T', 0, 'a'}}}};
      }
      corpus.add(std::string(name) + std::to_string(samples), encode(picture));
    }
  }
  Picture lossy{.image = smooth_image({16, 16}, 3), .format = PictureFormat::kWebp};
  lossy.wants_loss = true;
  corpus.add("webp_lossy", encode(lossy));
}

void add_jpegs(Corpus& corpus) {
  const std::vector<uint8_t> exif = make_exif({.orientation = 6, .thumbnail = "thumb"});
  const JpegMarker marker{JPEG_APP0 + 1,
                          std::string("Exif\0\0", 6) + std::string(exif.begin(), exif.end())};
  corpus.add("jpeg_grey", make_jpeg(smooth_image({17, 19}, 1), {}));
  corpus.add("jpeg_420", make_jpeg(smooth_image({17, 35}, 3), {.luma_factors = {2, 2}}));
  corpus.add("jpeg_progressive", make_jpeg(smooth_image({17, 19}, 3), {.is_progressive = true}));
  corpus.add("jpeg_turned", make_jpeg(smooth_image({16, 24}, 3), {.markers = {marker}}));
  corpus.add("jpeg_turned_odd", make_jpeg(smooth_image({13, 24}, 3), {.markers = {marker}}));
}

}  // namespace
}  // namespace kintsugi

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_corpus <folder>\n";
    return 1;
  }
  kintsugi::Corpus corpus(argv[1]);
  add_pictures(corpus);
  add_jpegs(corpus);
}
