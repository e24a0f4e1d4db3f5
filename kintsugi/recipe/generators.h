#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kintsugi/nets/approx_attention.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/unet_patchgan.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

/// What section [generator] may name as `network`; the other keys are the network's options.
struct Glcic : nets::CompletionOptions {
  static constexpr const char* kName = "glcic";
};
struct Gmcnn : nets::GmcnnOptions {
  static constexpr const char* kName = "gmcnn";
};
struct Unet : nets::UnetOptions {
  static constexpr const char* kName = "unet";
};
struct ContextCenter : nets::ContextOptions {
  static constexpr const char* kName = "context-center";
};
struct ContextConv : nets::ContextOptions {
  static constexpr const char* kName = "context-conv";
};
struct ContextAlexnet : nets::ContextAlexnetOptions {
  static constexpr const char* kName = "context-alexnet";
};

/// ApproxNet, whose coarse result is put into the hole, and the attention generator, which refines
/// it.
struct ApproxAttention {
  static constexpr const char* kName = "approx-attention";

  int64_t width = 64;
  int64_t approx_width = 1024;
  double dropout = 0.3;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("width", o.width, "channels of the attention generator at full size");
    field("approx-width", o.approx_width, "units of ApproxNet's hidden layers");
    field("dropout", o.dropout, "share of ApproxNet's hidden units that training drops");
  }
};

using Generator =
    std::variant<Glcic, Gmcnn, Unet, ApproxAttention, ContextCenter, ContextConv, ContextAlexnet>;

/// The pictures a generator takes.
struct Needs {
  std::optional<Range> range = std::nullopt;  // of the recipe's input; none: any
  bool is_fixed = false;                      // only pictures of the recipe's size, square
  int64_t multiple = 1;                       // height and width are multiples of this
  int64_t minimum = 1;                        // and at least this
  bool has_coarse = false;                    // it works in two stages: Generated::coarse is there
};
Needs needs_of(const Generator& generator);

/// A picture as a generator is shown it.
struct Painted {
  graph::Value picture;  // [N, 3, H, W]  in the recipe's range, the hole painted over
  graph::Value mask;     // [N, 1, H, W]  1 = hole
  bool has_mask = true;  // whether the generator sees the mask
};

/// What a generator makes of it.
struct Generated {
  graph::Value picture;  // [N, 3, H, W]  in the recipe's range; only the hole counts
  graph::Value attention =
      {};                    // [N, P, P]     see nets::self_attention; no name where there is none
  graph::Value coarse = {};  // [N, 3, H, W]  a first result that it refines, in the range; likewise
};
Generated generate(graph::Builder& b, const Painted& input, const Generator& generator);

/// known (1 - mask) + painted mask: with a mask of zeros and ones, one picture or the other,
/// exactly.
graph::Value mix(graph::Builder& b, const graph::Value& known, const graph::Value& painted,
                 const graph::Value& mask);

}  // namespace kintsugi::recipe
