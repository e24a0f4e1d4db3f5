#include "apps/held_out.h"

#include <utility>
#include <vector>

#include "kintsugi/data/sources.h"
#include "kintsugi/data/split.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

struct Place {
  std::shared_ptr<const data::Source> source;
  int64_t index;
};

class HeldOut : public eval::PictureSource {
 public:
  explicit HeldOut(const data::Run& run) {
    std::vector<Place> all;
    for (auto& opened : data::open_sources(run.settings.data)) {
      const std::shared_ptr<const data::Source> source = std::move(opened);
      for (int64_t i = 0; i < source->size(); ++i) all.push_back({source, i});
    }
    const auto name = [&](int64_t i) -> const std::string& {
      return all[i].source->name(all[i].index);
    };
    const double share = run.recipe.data.validation_share;
    for (const int64_t i : data::split_by_name(int64_t(all.size()), name, share).validation)
      places_.push_back(all[i]);
    check(!places_.empty(), "the run of recipe ", run.recipe.name, " holds out none of its ",
          all.size(), " pictures (validation_share = ", share, ")");
  }

  void each(const std::function<bool(const Item&)>& visit) const override {
    for (const Place& at : places_) {
      const auto load = [at] { return Picture{.image = at.source->image(at.index)}; };
      if (!visit({at.source->name(at.index), load})) return;
    }
  }

 private:
  std::vector<Place> places_;
};

}  // namespace

std::unique_ptr<eval::PictureSource> held_out_pictures(const data::Run& run) {
  return std::make_unique<HeldOut>(run);
}

}  // namespace kintsugi::apps
