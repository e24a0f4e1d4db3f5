#include "kintsugi/evaluate.h"

#include "kintsugi/data/picture_source.h"
#include "kintsugi/error.h"
#include "kintsugi/eval/evaluation.h"
#include "kintsugi/eval/report.h"
#include "kintsugi/paint/painter.h"

namespace kintsugi {
namespace {

std::unique_ptr<eval::HoleSource> holes_of(const EvaluateOptions& options) {
  if (!options.masks.empty()) return eval::read_holes(options.masks, options.mask);
  return eval::painted_holes(make_painter(options.holes), options.seed);
}

void append(const std::vector<eval::BadPicture>& pictures, std::vector<std::string>& to) {
  for (const eval::BadPicture& picture : pictures)
    to.push_back(picture.name + ": " + picture.reason);
}

}  // namespace

Evaluated evaluate(const std::vector<ComparedMethod>& methods, const EvaluateOptions& options,
                   const Progress& progress) {
  check(options.size_px >= 0, "size_px is ", options.size_px, ", expected 0 or more");
  check(options.count >= 0, "count is ", options.count, ", expected 0 or more");
  check_mask_options(options.mask);
  std::vector<eval::Method> compared;
  for (const ComparedMethod& method : methods) {
    compared.push_back(eval::inpainting(method.name, method.inpainter));
  }
  eval::Evaluation evaluation(
      std::move(compared),
      eval::read_networks(options.squeezenet1_1, options.lpips_squeeze, options.mobilenet_v2));
  const auto pictures = data::open_pictures(options.pictures);
  const eval::PairRun run = eval::new_pairs(*pictures, *holes_of(options), options.size_px,
                                            options.count, [&](const eval::Pair& pair) {
                                              progress.ask();
                                              evaluation.add(pair);
                                            });
  Evaluated result;
  append(run.bad, result.skipped);
  check(evaluation.num_pairs() > 0, "no picture of ", options.pictures, " could be used",
        result.skipped.empty() ? "" : "; " + result.skipped.back());
  append(run.warnings, result.warnings);
  append(evaluation.warnings(), result.warnings);
  const auto summaries = evaluation.summaries();
  for (const eval::MethodSummary& summary : summaries) {
    result.methods.push_back({summary.name, summary.scores.count(), summary.scores.mean()});
  }
  result.table = eval::table(summaries, {});
  result.json = eval::json_report(summaries, run.bad, {});
  progress.at(1);
  return result;
}

}  // namespace kintsugi
