#include "kintsugi/error.h"
#include "kintsugi/picture.h"
#include "kintsugi/picture/archive.h"

namespace kintsugi {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(what +
              ": this Kintsugi was built without image libraries (KINTSUGI_RUNTIME=OFF) and reads"
              " packed pictures alone; `kintsugi pack` makes them elsewhere");
}

}  // namespace

void require_codecs(const std::filesystem::path& path) { refuse("cannot read " + path.string()); }

Picture read_picture(const std::filesystem::path& path, const ReadOptions&) {
  refuse("cannot read " + path.string());
}

Picture decode_picture(std::vector<uint8_t>, const std::string& name, const ReadOptions&) {
  refuse("cannot read " + name);
}

std::optional<PictureFormat> format_of_name(const std::filesystem::path&) { return std::nullopt; }

EncodedPicture encode_picture(const Picture&) { refuse("cannot encode a picture"); }

EncodedPicture encode_picture(const Picture&, const Mask&) { refuse("cannot encode a picture"); }

std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture&) {
  refuse("cannot write " + path.string());
}

std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture&,
                                       const Mask&) {
  refuse("cannot write " + path.string());
}

void read_tar(const std::filesystem::path& path,
              const std::function<void(const std::string&, std::vector<uint8_t>)>&,
              const ArchiveLimits&) {
  refuse("cannot read " + path.string());
}

std::optional<std::vector<TarEntry>> index_tar(const std::filesystem::path& path) {
  refuse("cannot read " + path.string());
}

}  // namespace kintsugi
