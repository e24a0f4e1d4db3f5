#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kintsugi::apps {

/// One picture to fill.
struct Job {
  std::filesystem::path picture;
  std::filesystem::path mask;  ///< empty: the mask does not come from a file
  std::filesystem::path output;
  std::filesystem::path mask_output;  ///< where the mask that was used is saved; empty: nowhere
  bool operator==(const Job&) const = default;
};

/// A picture that nothing can be done with, and why.
struct Unpaired {
  std::filesystem::path picture;
  std::string reason;
  bool operator==(const Unpaired&) const = default;
};

/// What is to be done, and what is not.
struct JobList {
  std::vector<Job> jobs;
  std::vector<Unpaired> unpaired;
  std::vector<std::string> warnings;  ///< folders that were passed over
  bool makes_folders = false;         ///< folders that outputs are to lie in are made first
};

/// What stands on the command line.
struct ListRequest {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path output;
  std::filesystem::path mask_output;  ///< where masks are saved, a file or a folder; empty: nowhere
  bool needs_mask = true;
  bool is_recursive = false;  ///< the folders in a folder too; masks and results lie in like trees
};

/// From what stands on the command line to the pictures to fill:
///
///   picture mask              one picture
///   folder  folder            each picture with the mask of its stem, or those called
///                             <stem>_mask001 …
///   folder  mask              one mask for all
///   folder                    each <name>.png with the <name>_mask001.png … beside it
///   list.txt                  `image mask output` a line; names are relative to the list's folder
///   picture | folder          with `needs_mask` false: masks are painted, or are in the pictures
///
/// Several masks for one picture give outputs <name>_mask001.<ext>. `output` is a folder, or for
/// one picture also a file. Errors: no such file, nothing to do, no picture with a mask, an output
/// that would overwrite a mask, another picture or another output.
JobList list_jobs(const ListRequest& request);

}  // namespace kintsugi::apps
