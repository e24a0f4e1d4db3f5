#include "kintsugi/method.h"

#include "kintsugi/error.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/image/by_depth.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/tiles.h"

namespace kintsugi {
namespace {

using InpainterPtr = std::unique_ptr<Inpainter>;

// Holes up to this depth are cut by tiles too, but completed as large ones are.
constexpr int kMiddlingDepthPx = 25;

// Compact holes in crops of their own, thin ones, text and the like tile by tile.
InpainterPtr large_patches(const PatchMatchOptions& options, const PatchMatchOptions& one) {
  return by_depth(kMiddlingDepthPx,
                  in_tiles(fill::patchmatch(one),
                           {.side_px = 256, .margin_px = 96, .threads = options.threads}),
                  in_pieces(fill::patchmatch(options)));
}

// Thin holes need no more than small patches from nearby.
InpainterPtr patches(const PatchMatchOptions& options) {
  PatchMatchOptions one = options;
  one.threads = 1;
  return by_depth(fill::kThinDepthPx,
                  in_tiles(fill::thin_patchmatch(one), {.threads = options.threads}),
                  large_patches(options, one));
}

}  // namespace

const char* summary_of(Method method) {
  switch (method) {
    case Method::kAuto:
      return "what suits each hole best: today patchmatch, whatever the hole";
    case Method::kPatchMatch:
      return "copies texture and edges from the picture; small patches from nearby where it is "
             "thin";
    case Method::kTelea:
      return "fast and smooth (Telea 2004); for scratches and specks";
    case Method::kNavierStokes:
      return "smooth, continues edges (Navier-Stokes); for scratches and specks";
  }
  return "";
}

InpainterPtr make_method(const MethodOptions& options) {
  switch (options.method) {
    case Method::kAuto:
    case Method::kPatchMatch:
      return patches(options.patchmatch);
    case Method::kTelea:
      return fill::telea(options.diffusion);
    case Method::kNavierStokes:
      return fill::navier_stokes(options.diffusion);
  }
  throw Error("there is no such method");
}

}  // namespace kintsugi
