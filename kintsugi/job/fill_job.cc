#include "kintsugi/job/fill_job.h"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <new>
#include <optional>
#include <utility>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/random.h"
#include "kintsugi/error.h"
#include "kintsugi/fill/blend.h"
#include "kintsugi/paint/painter.h"
#include "kintsugi/pixels.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;

// The format that a name asks for, or `without` where it has no extension.
PictureFormat named_format(const fs::path& output, PictureFormat without) {
  if (output.extension().empty()) return without;
  const std::optional<PictureFormat> format = format_of_name(output);
  check(format.has_value(), "cannot write ", output, ": found the extension ",
        output.extension().string(),
        ", expected .png, .jpg, .webp, .tiff, .bmp, .heic, .avif or .jxl");
  return *format;
}

// The format that the output's name asks for. Where the input's name lies and the output's is of
// the same kind, the format is what the bytes are.
PictureFormat output_format(const FileJob& job, PictureFormat input_format,
                            std::vector<std::string>* warnings) {
  const PictureFormat named = named_format(job.output, input_format);
  if (named == input_format || format_of_name(job.picture) != named) return named;
  warnings->push_back(std::string("its bytes are ") + name_of(input_format) + ", its name says " +
                      name_of(named) + "; " + job.output.string() + " is written as " +
                      name_of(input_format) + " too");
  return input_format;
}

// Masks are read by their values, which a JPEG would change.
void check_mask_output(const fs::path& output) {
  check(output.empty() || named_format(output, PictureFormat::kPng) == PictureFormat::kPng,
        "cannot save the mask as ", output, ", expected a name that ends in .png");
}

void append(const std::vector<std::string>& more, std::vector<std::string>& warnings) {
  warnings.insert(warnings.end(), more.begin(), more.end());
}

// What would only be found out after the work.
void check_writable(const fs::path& output) {
  const fs::path target = link_target(output);
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  check(fs::is_directory(folder), "cannot write ", output, ": there is no folder ", folder);
  check(access(folder.c_str(), W_OK) == 0, "cannot write ", output, ": the folder ", folder,
        " is not writable");
  check(!fs::is_directory(output), "cannot write ", output, ": it is a directory");
}

}  // namespace

void check_options(const FillOptions& options) {
  check_mask_options(options.mask);
  check(options.feather_px >= 0, "feather_px is ", options.feather_px,
        ", expected 0 or more pixels");
  check(options.page >= 1, "page is ", options.page, ", expected 1 or more");
  check(options.max_pixels >= 1, "max_pixels is ", options.max_pixels, ", expected 1 or more");
}

FillJob::FillJob(FileJob job, int index, const FillOptions& options)
    : job_(std::move(job)), index_(index), options_(&options) {
  result_.input = job_.picture;
  result_.mask = job_.mask;
  result_.output = job_.output;
}

template <class Stage>
void FillJob::run(double& stage_ms, Stage&& stage) {
  if (result_.status == FillStatus::kFailed || result_.status == FillStatus::kSkipped) return;
  const auto start = std::chrono::steady_clock::now();
  try {
    stage();
  } catch (const Error& error) {
    result_.error = error.what();
  } catch (const fs::filesystem_error& error) {
    result_.error = error.what();
  } catch (const std::bad_alloc&) {
    result_.error = "not enough memory";
  } catch (const std::exception& error) {
    result_.error = std::string("internal error: ") + error.what();
    result_.is_our_bug = true;
  }
  if (!result_.error.empty()) result_.status = FillStatus::kFailed;
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  stage_ms = std::round(time.count());
  result_.total_ms += stage_ms;
}

Mask FillJob::mask_of_picture() {
  if (options_->painter) {
    Random random(options_->seed, index_);
    const Mask painted = options_->painter->paint(picture_.image.size(), random);
    return options_->mask.dilate_px == 0 ? painted : dilate(painted, options_->mask.dilate_px);
  }
  if (!job_.mask.empty()) {
    ReadMask mask =
        read_mask(job_.mask, picture_, options_->mask, {.max_pixels = options_->max_pixels});
    append(mask.warnings, result_.warnings);
    return mask;
  }
  check(picture_.alpha || options_->mask.polarity != MaskPolarity::kAlpha,
        "the picture has no alpha channel to take the hole from");
  ReadMask mask = mask_from_picture(picture_, picture_, options_->mask);
  append(mask.warnings, result_.warnings);
  return mask;
}

void FillJob::load() {
  run(result_.load_ms, [&] {
    if (options_->skips_existing && fs::exists(job_.output)) {
      result_.status = FillStatus::kSkipped;
      return;
    }
    check_writable(job_.output);
    named_format(job_.output, PictureFormat::kPng);
    check_mask_output(job_.mask_output);
    picture_ = read_picture(
        job_.picture,
        {.max_pixels = options_->max_pixels, .page = options_->page, .accepts_damage = true});
    result_.height = picture_.image.height();
    result_.width = picture_.image.width();
    mask_ = mask_of_picture();
    result_.hole_ratio = mask_.ratio();
  });
}

void FillJob::fill(const Inpainter& method) {
  run(result_.fill_ms, [&] {
    if (mask_.bounds().empty()) {
      result_.status = FillStatus::kCopied;
      result_.warnings.push_back("the mask is empty: the picture is copied unchanged");
      return;
    }
    const Mask hole = picture_.alpha ? without_transparent(mask_, *picture_.alpha) : mask_;
    Filled filled = method.fill(picture_.image, hole);
    append(filled.warnings, result_.warnings);
    feather(picture_.image, mask_, options_->feather_px, &filled.image);
    picture_.image = std::move(filled.image);
    const bool is_hole_transparent =
        job_.mask.empty() && !options_->painter && options_->mask.polarity == MaskPolarity::kAlpha;
    if (picture_.alpha && (options_->is_alpha_filled || is_hole_transparent)) {
      fill_alpha(mask_, &*picture_.alpha);
    }
  });
}

void FillJob::save() {
  run(result_.save_ms, [&] {
    if (!job_.mask_output.empty()) {
      append(write_picture(job_.mask_output, {.image = image_of(mask_)}), result_.warnings);
    }
    const PictureFormat format = output_format(job_, picture_.format, &result_.warnings);
    if (result_.status == FillStatus::kCopied && format == picture_.format) {
      write_file(job_.output, read_file(job_.picture));
      return;
    }
    picture_.format = format;
    picture_.wants_loss = options_->wants_loss;
    const EncodedPicture file = encode_picture(picture_, mask_);
    append(file.warnings, result_.warnings);
    write_file(job_.output, file.bytes);
  });
  picture_ = {};
  mask_ = {};
}

FillResult fill_file(const FileJob& job, const Inpainter& method, const FillOptions& options) {
  check_options(options);
  FillJob file(job, 0, options);
  file.load();
  file.fill(method);
  file.save();
  check(file.result().status != FillStatus::kFailed, file.result().error);
  return file.result();
}

}  // namespace kintsugi
