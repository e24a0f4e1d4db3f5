#include <algorithm>
#include <map>
#include <set>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/fill.h"
#include "kintsugi/job/fill_job.h"
#include "kintsugi/job/folders.h"
#include "kintsugi/job/list_file.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;

using Paths = std::vector<fs::path>;

// "rose_mask012" -> "rose"; empty when the stem does not end in _mask and digits.
std::string owner_of(const std::string& stem) {
  const size_t end = stem.find_last_not_of("0123456789");
  if (end == stem.npos) return "";
  const std::string head = stem.substr(0, end + 1);
  return head.ends_with("_mask") ? head.substr(0, head.size() - 5) : "";
}

// Masks by the stem of the picture they are for.
using MasksByStem = std::map<std::string, Paths>;

MasksByStem index_by(const Paths& masks, std::string (*key)(const std::string& stem)) {
  MasksByStem index;
  for (const fs::path& mask : masks) {
    const std::string stem = key(mask.stem());
    if (!stem.empty()) index[stem].push_back(mask);
  }
  return index;
}

// "rose_mask012" for one of several masks, else the picture's own name.
fs::path output_name(const fs::path& picture, const fs::path& mask) {
  const std::string stem = mask.stem();
  const bool is_numbered = !owner_of(stem).empty() && !stem.ends_with("_mask");
  return is_numbered ? fs::path(stem + picture.extension().string()) : picture.filename();
}

void add_jobs(const fs::path& picture, const Paths& masks, const fs::path& output, JobList* list) {
  for (const fs::path& mask : masks) {
    list->jobs.push_back({picture, mask, output / output_name(picture, mask), {}});
  }
}

std::string hint(const fs::path& picture, const fs::path& folder) {
  const std::string name = near_mask_name(picture, folder);
  return name.empty() ? "" : " (there is " + name + ")";
}

// Pictures with the masks of another folder, which need not be there in a tree of masks.
void pair_by_stem(const Paths& pictures, const fs::path& folder, const fs::path& output,
                  JobList* list) {
  const Paths masks = fs::exists(folder) ? pictures_in(folder) : Paths();
  const MasksByStem same = index_by(masks, [](const std::string& stem) { return stem; });
  const MasksByStem numbered = index_by(masks, owner_of);
  for (const fs::path& picture : pictures) {
    const auto exact = same.find(picture.stem()), several = numbered.find(picture.stem());
    if (exact != same.end() && exact->second.size() > 1) {
      list->unpaired.push_back({picture, "has two masks: " + exact->second[0].string() + " and " +
                                             exact->second[1].string()});
    } else if (exact != same.end()) {
      add_jobs(picture, exact->second, output, list);
    } else if (several != numbered.end()) {
      add_jobs(picture, several->second, output, list);
    } else {
      list->unpaired.push_back(
          {picture, "has no mask in " + folder.string() + hint(picture, folder)});
    }
  }
}

// Pictures with the <name>_maskNNN beside them.
void pair_beside(const Paths& files, const fs::path& output, JobList* list) {
  std::set<std::string> stems;
  for (const fs::path& file : files) stems.insert(file.stem());
  const MasksByStem masks = index_by(files, owner_of);
  for (const fs::path& file : files) {
    if (stems.contains(owner_of(file.stem()))) continue;  // a mask itself
    const auto found = masks.find(file.stem());
    if (found != masks.end()) {
      add_jobs(file, found->second, output, list);
    } else {
      list->unpaired.push_back({file, "has no mask beside it" + hint(file, file.parent_path())});
    }
  }
}

bool names_folder(const fs::path& path) {
  return path.filename().empty() || fs::is_directory(path);
}

JobList one_picture(const fs::path& picture, const fs::path& mask, const fs::path& output) {
  if (!names_folder(output)) return {.jobs = {{picture, mask, output, {}}}};
  return {.jobs = {{picture, mask, output / picture.filename(), {}}}, .makes_folders = true};
}

// One folder without those in it.
void add_folder(const fs::path& folder, const fs::path& mask, const fs::path& output,
                bool needs_mask, JobList* list) {
  const Paths pictures = pictures_in(folder);
  if (!needs_mask || (!mask.empty() && !fs::is_directory(mask) && fs::exists(mask))) {
    for (const fs::path& picture : pictures) {
      if (needs_mask && fs::equivalent(picture, mask)) continue;
      list->jobs.push_back({picture, mask, output / picture.filename(), {}});
    }
  } else if (mask.empty() || (fs::exists(mask) && fs::equivalent(mask, folder))) {
    pair_beside(pictures, output, list);
  } else {
    pair_by_stem(pictures, mask, output, list);
  }
}

std::string passed_over(const fs::path& folder, const Paths& folders) {
  constexpr size_t kMostNamed = 5;
  std::string names;
  for (size_t i = 0; i < folders.size() && i < kMostNamed; ++i) {
    names += (i ? ", " : "") + folders[i].string();
  }
  if (folders.size() > kMostNamed) {
    names += " and " + std::to_string(folders.size() - kMostNamed) + " more";
  }
  return "folders with pictures in " + folder.string() + " are passed over: " + names +
         " (is_recursive fills them too)";
}

fs::path mask_of(const ListRequest& request) {
  return request.inputs.size() > 1 ? request.inputs[1] : fs::path();
}

JobList one_folder(const ListRequest& request, bool needs_mask) {
  const fs::path& folder = request.inputs[0];
  const fs::path mask = mask_of(request);
  const fs::path& output = request.output;
  check(!fs::exists(output) || fs::is_directory(output), "the output ", output,
        " is a file, expected a folder");
  JobList list{.jobs = {}, .unpaired = {}, .makes_folders = true};
  add_folder(folder, mask, output, needs_mask, &list);
  const Paths folders = picture_folders_in(folder, {mask, output, request.mask_output});
  if (!request.is_recursive) {
    if (!folders.empty()) list.warnings.push_back(passed_over(folder, folders));
    return list;
  }
  const bool has_mask_tree = !mask.empty() && fs::is_directory(mask);
  for (const fs::path& inner : folders) {
    add_folder(folder / inner, has_mask_tree ? mask / inner : mask, output / inner, needs_mask,
               &list);
  }
  return list;
}

// Masks go to a folder of pictures where there may be several, else to the file itself.
void name_mask_outputs(const ListRequest& request, JobList* list) {
  if (request.mask_output.empty()) return;
  for (FileJob& job : list->jobs) {
    job.mask_output = request.mask_output;
    if (!list->makes_folders) continue;
    fs::path inner = job.output.lexically_relative(request.output);
    const bool is_inside = !inner.empty() && *inner.begin() != "..";
    job.mask_output /= (is_inside ? inner : job.output.filename()).replace_extension(".png");
  }
}

fs::path plain(const fs::path& path) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(link_target(path), ignored);
  return whole.empty() ? path.lexically_normal() : whole;
}

// A picture may be replaced by its own result; nothing else that is read or written may be.
void check_outputs(const std::vector<FileJob>& jobs) {
  std::set<fs::path> outputs, masks;
  std::map<fs::path, int> num_uses;
  for (const FileJob& job : jobs) {
    if (!job.mask.empty()) masks.insert(plain(job.mask));
    ++num_uses[plain(job.picture)];
  }
  for (const FileJob& job : jobs) {
    if (job.mask_output.empty()) continue;
    const fs::path output = plain(job.mask_output);
    check(outputs.insert(output).second, "two masks would be written to ", job.mask_output);
    check(!masks.contains(output) && !num_uses.contains(output), "the saved mask of ", job.picture,
          " would overwrite the input ", job.mask_output);
  }
  for (const FileJob& job : jobs) {
    const fs::path output = plain(job.output);
    check(outputs.insert(output).second, "two results would be written to ", job.output);
    check(!masks.contains(output), "the result of ", job.picture, " would overwrite the mask ",
          job.output);
    const auto use = num_uses.find(output);
    check(use == num_uses.end() || (use->second == 1 && output == plain(job.picture)),
          "the result of ", job.picture, " would overwrite the picture ", job.output);
  }
}

// Whether masks come from files; else they are painted, or marked in the picture itself.
bool takes_mask_files(const ListRequest& request, const FillOptions& options) {
  const MaskOptions& mask = options.mask;
  const bool marks_itself = mask.polarity == MaskPolarity::kAlpha || mask.colour.is_given;
  const bool is_own_mask =
      marks_itself && request.inputs.size() == 1 && !is_list_file(request.inputs[0]);
  return !options.painter && !is_own_mask;
}

JobList jobs_of(const ListRequest& request, bool needs_mask) {
  const fs::path& first = request.inputs[0];
  const fs::path mask = mask_of(request);
  const fs::path& output = request.output;
  check(needs_mask || mask.empty(), "found the mask ", mask,
        " and holes.kind, expected only one of them");
  const bool is_list =
      needs_mask && mask.empty() && is_list_file(first) && !fs::is_directory(first);
  if (is_list) return {.jobs = read_list_file(first, output), .makes_folders = true};
  check(!output.empty(),
        "where should the result go? Expected list.output FILE, or list.output FOLDER");
  if (fs::is_directory(first)) return one_folder(request, needs_mask);
  check(!needs_mask || !mask.empty(), first,
        " stands alone, expected a mask after it (or mask.polarity alpha, for its own "
        "transparency; mask.colour, for what is painted on it; or holes.kind, for holes at "
        "random)");
  if (!fs::is_directory(mask)) return one_picture(first, mask, output);
  JobList list{.jobs = {}, .unpaired = {}, .makes_folders = true};
  pair_by_stem({first}, mask, output, &list);
  if (list.jobs.size() == 1 && !names_folder(output)) list.jobs[0].output = output;
  return list;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  check(!error, "cannot make the folder ", folder, ": ", error.message());
}

}  // namespace

JobList list_jobs(const ListRequest& request, const FillOptions& options) {
  check_options(options);
  const Paths& inputs = request.inputs;
  check(inputs.size() == 1 || inputs.size() == 2, "found ", inputs.size(),
        " files or folders, expected a picture and its mask, or folders of them");
  link_target(request.output);  // links in a circle are an Error before anything asks what they are
  for (const fs::path& input : inputs) {
    link_target(input);
    check(fs::exists(input), "there is no file or folder ", input);
  }
  JobList list = jobs_of(request, takes_mask_files(request, options));
  if (list.jobs.empty()) {
    std::string warnings;
    for (const std::string& warning : list.warnings) warnings += "; " + warning;
    check(!list.unpaired.empty(), "found no picture in ", inputs[0], warnings);
    const auto has_hint = [](const Unpaired& u) {
      return u.reason.find("(there is") != u.reason.npos;
    };
    const auto hinted = std::find_if(list.unpaired.begin(), list.unpaired.end(), has_hint);
    const Unpaired& one = hinted == list.unpaired.end() ? list.unpaired[0] : *hinted;
    throw Error("none of the pictures has a mask: " + one.picture.string() + " " + one.reason +
                warnings);
  }
  name_mask_outputs(request, &list);
  check_outputs(list.jobs);
  return list;
}

void make_folders(const JobList& list) {
  if (!list.makes_folders) return;
  for (const FileJob& job : list.jobs) {
    make_folder(job.output.parent_path());
    make_folder(job.mask_output.parent_path());
  }
}

}  // namespace kintsugi
