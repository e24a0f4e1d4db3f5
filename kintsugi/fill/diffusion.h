#pragma once

#include <memory>

#include "kintsugi/image/inpainter.h"

namespace kintsugi::fill {

struct DiffusionOptions {
  double radius_px = 5;  ///< neighbourhood that a filled pixel is computed from

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("radius", o.radius_px, "neighbourhood of a filled pixel, in pixels");
  }
};

/// The fast marching method of Telea (2004), as OpenCV has it. Fast, smooth; for scratches.
std::unique_ptr<Inpainter> telea(const DiffusionOptions& options = {});

/// Navier-Stokes inpainting (Bertalmio, Bertozzi, Sapiro 2001), as OpenCV has it.
std::unique_ptr<Inpainter> navier_stokes(const DiffusionOptions& options = {});

}  // namespace kintsugi::fill
