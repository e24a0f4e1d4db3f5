#pragma once

#include <optional>
#include <string>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// The content of PNG's chunks that hold a keyword and perhaps packed data: tEXt, zTXt, iTXt, iCCP.

/// How many bytes may still be unpacked of one file: small chunks can hold gigabytes of zeros.
struct UnpackBudget {
  size_t num_bytes = size_t{64} << 20;
};

/// What the content starts with, up to its first zero byte.
std::string png_keyword(ByteView content);

/// What follows the keyword, unpacked: text as the chunk's kind encodes it (iTXt UTF-8, the others
/// Latin-1), a colour profile. Nothing if it is damaged or larger than the budget.
std::optional<Bytes> png_value(const std::string& name, ByteView content, UnpackBudget& budget);

/// The content of a tEXt or, with `is_packed`, a zTXt or iCCP.
Bytes png_content(const std::string& keyword, ByteView value, bool is_packed);

/// The content of an iTXt of no language, not packed.
Bytes png_international_text(const std::string& keyword, const std::string& utf8);

}  // namespace kintsugi
