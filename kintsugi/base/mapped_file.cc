#include "kintsugi/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {

MappedFile map_file(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  check(descriptor >= 0, "cannot open ", path, ": ", std::strerror(errno));
  struct Closer {
    int descriptor;
    ~Closer() { close(descriptor); }
  } closer{descriptor};
  struct stat info;
  check(fstat(descriptor, &info) == 0, "cannot open ", path, ": ", std::strerror(errno));
  check(S_ISREG(info.st_mode), path, " is not a regular file");
  const auto num_bytes = static_cast<size_t>(info.st_size);
  if (num_bytes == 0) return {};  // an empty file cannot be mapped
  void* address = mmap(nullptr, num_bytes, PROT_READ, MAP_SHARED, descriptor, 0);
  check(address != MAP_FAILED, "cannot map ", path, ": ", std::strerror(errno));
  const auto unmap = [address, num_bytes](const uint8_t*) { munmap(address, num_bytes); };
  return {{static_cast<const uint8_t*>(address), unmap}, num_bytes};
}

}  // namespace kintsugi
