#include "kintsugi/fill.h"

#include <memory>

#include "kintsugi/c/guard.h"
#include "kintsugi/error.h"
#include "kintsugi/model.h"
#include "kintsugi/pixels.h"

struct kintsugi_method {
  std::unique_ptr<kintsugi::Inpainter> inpainter;
};

namespace kintsugi::c {
namespace {

MethodOptions options_of(const kintsugi_method_options& given) {
  MethodOptions options;
  options.patchmatch.threads = given.threads;
  if (given.seed != 0) options.patchmatch.seed = given.seed;
  if (given.patch_size != 0) options.patchmatch.patch_size = given.patch_size;
  if (given.iterations != 0) options.patchmatch.iterations = given.iterations;
  if (given.radius_px != 0) options.diffusion.radius_px = given.radius_px;
  return options;
}

std::ptrdiff_t stride_of(std::ptrdiff_t given, long long row_bytes) {
  return given != 0 ? given : static_cast<std::ptrdiff_t>(row_bytes);
}

Pixels pixels_of(const kintsugi_image& image) {
  const int bits = image.bits == 0 ? 8 : image.bits;
  const long long row_bytes = 1LL * image.width * image.channels * (bits / 8);
  return {.data = image.pixels,
          .width = image.width,
          .height = image.height,
          .stride_bytes = stride_of(image.stride, row_bytes),
          .channels = image.channels,
          .bits = bits};
}

const Inpainter& inpainter_of(const kintsugi_method* method) {
  check(method != nullptr, "method is null");
  return *method->inpainter;
}

const char* named(const char* text, const char* name) {
  check(text != nullptr, name, " is null");
  return text;
}

}  // namespace
}  // namespace kintsugi::c

using namespace kintsugi;  // NOLINT: the functions below are the C interface's

kintsugi_status kintsugi_method_open(const char* name, const kintsugi_method_options* options,
                                     kintsugi_method** method) {
  return c::guarded([&]() -> std::vector<std::string> {
    check(method != nullptr, "method is null");
    const auto given = options ? c::sized(options, "method_options") : kintsugi_method_options{};
    *method = new kintsugi_method{open_method(c::named(name, "name"), c::options_of(given))};
    return {};
  });
}

void kintsugi_method_close(kintsugi_method* method) { delete method; }

kintsugi_status kintsugi_fill(const kintsugi_method* method, const kintsugi_image* image,
                              const kintsugi_mask* mask, kintsugi_progress progress, void* user) {
  return c::guarded([&] {
    const kintsugi_mask hole = c::sized(mask, "mask");
    const Pixels pixels = c::pixels_of(c::sized(image, "image"));
    const MaskPixels hole_pixels{hole.pixels, hole.width, hole.height,
                                 c::stride_of(hole.stride, hole.width)};
    const Inpainter& inpainter = c::inpainter_of(method);
    if (!progress) return fill_pixels(inpainter, pixels, hole_pixels);
    return fill_pixels(inpainter, pixels, hole_pixels, {},
                       [&](double share) { return progress(share, user) == 0; });
  });
}

kintsugi_status kintsugi_fill_file(const kintsugi_method* method, const char* picture,
                                   const char* mask, const char* output) {
  return c::guarded([&] {
    return fill_file({.picture = c::named(picture, "picture"),
                      .mask = c::named(mask, "mask"),
                      .output = c::named(output, "output"),
                      .mask_output = {}},
                     c::inpainter_of(method))
        .warnings;
  });
}
