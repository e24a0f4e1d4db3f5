#include "kintsugi/progress.h"

#include <algorithm>

namespace kintsugi {

void Progress::tell(double share) const {
  const std::lock_guard lock(root_->mutex_);
  raise(share);
  if (root_->is_stopped_) throw Stopped();
  root_->is_stopped_ = true;  // should the function throw
  root_->is_stopped_ = !root_->report_(root_->share_);
  if (root_->is_stopped_) throw Stopped();
}

void Progress::raise(double share) const {
  share = std::min(share, 1.0);
  if (share <= share_) return;
  if (whole_) whole_->raise(whole_->share_ + (share - share_) * weight_);
  share_ = share;
}

}  // namespace kintsugi
