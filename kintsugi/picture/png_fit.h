#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kintsugi/picture/png_form.h"

namespace kintsugi {

/// A chunk as it holds for a filled picture in `form`: most are as they were, sBIT and bKGD get the
/// form's number of samples, sCAL is turned with the pixels, tIME becomes now. Nothing if it no
/// longer holds, is of a wrong length, or is unknown and not safe to copy.
std::optional<Bytes> fit_png_chunk(const std::string& name, const Bytes& content,
                                   const PngForm& form);

}  // namespace kintsugi
