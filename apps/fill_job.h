#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "apps/pairs.h"
#include "kintsugi/inpainter.h"
#include "kintsugi/paint/painter.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {

/// What is done with each picture beside filling it.
struct FillOptions {
  MaskOptions mask;
  int feather_px = 0;
  bool is_alpha_filled = false;
  long long max_pixels = ReadOptions{}.max_pixels;
  int page = 1;
  bool skips_existing = false;
  bool wants_loss = false;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    MaskOptions::fields(o.mask, field);
    field("feather", o.feather_px, "blend over so many pixels inside the hole's rim");
    field("fill-alpha", o.is_alpha_filled, "make hole pixels opaque");
    field("max-pixels", o.max_pixels, "refuse larger pictures before decoding them");
    field("page", o.page, "of a TIFF of several pages; the others are kept");
    field("skip-existing", o.skips_existing, "leave outputs alone that are already there");
    field("lossy", o.wants_loss,
          "write WebP with loss: files about a third as large, but known pixels change");
  }
};

/// Errors: a negative width, no pixels allowed.
void check_options(const FillOptions& options);

/// Where masks come from that are painted and not read. The same seed paints the same masks.
struct MaskPainting {
  std::unique_ptr<Painter> painter;  ///< null: none are painted
  uint64_t seed = 1;
};

/// What became of one picture: a line of --json.
struct FillResult {
  std::string input, mask, output, method;
  std::string status = "filled";  ///< filled, copied (empty mask), skipped, failed
  int height = 0, width = 0;
  double hole_ratio = 0;
  double load_ms = 0, fill_ms = 0, save_ms = 0, total_ms = 0;
  std::vector<std::string> warnings;
  std::string error;
  bool is_our_bug = false;  ///< the error is none of the user's

  template <class Result, class Visitor>
  static void fields(Result& r, Visitor&& field) {
    field("input", r.input);
    field("mask", r.mask);
    field("output", r.output);
    field("method", r.method);
    field("status", r.status);
    field("height", r.height);
    field("width", r.width);
    field("hole_ratio", r.hole_ratio);
    field("load_ms", r.load_ms);
    field("fill_ms", r.fill_ms);
    field("save_ms", r.save_ms);
    field("total_ms", r.total_ms);
    field("warnings", r.warnings);
    field("error", r.error);
  }
};

/// The result of a picture that has no mask.
FillResult skipped(const Unpaired& picture);

/// One picture on its way from file to file, in three stages that may run on different threads, one
/// after the other. A stage that fails notes the reason in the result; later stages do nothing
/// then.
class FillJob {
 public:
  /// `options` and `painting` must outlive the job; `index` is the job's place in the list.
  FillJob(Job job, int index, const FillOptions& options, const MaskPainting& painting);

  void load();
  void fill(const Inpainter& method);
  void save();

  const FillResult& result() const { return result_; }

 private:
  template <class Stage>
  void run(double& stage_ms, Stage&& stage);
  Mask mask_of_picture();

  Job job_;
  int index_;
  const FillOptions* options_;
  const MaskPainting* painting_;
  Picture picture_;
  Mask mask_;
  FillResult result_;
};

}  // namespace kintsugi::apps
