#pragma once

#define KINTSUGI_VERSION_MAJOR 0
#define KINTSUGI_VERSION_MINOR 1
#define KINTSUGI_VERSION_PATCH 0

/// What the shared library shows; everything else in it is hidden.
#define KINTSUGI_API [[gnu::visibility("default")]]

namespace KINTSUGI_API kintsugi {

/// The version of the library that runs, as "0.1.0"; the macros are that of the headers.
const char* version();

}  // namespace kintsugi
