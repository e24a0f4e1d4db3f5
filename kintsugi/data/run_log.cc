#include "kintsugi/data/run_log.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"

namespace kintsugi::data {

using nlohmann::json;

namespace {

/// The lines of metrics.jsonl up to `steps_done`; a line that was cut off is none.
std::string lines_until(const std::filesystem::path& path, int64_t steps_done) {
  std::ifstream file(path);
  std::string kept;
  for (std::string line; std::getline(file, line);) {
    const json found = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!found.is_object() || found.value("step", int64_t{0}) > steps_done) continue;
    kept += line + "\n";
  }
  return kept;
}

std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "samples");
  return folder;
}

std::string file_of_step(int64_t step) {
  char name[32];
  std::snprintf(name, sizeof name, "step-%06lld.png", static_cast<long long>(step));
  return name;
}

}  // namespace

RunLog::RunLog(const std::filesystem::path& folder, int64_t steps_done, EncodePng encode_png)
    : folder_(made(folder)), encode_png_(std::move(encode_png)), events_(folder, steps_done + 1) {
  const std::filesystem::path path = folder / "metrics.jsonl";
  const std::string kept = lines_until(path, steps_done);
  write_file(path, {reinterpret_cast<const uint8_t*>(kept.data()), kept.size()});
  metrics_.open(path, std::ios::app);
  check(bool(metrics_), "cannot write ", path.string());
}

void RunLog::numbers(int64_t step, const std::string& phase, const Numbers& values) {
  json line = {{"step", step}, {"phase", phase}};
  for (const auto& [name, value] : values) {
    line[name] = std::isfinite(value) ? json(value) : json();
    events_.scalar(step, name, value);
  }
  metrics_ << line.dump() << std::endl;
  check(bool(metrics_), "cannot write ", (folder_ / "metrics.jsonl").string(),
        ": is the disk full?");
  events_.flush();
}

void RunLog::samples(int64_t step, const std::vector<Sample>& samples) {
  if (!encode_png_ || samples.empty()) return;
  const Image grid = sample_grid(samples);
  const std::vector<uint8_t> png = encode_png_(grid);
  write_file(folder_ / "samples" / file_of_step(step), png);
  events_.picture(step, "samples", grid.height(), grid.width(), png);
  events_.flush();
}

}  // namespace kintsugi::data
