#include "kintsugi/data/held_out.h"

#include <utility>
#include <vector>

#include "kintsugi/data/split.h"
#include "kintsugi/error.h"

namespace kintsugi::data {

std::unique_ptr<PictureSource> held_out_pictures(const Run& run) {
  PictureSources sources = open_sources(run.settings.data);
  const std::vector<SourcePicture> all = pictures_of(sources);
  const auto name = [&](int64_t i) -> const std::string& {
    return sources[all[i].source]->name(all[i].index);
  };
  const double share = run.recipe.data.validation_share;
  std::vector<SourcePicture> held_out;
  for (const int64_t i : split_by_name(int64_t(all.size()), name, share).validation) {
    held_out.push_back(all[i]);
  }
  check(!held_out.empty(), "the run of recipe ", run.recipe.name, " holds out none of its ",
        all.size(), " pictures (validation_share = ", share, ")");
  return joined(std::move(sources), std::move(held_out));
}

}  // namespace kintsugi::data
