#include <nlohmann/json.hpp>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/eval/pairs.h"

namespace kintsugi::eval {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const PairEntry& pair) {
  return {{"picture", pair.picture},
          {"height", pair.size.height},
          {"width", pair.size.width},
          {"mean_rgb", pair.mean_rgb},
          {"mask_runs", pair.runs}};
}

PairEntry entry_of(const Json& json) {
  PairEntry pair;
  pair.picture = json.at("picture");
  pair.size = {json.at("height"), json.at("width")};
  pair.mean_rgb = json.at("mean_rgb");
  json.at("mask_runs").get_to(pair.runs);
  long long num_pixels = 0;
  for (const int run : pair.runs) {
    check(run >= 0, "picture ", pair.picture, " has a run of ", run, " pixels");
    num_pixels += run;
  }
  check(pair.size.height > 0 && pair.size.width > 0 && num_pixels == pair.size.area(), "picture ",
        pair.picture, " has a mask of ", num_pixels, " pixels, expected ", pair.size.area());
  return pair;
}

}  // namespace

PairList read_pairs(const std::filesystem::path& path) {
  const std::vector<uint8_t> bytes = read_file(path);
  try {
    const Json json = Json::parse(bytes);
    check(json.at("version") == 1, "is of version ", json.at("version").dump(), ", expected 1");
    PairList list{.size_px = json.at("size"), .pairs = {}};
    check(list.size_px >= 0, "has pictures of ", list.size_px, " pixels");
    for (const Json& pair : json.at("pairs")) list.pairs.push_back(entry_of(pair));
    return list;
  } catch (const Json::exception& error) {
    throw Error(path.string() + " is no list of pairs: " + error.what());
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

void write_pairs(const std::filesystem::path& path, const PairList& list) {
  std::string text = "{\"version\":1,\"size\":" + std::to_string(list.size_px) + ",\"pairs\":[";
  for (size_t i = 0; i < list.pairs.size(); ++i) {  // a pair a line
    text += i == 0 ? "\n" : ",\n";
    text += json_of(list.pairs[i]).dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  text += "\n]}\n";
  write_file(path, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace kintsugi::eval
