#pragma once

#include "kintsugi/fill.h"

namespace kintsugi {

/// Errors: a negative width, no pixels allowed.
void check_options(const FillOptions& options);

/// One picture on its way from file to file, in three stages that may run on different threads, one
/// after the other. A stage that fails notes the reason in the result; later stages do nothing
/// then.
class FillJob {
 public:
  /// `options` must outlive the job; `index` is the job's place in the list.
  FillJob(FileJob job, int index, const FillOptions& options);

  void load();
  void fill(const Inpainter& method);
  void save();

  const FillResult& result() const { return result_; }

 private:
  template <class Stage>
  void run(double& stage_ms, Stage&& stage);
  Mask mask_of_picture();

  FileJob job_;
  int index_;
  const FillOptions* options_;
  Picture picture_;
  Mask mask_;
  FillResult result_;
};

}  // namespace kintsugi
