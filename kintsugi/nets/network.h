#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "kintsugi/graph/builder.h"
#include "kintsugi/words.h"

/// What a family of networks says of itself, so that the list of families (list.h) is all that has
/// to know it.
namespace kintsugi::nets {

/// A network with its default options, as a graph of its own.
struct Network {
  std::string_view name;
  std::string_view summary;
  graph::Graph (*build)(uint64_t seed);  // the seed decides the fresh weights
};

/// The scale of a network's pictures.
enum class Range {
  kUnit,      // [0, 1]
  kSigned,    // [-1, 1]
  kImageNet,  // ImageNet's mean and deviation
};

constexpr auto words(Range) {
  return std::to_array<Word<Range>>(
      {{Range::kUnit, "unit"}, {Range::kSigned, "signed"}, {Range::kImageNet, "imagenet"}});
}

/// The pictures a generator takes.
struct Needs {
  std::optional<Range> range = {};  // none: any
  bool is_fixed = false;            // only pictures of the recipe's size, square
  int64_t multiple = 1;             // height and width are multiples of this
  int64_t minimum = 1;              // and at least this
  bool has_mask = false;            // it is always shown the mask: a recipe has no choice
};

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
      {};                    // [N, P, P]     see self_attention; no name where there is none
  graph::Value coarse = {};  // [N, 3, H, W]  a first result that it refines, in the range; likewise
};

/// What a network is given: [N, 4, H, W] with the mask, [N, 3, H, W] without.
graph::Value seen(graph::Builder& b, const Painted& input);

/// known (1 - mask) + painted mask: with a mask of zeros and ones, one picture or the other,
/// exactly.
graph::Value mix(graph::Builder& b, const graph::Value& known, const graph::Value& painted,
                 const graph::Value& mask);

/// An input of pictures of any size: [N, channels, H, W].
graph::Value pictures(graph::Builder& b, const std::string& name, int64_t channels);
/// An input of square pictures of one size: [N, channels, size, size].
graph::Value pictures(graph::Builder& b, const std::string& name, int64_t channels, int64_t size);

/// Gives `value` the name `result` and ends the graph.
graph::Graph finish(graph::Builder& b, const graph::Value& value);

/// A list of types.
template <class... T>
struct Types {};

/// A family has networks that are listed, and names the options structs that recipes may choose:
///
///   kName                what a recipe calls it
///   fields(o, field)     its options, see options.h
///   needs()              of a generator: Needs
///   generate(b, input)   of a generator: Painted -> Generated
///   judge(b, picture)    of a discriminator: [N, 3, S, S] in the recipe's range -> [N, ...] values.
///                        Beside the picture it may ask for the inputs
///                          local  [N, 3, c, c]  a square around the hole
///                          mask   [N, 1, S, S]  1 = hole
struct Family {
  using Generators = Types<>;
  using Discriminators = Types<>;
};

/// The variant of what several lists name.
template <class... Lists>
struct AnyOf;
template <class... A>
struct AnyOf<Types<A...>> {
  using type = std::variant<A...>;
};
template <class... A, class... B, class... Others>
struct AnyOf<Types<A...>, Types<B...>, Others...> : AnyOf<Types<A..., B...>, Others...> {};

/// Families side by side.
template <class... Members>
struct Families {
  using Generator = typename AnyOf<typename Members::Generators...>::type;
  using Discriminator = typename AnyOf<typename Members::Discriminators...>::type;

  static std::vector<Network> networks() {
    std::vector<Network> all;
    const auto add = [&](const std::vector<Network>& some) {
      all.insert(all.end(), some.begin(), some.end());
    };
    (add(Members::networks()), ...);
    return all;
  }
};

}  // namespace kintsugi::nets
