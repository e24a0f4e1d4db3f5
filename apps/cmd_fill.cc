#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <vector>

#include "apps/command.h"
#include "apps/field_flags.h"
#include "apps/flags.h"
#include "apps/methods.h"
#include "apps/painter_flags.h"
#include "apps/report.h"
#include "kintsugi/error.h"
#include "kintsugi/fill.h"

namespace kintsugi::apps {
namespace {

constexpr const char* kExamples = R"(Examples:
  kintsugi fill photo.jpg mask.png -o mended.jpg      white pixels of the mask are filled
  kintsugi fill photos/ masks/ -o mended/             each picture with the mask of its name
  kintsugi fill photos/ logo.png -o mended/           one mask for all
  kintsugi fill photos/ -o mended/                    photos/a.jpg with photos/a_mask001.png ...
  kintsugi fill photos/ masks/ --recursive -o mended/ folders in folders too
  kintsugi fill list.txt                              `image mask output` a line
  kintsugi fill cut.png --mask-polarity alpha -o whole.png    fills what is transparent
  kintsugi fill painted.jpg --mask-colour ff0000 --dilate 4 -o mended.jpg    fills what is painted red
  kintsugi fill photo.png voc.png --mask-label 1,15 -o out.png    labels of a label image
  kintsugi fill photo.jpg --mask-kind strokes -o try.jpg      paints holes at random, for a try
)";

struct Flags {
  std::vector<std::string> inputs;
  std::string output, save_mask;
  uint64_t seed = 1;
  bool is_recursive = false;
  FillOptions fill;
  PipelineOptions pipeline;
  MethodFlags method;
  PainterFlags painter;
  ReportOptions report;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    FillOptions::fields(o.fill, field);
    PipelineOptions::fields(o.pipeline, field);
    field("recursive", o.is_recursive, "fill the folders in a folder too, into a like tree");
    field("seed", o.seed, "of everything random; the same seed gives the same picture");
    field("json", o.report.is_json, "print one JSON object a picture");
    field("quiet", o.report.is_quiet, "print warnings and errors only");
  }
};

int run(const CLI::App& command, Flags& flags) {
  check_method_flags(command, {flags.method.method});
  flags.method.options.patchmatch.seed = flags.seed;
  flags.fill.seed = flags.seed;
  if (!flags.painter.kind.empty()) flags.fill.painter = make_painter(holes_of(flags.painter));
  const JobList list = list_jobs({.inputs = {flags.inputs.begin(), flags.inputs.end()},
                                  .output = flags.output,
                                  .mask_output = flags.save_mask,
                                  .is_recursive = flags.is_recursive},
                                 flags.fill);
  make_folders(list);
  for (const std::string& warning : list.warnings) spdlog::warn("{}", with_flag_names(warning));

  Report report(flags.report, static_cast<int>(list.jobs.size() + list.unpaired.size()));
  for (const Unpaired& picture : list.unpaired) {
    report.add(
        {.input = picture.picture, .status = FillStatus::kSkipped, .warnings = {picture.reason}});
  }
  fill_files(
      list.jobs, [&](int threads) { return make_method(flags.method, threads); },
      [&](FillResult result) {
        result.method = flags.method.method;
        report.add(result);
      },
      flags.fill, flags.pipeline);
  report.finish();
  return report.exit_code();
}

}  // namespace

void add_fill(CLI::App& program) {
  auto* command = program.add_subcommand("fill", "fill the holes of pictures");
  const auto flags = std::make_shared<Flags>();
  command->footer(kExamples);
  command
      ->add_option("input", flags->inputs,
                   "a picture and its mask, or a folder and a folder, a mask or nothing, or a list")
      ->type_name("PICTURE [MASK]")
      ->required();
  command
      ->add_option("-o,--output", flags->output,
                   "where the result goes: a file, whose extension says the format, or a folder")
      ->type_name("PATH");
  add_method_flags(*command, flags->method);
  add_flags(*command, *flags);
  add_painter_options(*command, flags->painter, "mask-");
  command->add_option("--save-mask", flags->save_mask, "write the mask that was used")
      ->type_name("PATH");
  command->callback([command, flags] {
    if (const int code = run(*command, *flags)) throw CLI::RuntimeError(code);
  });
}

}  // namespace kintsugi::apps
