#pragma once

#include <functional>
#include <string>

namespace kintsugi {

/// What hears how many of so many things are done. The library calls it and prints nothing itself;
/// a program may draw progress_line with it. Calls come one at a time, from any thread.
using OnCount = std::function<void(int num_done, int num_all)>;

/// One line of text for a terminal, at most `width` columns:
///
///   progress_line(3, 12, 9, 45) -> "[#####-----------------] 3/12, 9 s, 27 s left"
std::string progress_line(int num_done, int num_all, double seconds, int width);

}  // namespace kintsugi
