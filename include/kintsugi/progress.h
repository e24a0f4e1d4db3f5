#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

#include "kintsugi/error.h"

namespace KINTSUGI_API kintsugi {

/// What work throws that was told to stop.
class Stopped : public Error {
 public:
  Stopped() : Error("stopped as asked") {}
};

/// How far one piece of work is, and whether it is to stop. Made of a function, which gets the
/// share that is done and returns whether to go on:
///
///   method->fill(image, mask, [&](double share) { return show(share), !is_cancelled; });
///
/// The share never falls and is 1 at the end. The function is called many times a second, one call
/// at a time, from any thread of the work: it should be quick. Once it has returned false, the work
/// throws Stopped as soon as it asks again, in every thread; what the function throws ends the work
/// in the same way. One Progress is for one piece of work.
class Progress {
 public:
  using Report = std::function<bool(double share)>;

  /// Nobody looks and nothing stops the work.
  Progress() = default;
  template <std::predicate<double> Function>
  Progress(Function&& report)
      : report_(std::forward<Function>(report)) {}  // NOLINT: a lambda will do

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // What the work calls.

  static constexpr size_t kShortSteps = 1 << 14;

  /// So much is done, 0 to 1; a share below that of an earlier call only asks. Throws Stopped.
  void at(double share) const {
    if (root_->report_) tell(share);
  }
  /// Only asks whether to go on. Throws Stopped.
  void ask() const { at(0); }
  /// The same at some steps of a loop whose steps are short: `step` counts them.
  void ask(size_t step) const {
    if (step % kShortSteps == 0) ask();
  }
  /// A part of this work that makes up `weight` of it, 0 to 1: what is done of the part counts here
  /// too. Parts may run one after the other or at once; this must outlive them.
  Progress part(double weight) const { return Progress(*this, weight); }

 private:
  Progress(const Progress& whole, double weight)
      : root_(whole.root_), whole_(&whole), weight_(weight) {}
  void tell(double share) const;
  void raise(double share) const;

  Report report_;
  const Progress* root_ = this;      // the one that was made of a function
  const Progress* whole_ = nullptr;  // what this is a part of
  double weight_ = 1;
  // Of this and of all its parts; the first two of the root alone.
  mutable std::mutex mutex_;
  mutable bool is_stopped_ = false;
  mutable double share_ = 0;
};

}  // namespace kintsugi
