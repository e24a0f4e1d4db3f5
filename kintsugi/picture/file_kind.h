#pragma once

#include <optional>
#include <string>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// What a file is by its first bytes, whatever its name says.

/// The picture format; nothing if it is not one of ours, or a camera's RAW file.
std::optional<PictureFormat> format_of_bytes(ByteView file);

/// What a file that is not ours is, and what to do about it, for "this is ...": "a GIF, expected
/// PNG, ...".
std::string foreign_kind(ByteView file);

/// Whether the HEIF file of one of these brands is a sequence: an animation, no still picture.
bool is_heif_sequence(ByteView file);

/// The content of the first box `name` among those of an ISO base media file; nothing if there is
/// none.
std::optional<ByteView> box_content(ByteView file, std::string_view name);

}  // namespace kintsugi
