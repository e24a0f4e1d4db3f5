#include "kintsugi/c/guard.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <new>

#include "kintsugi/error.h"
#include "kintsugi/progress.h"
#include "kintsugi/version.h"

namespace kintsugi::c {
namespace {

struct Messages {
  std::string error, warnings;
};

Messages& messages() {
  thread_local Messages of_thread;
  return of_thread;
}

kintsugi_status failed(kintsugi_status status, const char* error) {
  try {
    messages().error = error;
  } catch (const std::bad_alloc&) {
    messages().error.clear();
  }
  return status;
}

}  // namespace

kintsugi_status guarded(const std::function<std::vector<std::string>()>& body) {
  messages().warnings.clear();
  try {
    std::string warnings;
    for (const std::string& warning : body()) warnings += (warnings.empty() ? "" : "\n") + warning;
    messages().warnings = std::move(warnings);
    return KINTSUGI_OK;
  } catch (const Stopped& stopped) {
    return failed(KINTSUGI_STOPPED, stopped.what());
  } catch (const Error& error) {
    return failed(KINTSUGI_ERROR, error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    return failed(KINTSUGI_ERROR, error.what());
  } catch (const std::bad_alloc&) {
    return failed(KINTSUGI_NO_MEMORY, "not enough memory");
  } catch (const std::exception& error) {
    return failed(KINTSUGI_INTERNAL, error.what());
  } catch (...) {
    return failed(KINTSUGI_INTERNAL, "an unknown exception");
  }
}

void copy_sized(const void* from, size_t own_size, size_t least_size, void* to, const char* name) {
  check(from != nullptr, name, " is null");
  size_t size;
  std::memcpy(&size, from, sizeof size);
  check(size >= least_size, name, ".size is ", size, ", expected sizeof(kintsugi_", name, ")");
  std::memcpy(to, from, std::min(size, own_size));
}

}  // namespace kintsugi::c

const char* kintsugi_version(void) { return kintsugi::version(); }
const char* kintsugi_last_error(void) { return kintsugi::c::messages().error.c_str(); }
const char* kintsugi_last_warnings(void) { return kintsugi::c::messages().warnings.c_str(); }
