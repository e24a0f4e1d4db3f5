#include "kintsugi/eval/evaluation.h"

#include <chrono>
#include <set>
#include <utility>

#include "kintsugi/error.h"

namespace kintsugi::eval {

Networks read_networks(const std::filesystem::path& squeezenet1_1,
                       const std::filesystem::path& lpips_squeeze,
                       const std::filesystem::path& mobilenet_v2) {
  check(squeezenet1_1.empty() == lpips_squeeze.empty(),
        "LPIPS needs the weights squeezenet1_1 and lpips_squeeze, found one of them");
  Networks networks;
  if (!squeezenet1_1.empty())
    networks.lpips = std::make_shared<Lpips>(squeezenet1_1, lpips_squeeze);
  if (!mobilenet_v2.empty()) networks.mobilenet = std::make_shared<MobileNetFeatures>(mobilenet_v2);
  return networks;
}

Evaluation::Evaluation(std::vector<Method> methods, Networks networks, OnResult on_result)
    : methods_(std::move(methods)),
      networks_(std::move(networks)),
      on_result_(std::move(on_result)),
      features_(methods_.size()) {
  check(!methods_.empty(), "there is no method to measure");
  std::set<std::string> names;
  for (const Method& method : methods_) {
    check(names.insert(method.name).second, "the method ", method.name, " is given twice");
    summaries_.emplace_back().name = method.name;
  }
}

Evaluation::Measured Evaluation::measure(const Method& method, const Pair& pair) const {
  // The first call makes plans and touches memory, which is not the method's speed.
  if (num_pairs_ == 0 && method.is_timed) method.fill(pair);
  const auto start = std::chrono::steady_clock::now();
  Filled filled = method.fill(pair);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  const Image& result = filled.image;
  Measured measured{.scores = compare(result, pair.truth, pair.mask),
                    .features = {},
                    .warnings = std::move(filled.warnings)};
  if (method.is_timed) measured.scores.ms = time.count();
  if (networks_.lpips) measured.scores.lpips_squeeze = (*networks_.lpips)(result, pair.truth);
  if (networks_.mobilenet) measured.features = (*networks_.mobilenet)(result);
  if (on_result_) on_result_(pair, method, result);
  return measured;
}

void Evaluation::add(const Pair& pair) {
  std::vector<Measured> all;
  for (const Method& method : methods_) {
    try {
      all.push_back(measure(method, pair));
      for (const std::string& text : all.back().warnings) {
        warnings_.push_back({pair.name, "method " + method.name + ": " + text});
      }
    } catch (const Error& error) {
      throw Error("method " + method.name + ": " + error.what());
    }
  }
  if (networks_.mobilenet) truth_features_.add((*networks_.mobilenet)(pair.truth));
  const int bin = hole_bin(pair.mask.ratio());
  for (size_t i = 0; i < methods_.size(); ++i) {
    MethodSummary& summary = summaries_[i];
    summary.scores.add(all[i].scores);
    if (bin >= 0) summary.bins[bin].add(all[i].scores);
    summary.ssim_uniform7.add(all[i].scores.ssim_uniform7);
    if (networks_.mobilenet) features_[i].add(all[i].features);
  }
  ++num_pairs_;
}

std::vector<MethodSummary> Evaluation::summaries() const {
  std::vector<MethodSummary> summaries = summaries_;
  if (!networks_.mobilenet || num_pairs_ < 2) return summaries;
  for (size_t i = 0; i < methods_.size(); ++i) {
    summaries[i].fd_mobilenet_v2 = frechet_distance(truth_features_, features_[i]);
  }
  return summaries;
}

}  // namespace kintsugi::eval
