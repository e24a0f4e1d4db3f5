#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kintsugi/c.h"

namespace kintsugi::c {

/// Runs the body of a function of the C interface: no exception leaves it, what went wrong becomes
/// a status and this thread's last error, what body returns its last warnings.
kintsugi_status guarded(const std::function<std::vector<std::string>()>& body);

/// Copies a struct of the caller's, which may be of an older or a newer version: what it lacks is
/// 0. Errors: null, or a size that no version ever had.
void copy_sized(const void* from, size_t own_size, size_t least_size, void* to, const char* name);

template <class Struct>
Struct sized(const Struct* from, const char* name) {
  Struct copy = {};
  copy_sized(from, sizeof(Struct), sizeof(Struct), &copy, name);
  return copy;
}

}  // namespace kintsugi::c
