#include <cstdlib>
#include <cstring>
#include <new>

#include "kintsugi/c/guard.h"
#include "kintsugi/error.h"
#include "kintsugi/model.h"

namespace {

char* copy_of(const std::string& text) {
  void* copy = std::malloc(text.size() + 1);
  if (copy == nullptr) throw std::bad_alloc();
  return static_cast<char*>(std::memcpy(copy, text.c_str(), text.size() + 1));
}

}  // namespace

kintsugi_status kintsugi_inspect(const char* file, int side, char** json) {
  return kintsugi::c::guarded([&]() -> std::vector<std::string> {
    kintsugi::check(file && json, file ? "json" : "file", " is null");
    *json = copy_of(kintsugi::inspect_model(file, side == 0 ? 256 : side).json);
    return {};
  });
}

void kintsugi_free(char* text) { std::free(text); }
