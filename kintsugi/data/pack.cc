#include "kintsugi/data/pack.h"

#include <algorithm>
#include <vector>

#include "kintsugi/base/parallel.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/image/resample.h"

namespace kintsugi::data {
namespace {

constexpr int64_t kAtOnce = 256;

// What became of one file.
struct Square {
  Image image;  // empty: `reason` says why
  std::string reason;
};

Square square_of(const PictureFiles& files, int64_t index, const PackOptions& options) {
  try {
    const Image image = as_rgb8(files.read(index).image);
    const Size size = {options.size, options.size};
    return {resampled(options.crop == PackCrop::kSquash ? image : middle_square(image), size), ""};
  } catch (const Error& error) {
    return {{}, error.what()};
  }
}

std::vector<Square> squares_of(const PictureFiles& files, int64_t first,
                               const PackOptions& options) {
  std::vector<Square> squares(std::min(kAtOnce, files.size() - first));
  parallel_for(static_cast<int>(squares.size()), options.threads,
               [&](int i) { squares[i] = square_of(files, first + i, options); });
  return squares;
}

std::vector<std::string> names_of(const PictureFiles& files) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < files.size(); ++i) names.push_back(files.name(i));
  return names;
}

}  // namespace

PackResult pack_pictures(
    const PictureFiles& files, const std::filesystem::path& path, const PackOptions& options,
    const std::function<void(const std::string& name, const std::string& reason)>& skipped,
    const OnCount& progress) {
  check(options.size >= 1 && options.size <= 1 << 15, "the size is ", options.size,
        " pixels, expected 1 to ", 1 << 15);
  PackedWriter writer(path, names_of(files), {.side = options.size, .crop = word_of(options.crop)});
  PackResult result;
  for (int64_t first = 0; first < files.size(); first += kAtOnce) {
    const std::vector<Square> squares = squares_of(files, first, options);
    for (size_t i = 0; i < squares.size(); ++i) {
      const std::string& name = files.name(first + static_cast<int64_t>(i));
      if (squares[i].image.empty()) {
        ++result.num_skipped;
        if (skipped) skipped(name, squares[i].reason);
      } else {
        ++result.num_pictures;
        writer.add(name, squares[i].image);
      }
    }
    const int64_t num_done = first + static_cast<int64_t>(squares.size());
    if (progress) progress(static_cast<int>(num_done), static_cast<int>(files.size()));
  }
  check(result.num_pictures > 0, "none of the ", result.num_skipped,
        " files is a picture that can be read");
  writer.commit();
  result.mean_colour = writer.mean_colour();
  return result;
}

}  // namespace kintsugi::data
