#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "kintsugi/inpainter.h"
#include "kintsugi/words.h"

namespace KINTSUGI_API kintsugi {

/// The methods that need no weights; engine models are made by model.h.
enum class Method {
  kAuto,          ///< what suits each hole best: today kPatchMatch, whatever the hole
  kPatchMatch,    ///< copies texture and edges (Barnes et al. 2009); small patches where it is thin
  kTelea,         ///< fast and smooth (Telea 2004); for scratches and specks
  kNavierStokes,  ///< smooth, continues edges (Bertalmio et al. 2001); for scratches and specks
};

constexpr auto words(Method) {
  return std::to_array<Word<Method>>({{Method::kAuto, "auto"},
                                      {Method::kPatchMatch, "patchmatch"},
                                      {Method::kTelea, "telea"},
                                      {Method::kNavierStokes, "ns"}});
}

/// One line for lists: kTelea -> "fast and smooth (Telea 2004); for scratches and specks".
const char* summary_of(Method method);

/// Options of kAuto and kPatchMatch.
struct PatchMatchOptions {
  int patch_size = 7;        ///< side of a patch in pixels, odd, 3 to 15
  int iterations = 4;        ///< search-and-vote rounds on the full-size picture, 1 to 100
  int search_region_px = 0;  ///< how far away a patch may come from, in pixels; 0 = anywhere
  uint64_t seed = 1;         ///< of the random search
  int threads = 0;           ///< 0 = one per core; the result does not depend on it

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("patch-size", o.patch_size, "side of a patch in pixels, odd, 3 to 15");
    field("iterations", o.iterations, "search-and-vote rounds on the full-size picture, 1 to 100");
    field("search-region", o.search_region_px,
          "how far a patch may come from, in pixels; 0 = anywhere");
    field("seed", o.seed, "of the random search; the same seed gives the same picture");
    field("threads", o.threads, "0 = one per core; the result does not depend on it");
  }
};

/// Options of kTelea and kNavierStokes.
struct DiffusionOptions {
  double radius_px = 5;  ///< neighbourhood that a filled pixel is computed from, 1 to 100

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("radius", o.radius_px, "neighbourhood of a filled pixel, in pixels");
  }
};

/// A method and its options; those of the other methods are not looked at.
struct MethodOptions {
  Method method = Method::kAuto;
  PatchMatchOptions patchmatch;
  DiffusionOptions diffusion;
};

/// The method as the program runs it: applied to the parts of a picture that its holes need, so
/// that time follows the holes and not the picture. The object may be used from several threads at
/// once. Errors: options out of range.
std::unique_ptr<Inpainter> make_method(const MethodOptions& options = {});

}  // namespace kintsugi
