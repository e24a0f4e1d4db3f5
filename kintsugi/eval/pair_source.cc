#include "kintsugi/eval/pair_source.h"

#include <filesystem>
#include <optional>

#include "kintsugi/data/held_out.h"
#include "kintsugi/data/holes.h"
#include "kintsugi/error.h"

namespace kintsugi::eval {
namespace {

// That options of holes from files are left alone where holes are painted, and the other way.
void check_painted(const PairRequest& request, const std::string& found) {
  check(request.mask == MaskOptions{},
        "mask.dilate, mask.resize and other fields of mask are for masks from files, found ",
        found);
}

void check_not_painted(const PairRequest& request, const std::string& what) {
  check(request.painter_settings.empty(), "holes.ratio and holes.settings are for ", what);
}

std::unique_ptr<HoleSource> hole_source(const PairRequest& request) {
  const std::string& masks = request.masks;
  check(!masks.empty(), "there are no holes: expected pairs.masks, pairs.run, or a file of pairs");
  if (const auto kind = value_of<HoleKind>(masks)) {
    check_painted(request, "pairs.masks " + masks);
    return painted_holes(make_painter({*kind, request.painter_settings}), request.seed);
  }
  check(std::filesystem::exists(masks), "found pairs.masks ", masks, ", expected a painter (",
        list_of_words<HoleKind>(", "), ") or a folder, list or tar of masks");
  check_not_painted(request, "painters, found pairs.masks " + masks);
  return read_holes(masks, request.mask);
}

}  // namespace

PairSource pair_source(const PairRequest& request, bool needs_holes) {
  PairSource source{.size_px = request.size_px};
  std::optional<data::Run> run;
  if (!request.run.empty()) run = data::read_run(request.run);
  if (run && request.size_px == 0) source.size_px = static_cast<int>(run->recipe.input.size);
  check(run || !request.data.empty(), "there are no pictures: expected pairs.data or pairs.run");
  source.pictures =
      request.data.empty() ? data::held_out_pictures(*run) : data::open_pictures(request.data);
  if (!needs_holes) return source;
  if (!request.masks.empty() || !run) {
    source.holes = hole_source(request);
    return source;
  }
  check_not_painted(request, "pairs.masks; found pairs.run alone, whose recipe paints");
  check_painted(request, "pairs.run alone");
  source.holes = painted_holes(std::make_unique<data::Holes>(run->recipe.holes), request.seed);
  return source;
}

}  // namespace kintsugi::eval
