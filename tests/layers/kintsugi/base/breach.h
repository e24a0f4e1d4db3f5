// The layer check must refuse this line; tests/CMakeLists.txt runs it on this folder.
#include "kintsugi/image.h"
