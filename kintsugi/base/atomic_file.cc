#include "kintsugi/base/atomic_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

// Names of the open temporary files, for remove_temporary_files. A signal handler can neither lock
// nor allocate: a fixed table of atomic pointers is all it may read. A table that is full only
// means that an interrupted process leaves a hidden file.
std::array<std::atomic<const char*>, 256> open_names{};

void remember(const char* name) {
  for (auto& slot : open_names) {
    const char* empty = nullptr;
    if (slot.compare_exchange_strong(empty, name)) return;
  }
}

void forget(const char* name) {
  for (auto& slot : open_names) {
    const char* expected = name;
    if (slot.compare_exchange_strong(expected, nullptr)) return;
  }
}

// Set when the process is about to end: from then on no file is opened. remove_temporary_files
// waits for those whose opening is under way.
std::atomic<bool> is_ending = false;
std::atomic<int> num_opening = 0;

// Opens a new file whose name is known to remove_temporary_files before it exists.
int open_remembered(const char* name) {
  remember(name);
  ++num_opening;
  errno = ECANCELED;
  const int descriptor = is_ending ? -1 : open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  const int error = errno;
  --num_opening;
  if (descriptor < 0) forget(name);
  errno = error;
  return descriptor;
}

std::string reason() { return std::strerror(errno); }

}  // namespace

std::vector<uint8_t> read_file(const std::filesystem::path& path, uint64_t max_bytes) {
  // O_NONBLOCK: a pipe that nobody writes to is to be refused, not waited for.
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  check(descriptor >= 0, "cannot open ", path, ": ", reason());
  struct Closer {
    int descriptor;
    ~Closer() { close(descriptor); }
  } closer{descriptor};
  struct stat info;
  check(fstat(descriptor, &info) == 0, "cannot open ", path, ": ", reason());
  check(!S_ISDIR(info.st_mode), path, " is a directory, expected a file");
  check(S_ISREG(info.st_mode), path, " is not a regular file");
  check(static_cast<uint64_t>(info.st_size) <= max_bytes, path, " has ", info.st_size,
        " bytes, expected at most ", max_bytes);
  std::vector<uint8_t> bytes(info.st_size);
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = read(descriptor, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    check(got >= 0, "cannot read ", path, ": ", reason());
    if (got == 0) break;  // it shrank while we read
    done += got;
  }
  bytes.resize(done);
  return bytes;
}

std::filesystem::path link_target(const std::filesystem::path& path) {
  constexpr int kMostLinks = 40;  // as Linux has it
  std::filesystem::path target = path;
  std::error_code error;
  for (int i = 0; i <= kMostLinks; ++i) {
    const std::filesystem::path next = std::filesystem::read_symlink(target, error);
    if (error) return target;  // no link
    target = target.parent_path() / next;
  }
  throw Error("the link \"" + path.string() + "\" points to no file: its links go in a circle");
}

AtomicFile::AtomicFile(std::filesystem::path path)
    : path_(std::move(path)), target_(link_target(path_)) {
  check(!target_.filename().empty(), "cannot write ", path_, ": it names no file");
  struct stat old;
  const bool exists = stat(target_.c_str(), &old) == 0;
  check(!exists || !S_ISDIR(old.st_mode), "cannot write ", path_, ": it is a directory");
  check(!exists || S_ISREG(old.st_mode), "cannot write ", path_, ": it is not a regular file");
  const std::string folder = target_.parent_path();
  static std::atomic<uint64_t> count = 0;
  do {
    temporary_ = folder + (folder.empty() ? "" : "/") + ".kintsugi." + std::to_string(getpid()) +
                 "." + std::to_string(count++);
    descriptor_ = open_remembered(temporary_.c_str());
  } while (descriptor_ < 0 && errno == EEXIST);
  check(descriptor_ >= 0, "cannot write ", path_, ": ", reason());
  if (exists) fchmod(descriptor_, old.st_mode & 07777);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (temporary_.empty()) return;
  unlink(temporary_.c_str());
  forget(temporary_.c_str());
}

void AtomicFile::write(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    check(put > 0, "cannot write ", path_, ": ", reason());
    bytes = bytes.subspan(put);
  }
}

void AtomicFile::write_at(uint64_t offset, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t put = pwrite(descriptor_, bytes.data(), bytes.size(), offset);
    if (put < 0 && errno == EINTR) continue;
    check(put > 0, "cannot write ", path_, ": ", reason());
    offset += put;
    bytes = bytes.subspan(put);
  }
}

void AtomicFile::commit() {
  check(fsync(descriptor_) == 0 || errno == EINVAL, "cannot write ", path_, ": ", reason());
  check(rename(temporary_.c_str(), target_.c_str()) == 0, "cannot write ", path_, ": ", reason());
  forget(temporary_.c_str());
  temporary_.clear();
}

void write_file(const std::filesystem::path& path, std::span<const uint8_t> bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

void remove_temporary_files() noexcept {
  is_ending = true;
  // Not for ever: the signal may have interrupted the very thread that is opening.
  for (int i = 0; i < 100 && num_opening > 0; ++i) poll(nullptr, 0, 1);
  for (auto& slot : open_names) {
    if (const char* name = slot.load()) unlink(name);
  }
}

}  // namespace kintsugi
