#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// Whether writing the picture in its format may change pixels: JPEG, HEIC, AVIF, WebP with loss.
bool is_lossy_write(const Picture& picture);

/// Reads a written file again and says, where known pixels are not what `picture` holds, how many
/// differ and by how much. `changed` marks those that are not known.
void warn_of_changed_pixels(const Picture& picture, const Mask& changed, Bytes file,
                            Warnings& warnings);

}  // namespace kintsugi
