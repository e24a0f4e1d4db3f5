#pragma once

#include <optional>

#include "kintsugi/picture.h"

namespace kintsugi {

/// Colours by the numbers of ITU-T H.273: what PNG calls cICP and HEIF nclx.
struct Cicp {
  int primaries = 1, transfer = 13;
  bool operator==(const Cicp&) const = default;
};

inline constexpr Cicp kSrgb;

/// What metadata say; nothing if they do not. Pixels are full-range RGB in all of them.
std::optional<Cicp> cicp_of(const Metadata& metadata);

/// Keeps the numbers in the metadata, as a cICP chunk. sRGB and "unspecified" need none.
void set_cicp(Metadata& metadata, const Cicp& colours);

}  // namespace kintsugi
