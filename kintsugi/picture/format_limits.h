#pragma once

#include "kintsugi/picture/codec.h"

namespace kintsugi {

/// Says what `picture.format` cannot hold of the picture, one warning a thing.
void warn_of_losses(const Picture& picture, Warnings& warnings);

}  // namespace kintsugi
