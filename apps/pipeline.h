#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "apps/fill_job.h"

namespace kintsugi::apps {

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

/// The numbers that 0 stands for, once it is known how many pictures there are.
PipelineOptions resolved(PipelineOptions options, size_t num_pictures);

/// Loads, fills and saves every job. The three stages overlap, over queues so short that no more
/// than about three pictures a job are in memory.
///   options     of each picture; jobs and threads resolved, see above
///   make        the method for so many threads: the pipeline's, divided among its jobs
///   done        gets the results one at a time, in the order in which they are ready
void run_jobs(const std::vector<Job>& jobs, const FillOptions& options,
              const PipelineOptions& pipeline, const MaskPainting& painting,
              const std::function<std::unique_ptr<Inpainter>(int threads)>& make,
              const std::function<void(const FillResult&)>& done);

}  // namespace kintsugi::apps
