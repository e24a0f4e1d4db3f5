#include "kintsugi/version.h"

#define KINTSUGI_TEXT(number) #number
#define KINTSUGI_DOTTED(major, minor, patch) \
  KINTSUGI_TEXT(major) "." KINTSUGI_TEXT(minor) "." KINTSUGI_TEXT(patch)

namespace kintsugi {

const char* version() {
  return KINTSUGI_DOTTED(KINTSUGI_VERSION_MAJOR, KINTSUGI_VERSION_MINOR, KINTSUGI_VERSION_PATCH);
}

}  // namespace kintsugi
