#include "kintsugi/paint/silhouettes.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/picture.h"
#include "kintsugi/picture/archive.h"

namespace kintsugi {
namespace {

constexpr uint64_t kMostBytes = uint64_t{64} << 20;  // of one picture of a bank
constexpr int kDraws = 16;  // before unusable files are walked over one by one

struct File {
  std::string name;
  std::vector<uint8_t> bytes;
};

std::vector<File> files_of(const std::filesystem::path& path) {
  require_codecs(path);
  std::vector<File> files;
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (!entry.is_regular_file() || entry.path().filename().string().starts_with('.')) continue;
      files.push_back({entry.path().filename(), read_file(entry.path(), kMostBytes)});
    }
  } else {
    read_tar(path,
             [&](const std::string& name, std::vector<uint8_t> bytes) {
               files.push_back({name, std::move(bytes)});
             },
             {.max_file_bytes = kMostBytes, .max_total_bytes = uint64_t{4} << 30});
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  return files;
}

// The light pixels of a picture.
Mask light_pixels(const Image& image) {
  Mask mask(image.size());
  with_depth(image, [&](auto depth) {
    for (int y = 0; y < image.height(); ++y) {
      const auto* values = image.row<decltype(depth)>(y);
      for (int x = 0; x < image.width(); ++x, values += image.channels()) {
        int sum = 0;
        for (int c = 0; c < image.channels(); ++c) sum += values[c];
        mask.row(y)[x] = 2 * sum > image.channels() * image.max_value();
      }
    }
  });
  return mask;
}

std::optional<Silhouette> silhouette_in(const Image& image) {
  const Mask mask = light_pixels(image);
  if (mask.num_holes() == 0) return {};
  return Silhouette(mask);
}

std::optional<Silhouette> decode_silhouette(std::vector<uint8_t> bytes, const std::string& name) {
  try {
    return silhouette_in(decode_picture(std::move(bytes), name).image);
  } catch (const Error&) {
    // counted by the bank
  }
  return {};
}

// Where the centre of pixel `i` of `count` lies in a row of `source` pixels, in 1/256 pixel: the
// pixel before it, the one behind it, and the latter's weight.
struct Sample {
  int first, second, weight;
};

Sample sample_at(int i, int count, int source) {
  const long long place = ((2LL * i + 1) * source * 128) / count - 128;
  const long long inside = std::clamp(place, 0LL, (source - 1) * 256LL);
  const int first = static_cast<int>(inside / 256);
  return {first, std::min(first + 1, source - 1), static_cast<int>(inside % 256)};
}

}  // namespace

Silhouette::Silhouette(const Mask& mask) : size_(mask.bounds().size()) {
  const Box bounds = mask.bounds();
  assert(!bounds.empty());
  is_object_.reserve(size_.area());
  for (int y = bounds.top; y < bounds.bottom; ++y) {
    is_object_.insert(is_object_.end(), mask.row(y) + bounds.left, mask.row(y) + bounds.right);
  }
  num_pixels_ = mask.num_holes();
}

Mask Silhouette::scaled(Size size) const {
  Mask result(size);
  for (int y = 0; y < size.height; ++y) {
    const Sample row = sample_at(y, size.height, size_.height);
    for (int x = 0; x < size.width; ++x) {
      const Sample column = sample_at(x, size.width, size_.width);
      const auto along = [&](int source_y) {
        return at(source_y, column.first) * (256 - column.weight) +
               at(source_y, column.second) * column.weight;
      };
      const int value = along(row.first) * (256 - row.weight) + along(row.second) * row.weight;
      result.row(y)[x] = 2 * value >= 256 * 256;
    }
  }
  if (result.num_holes() == 0) result.row(size.height / 2)[size.width / 2] = 1;
  return result;
}

SilhouetteBank::SilhouetteBank(const std::filesystem::path& path) : name_(path) {
  is_packed(path) ? add_packed(path) : add_files(path);
  Random random(0);
  pick(random);  // throws when there is nothing to pick
}

void SilhouetteBank::add_files(const std::filesystem::path& path) {
  for (File& file : files_of(path)) {
    Entry& entry = entries_.emplace_back();
    entry.name = std::move(file.name);
    entry.bytes = std::move(file.bytes);
  }
}

void SilhouetteBank::add_packed(const std::filesystem::path& path) {
  const PackedPictures pictures(path);
  for (int64_t i = 0; i < pictures.size(); ++i) {
    Entry& entry = entries_.emplace_back();
    entry.name = pictures.name(i);
    std::call_once(entry.is_decoded, [&] { entry.shape = silhouette_in(pictures.image(i)); });
    if (!entry.shape) ++num_skipped_;
  }
}

const Silhouette* SilhouetteBank::shape(int index) const {
  Entry& entry = entries_[index];
  std::call_once(entry.is_decoded, [&] {
    entry.shape = decode_silhouette(std::exchange(entry.bytes, {}), entry.name);
    if (!entry.shape) ++num_skipped_;
  });
  return entry.shape ? &*entry.shape : nullptr;
}

const Silhouette& SilhouetteBank::pick(Random& random) const {
  int index = 0;
  for (int i = 0; i < kDraws && size() > 0; ++i) {
    index = random.integer(0, size() - 1);
    if (const Silhouette* found = shape(index)) return *found;
  }
  for (int i = 0; i < size(); ++i) {
    if (const Silhouette* found = shape((index + i) % size())) return *found;
  }
  throw Error(name_ + " holds no silhouette: none of its " + std::to_string(size()) +
              " files is a picture with white in it");
}

}  // namespace kintsugi
