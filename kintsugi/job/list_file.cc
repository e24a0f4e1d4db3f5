#include "kintsugi/job/list_file.h"

#include <iomanip>
#include <optional>
#include <sstream>
#include <string>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> std::ws && in.peek() != '#' && in >> std::quoted(word);) {
    words.push_back(word);
  }
  return words;
}

// A line's job; nothing for an empty line or a comment.
std::optional<FileJob> job_of(const std::vector<std::string>& words, const fs::path& folder,
                              const fs::path& output) {
  if (words.empty()) return std::nullopt;
  check(words.size() == 2 || words.size() == 3, "found ", words.size(),
        words.size() == 1 ? " name" : " names",
        ", expected image, mask and output (names with blanks in \"quotes\")");
  check(words.size() == 3 || !output.empty(),
        "names no output, expected one, or list.output FOLDER");
  FileJob job{folder / words[0], folder / words[1], {}, {}};
  job.output = words.size() == 3 ? folder / words[2] : output / job.picture.filename();
  return job;
}

}  // namespace

bool is_list_file(const fs::path& path) {
  const std::string extension = path.extension();
  return extension == ".txt" || extension == ".list";
}

std::vector<FileJob> read_list_file(const fs::path& path, const fs::path& output) {
  const std::vector<uint8_t> bytes = read_file(path, 1 << 28);
  std::string text(bytes.begin(), bytes.end());
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);  // a byte order mark
  std::istringstream in(text);
  std::vector<FileJob> jobs;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    try {
      if (auto job = job_of(words_of(line), path.parent_path(), output)) jobs.push_back(*job);
    } catch (const Error& error) {
      throw Error(path.string() + ", line " + std::to_string(number) + ": " + error.what());
    }
  }
  return jobs;
}

}  // namespace kintsugi
