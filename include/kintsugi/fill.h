#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/inpainter.h"
#include "kintsugi/picture.h"
#include "kintsugi/words.h"

namespace KINTSUGI_API kintsugi {

class Painter;  // of holes at random (paint/painter.h)

/// One picture to fill.
struct FileJob {
  std::filesystem::path picture;
  std::filesystem::path mask;  ///< empty: the mask does not come from a file
  std::filesystem::path output;
  std::filesystem::path mask_output;  ///< where the mask that was used is saved; empty: nowhere
  bool operator==(const FileJob&) const = default;
};

/// A picture that nothing can be done with, and why.
struct Unpaired {
  std::filesystem::path picture;
  std::string reason;
  bool operator==(const Unpaired&) const = default;
};

/// What is to be done, and what is not.
struct JobList {
  std::vector<FileJob> jobs;
  std::vector<Unpaired> unpaired;
  std::vector<std::string> warnings;  ///< folders that were passed over
  bool makes_folders = false;         ///< folders that outputs are to lie in are made first
};

/// Which pictures are wanted.
struct ListRequest {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path output;
  std::filesystem::path mask_output;  ///< where masks are saved, a file or a folder; empty: nowhere
  bool is_recursive = false;  ///< the folders in a folder too; masks and results lie in like trees
};

/// What is done with each picture beside filling it.
struct FillOptions {
  MaskOptions mask;
  int feather_px = 0;
  bool is_alpha_filled = false;
  long long max_pixels = ReadOptions{}.max_pixels;
  int page = 1;
  bool skips_existing = false;
  bool wants_loss = false;
  std::shared_ptr<const Painter> painter;  ///< null: masks are read; else they are painted,
  uint64_t seed = 1;                       ///< and the same seed paints the same masks

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

/// From files and folders to the pictures to fill:
///
///   picture mask              one picture
///   folder  folder            each picture with the mask of its stem, or those called
///                             STEM_mask001 …
///   folder  mask              one mask for all
///   folder                    each NAME.png with the NAME_mask001.png … beside it
///   list.txt                  `image mask output` a line; names are relative to the list's folder
///   picture | folder          alone, where options say that masks are painted or in the picture itself
///
/// Several masks for one picture give outputs NAME_mask001.EXT. `output` is a folder, or for
/// one picture also a file. Errors: no such file, nothing to do, no picture with a mask, an output
/// that would overwrite a mask, another picture or another output; options out of range.
JobList list_jobs(const ListRequest& request, const FillOptions& options = {});

/// Makes the folders that the outputs of a list are to lie in, where it says so.
void make_folders(const JobList& list);

enum class FillStatus {
  kFilled,
  kCopied,   ///< the mask is empty
  kSkipped,  ///< it has no mask, or the output is there already and that is to be left alone
  kFailed,   ///< FillResult::error says why
};

constexpr auto words(FillStatus) {
  return std::to_array<Word<FillStatus>>({{FillStatus::kFilled, "filled"},
                                          {FillStatus::kCopied, "copied"},
                                          {FillStatus::kSkipped, "skipped"},
                                          {FillStatus::kFailed, "failed"}});
}

/// What became of one picture.
struct FillResult {
  std::string input, mask, output, method;
  FillStatus status = FillStatus::kFilled;
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

/// How much happens at the same time.
struct PipelineOptions {
  int jobs = 0;
  int threads = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("jobs", o.jobs, "pictures filled at the same time; 0 = as the cores allow, at most 8");
    field("threads", o.threads, "threads for all of them; 0 = one per core");
  }
};

/// A result as one line of JSON, in UTF-8 whatever the file names are.
std::string json_line(const FillResult& result);

/// Fills one picture from file to file: whatever can be kept of the file is kept, all pixels
/// outside the hole among it, and the output is there whole or not at all.
///
///   fill_file({.picture = "photo.jpg", .mask = "mask.png", .output = "mended.jpg"}, *make_method());
///
/// Errors: whatever goes wrong with the files, the mask or the method; options out of range.
FillResult fill_file(const FileJob& job, const Inpainter& method, const FillOptions& options = {});

/// The method for so many threads.
using MethodMaker = std::function<std::unique_ptr<Inpainter>(int threads)>;

/// fill_file for many pictures, several at a time: loading, filling and saving overlap, over queues
/// so short that no more than about three pictures a job are in memory.
///   make    gives the method for the threads that each of the jobs has
///   done    gets the results one at a time, in the order in which they are ready; a picture that
///           fails does not stop the others
/// Errors: options out of range.
void fill_files(const std::vector<FileJob>& jobs, const MethodMaker& make,
                const std::function<void(const FillResult&)>& done, const FillOptions& options = {},
                const PipelineOptions& pipeline = {});

}  // namespace kintsugi
