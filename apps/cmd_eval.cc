#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "apps/command.h"
#include "apps/eval_job.h"
#include "apps/field_flags.h"
#include "apps/flags.h"
#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/eval/report.h"
#include "kintsugi/eval/save_results.h"

namespace kintsugi::apps {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostWarnings = 10;  // the JSON has all pictures that were skipped

constexpr const char* kExamples = R"(Examples:
  kintsugi eval --method patchmatch --method faces.onnx --data held-out/ --masks strokes --ratio 0.1..0.2
  kintsugi eval --method masked --method faces.onnx --data faces.tar --masks rectangle-gaussian --json table1.json
  kintsugi eval --method telea --method faces.onnx --run runs/faces     what that training held out
  kintsugi eval --method telea --data photos/ --masks strokes --count 200 --pairs pairs.json
  kintsugi eval --method other/ --data photos/ --pairs pairs.json     other/<stem>.png: another program's results
)";

// Shows on a terminal that something happens.
void show_progress(int64_t num_pairs, const std::string& picture) {
  if (isatty(STDERR_FILENO)) {
    std::fprintf(stderr, "\r\033[K%lld pairs, %s", static_cast<long long>(num_pairs),
                 picture.c_str());
  }
}

void end_progress() {
  if (isatty(STDERR_FILENO)) std::fputs("\r\033[K", stderr);
}

bool has_pairs(const EvalFlags& flags) { return !flags.pairs.empty() && fs::exists(flags.pairs); }

eval::PairRun run_pairs(const EvalFlags& flags, eval::Evaluation& evaluation) {
  const eval::PairSource source = pair_source(request_of(flags), !has_pairs(flags));
  const eval::UsePair use = [&](const eval::Pair& pair) {
    if (!flags.is_quiet) show_progress(evaluation.num_pairs(), pair.name);
    evaluation.add(pair);
  };
  if (has_pairs(flags)) {
    if (!flags.is_quiet)
      spdlog::info("the pairs of {}; what else says which is not looked at", flags.pairs);
    return same_pairs(*source.pictures, eval::read_pairs(flags.pairs), use);
  }
  return new_pairs(*source.pictures, *source.holes, source.size_px, flags.count, use);
}

void warn(const std::vector<eval::BadPicture>& bad) {
  for (size_t i = 0; i < bad.size() && i < kMostWarnings; ++i)
    spdlog::warn("{}: {}", bad[i].name, with_flag_names(bad[i].reason));
  if (bad.size() > kMostWarnings)
    spdlog::warn("... and {} more pictures", bad.size() - kMostWarnings);
}

void check_flags(const EvalFlags& flags) {
  check(flags.size_px >= 0, "found --size ", flags.size_px, ", expected 0 or more");
  check(flags.count >= 0, "found --count ", flags.count, ", expected 0 or more");
  check_mask_options(flags.mask);
}

void write_json(AtomicFile& file, const std::string& text) {
  file.write({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  file.commit();
}

void run(const CLI::App& command, const EvalFlags& flags) {
  check_flags(flags);
  // What cannot be written is found out before anything is measured.
  std::optional<AtomicFile> json;
  if (!flags.json.empty()) json.emplace(flags.json);
  const bool makes_pairs = !flags.pairs.empty() && !has_pairs(flags);
  if (makes_pairs) AtomicFile{flags.pairs};

  eval::Evaluation evaluation(
      eval_methods(command, flags), networks_of(flags.features),
      flags.save.empty() ? eval::Evaluation::OnResult() : eval::save_results(flags.save));
  const eval::PairRun pairs = run_pairs(flags, evaluation);
  end_progress();
  check(!pairs.bad.empty() || evaluation.num_pairs() > 0, "there is no picture in ",
        flags.data.empty() ? flags.run : flags.data);
  check(evaluation.num_pairs() > 0, "none of ", pairs.bad.size(), " pictures could be used; ",
        pairs.bad.empty() ? "" : pairs.bad.back().name + ": " + pairs.bad.back().reason);
  warn(pairs.bad);
  warn(pairs.warnings);
  warn(evaluation.warnings());
  if (makes_pairs) write_pairs(flags.pairs, pairs.pairs);
  const auto summaries = evaluation.summaries();
  const eval::ReportOptions report{flags.has_bins, flags.has_histogram};
  if (json) write_json(*json, eval::json_report(summaries, pairs.bad, report));
  if (!flags.is_quiet) std::fputs(eval::table(summaries, report).c_str(), stdout);
}

void add_sources(CLI::App& command, EvalFlags& flags) {
  command
      .add_option("--method", flags.methods,
                  method_help() +
                      "\nmasked: nothing, the hole stays grey\nFOLDER: results of another program,"
                      " by the pictures' stems\nmay be given again")
      ->type_name("NAME")
      ->required();
  command.add_option("--data", flags.data, "folder, list (.txt), tar or packed file of pictures")
      ->type_name("PATH");
  command
      .add_option("--masks", flags.masks,
                  "the holes: a painter (`kintsugi mask --help` lists them), or a folder, list or "
                  "tar of masks, by the pictures' stems, else one after the other")
      ->type_name("NAME|PATH");
  add_painter_settings(command, flags.painter);
  command
      .add_option(
          "--run", flags.run,
          "folder of a run: the pictures that it was not trained on, at its size, with holes "
          "as its recipe paints them; --data, --size and --masks take precedence")
      ->type_name("FOLDER");
  command
      .add_option("--pairs", flags.pairs,
                  "the pairs are written to this file; where it is there already, they are taken "
                  "from it")
      ->type_name("FILE");
}

}  // namespace

void add_eval(CLI::App& program) {
  auto* command = program.add_subcommand("eval", "measure methods on pictures with holes");
  const auto flags = std::make_shared<EvalFlags>();
  command->footer(kExamples);
  add_sources(*command, *flags);
  command
      ->add_option("--features", flags->features,
                   "weights for more metrics: squeezenet1_1 and lpips_squeeze (LPIPS), "
                   "mobilenet_v2 (fd_mobilenet_v2)")
      ->type_name("NAME=FILE");
  command->add_option("--json", flags->json, "write the numbers to this file")->type_name("FILE");
  command->add_option("--save", flags->save, "write pictures, holes and results into this folder")
      ->type_name("FOLDER");
  add_flags(*command, *flags);
  add_method_options(*command, flags->method);
  command->callback([command, flags] { run(*command, *flags); });
}

}  // namespace kintsugi::apps
