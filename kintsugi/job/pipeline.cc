#include "kintsugi/job/pipeline.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "kintsugi/base/bounded_queue.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/error.h"
#include "kintsugi/job/fill_job.h"

namespace kintsugi {
namespace {

// More pictures at once than this fill the memory sooner than they save time.
constexpr int kMaxJobs = 8;

// Threads that run the same body; joined on destruction, after `finish` when the last one is done.
class Crew {
 public:
  Crew(int num_threads, std::function<void()> body, std::function<void()> finish)
      : num_working_(num_threads), body_(std::move(body)), finish_(std::move(finish)) {
    for (int i = 0; i < num_threads; ++i) {
      threads_.emplace_back([this] {
        body_();
        if (--num_working_ == 0) finish_();
      });
    }
  }

 private:
  std::atomic<int> num_working_;
  std::function<void()> body_, finish_;
  std::vector<std::jthread> threads_;
};

}  // namespace

PipelineOptions resolved(PipelineOptions options, size_t num_pictures) {
  check(options.jobs >= 0, "jobs is ", options.jobs, ", expected 0 or more");
  check(options.threads >= 0, "threads is ", options.threads, ", expected 0 or more");
  if (options.threads == 0) options.threads = default_threads();
  if (options.jobs == 0) options.jobs = std::min(kMaxJobs, options.threads);
  options.jobs = static_cast<int>(std::clamp<size_t>(num_pictures, 1, options.jobs));
  return options;
}

void fill_files(const std::vector<FileJob>& jobs, const MethodMaker& make,
                const std::function<void(const FillResult&)>& done, const FillOptions& options,
                const PipelineOptions& pipeline) {
  check_options(options);
  const PipelineOptions share = resolved(pipeline, jobs.size());
  using Queue = BoundedQueue<std::unique_ptr<FillJob>>;
  const auto method = make(std::max(1, share.threads / share.jobs));
  Queue loaded(1), filled(1);
  std::atomic<size_t> next = 0;
  std::mutex done_mutex;
  const int num_helpers = (share.jobs + 1) / 2;  // loading and saving take less than filling

  const Crew loaders(
      num_helpers,
      [&] {
        for (size_t i; (i = next++) < jobs.size();) {
          auto job = std::make_unique<FillJob>(jobs[i], static_cast<int>(i), options);
          job->load();
          loaded.push(std::move(job));
        }
      },
      [&] { loaded.close(); });
  const Crew fillers(
      share.jobs,
      [&] {
        while (auto job = loaded.pop()) {
          (*job)->fill(*method);
          filled.push(std::move(*job));
        }
      },
      [&] { filled.close(); });
  const Crew savers(
      num_helpers,
      [&] {
        while (auto job = filled.pop()) {
          (*job)->save();
          const std::lock_guard lock(done_mutex);
          done((*job)->result());
        }
      },
      [] {});
}

}  // namespace kintsugi
