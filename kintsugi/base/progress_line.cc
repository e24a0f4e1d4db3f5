#include "kintsugi/base/progress_line.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kintsugi {
namespace {

// 75 -> "1:15 min", 9.4 -> "9 s"
std::string duration(double seconds) {
  const auto whole = static_cast<long long>(std::lround(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  char text[32];
  std::snprintf(text, sizeof(text), "%lld:%02lld min", whole / 60, whole % 60);
  return text;
}

}  // namespace

std::string progress_line(int num_done, int num_all, double seconds, int width) {
  std::string text = std::to_string(num_done) + "/" + std::to_string(num_all);
  text += ", " + duration(seconds);
  if (num_done > 0 && num_done < num_all) {
    text += ", " + duration(seconds / num_done * (num_all - num_done)) + " left";
  }
  const int room = std::clamp(width - static_cast<int>(text.size()) - 3, 0, 40);
  const int filled = num_all > 0 ? static_cast<int>(1LL * room * num_done / num_all) : 0;
  std::string bar;
  if (room >= 4) bar.append("[").append(filled, '#').append(room - filled, '-').append("] ");
  return bar.append(text).substr(0, std::max(0, width));
}

}  // namespace kintsugi
