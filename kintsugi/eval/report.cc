#include "kintsugi/eval/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace kintsugi::eval {
namespace {

using Json = nlohmann::ordered_json;

// The Fréchet distance belongs to no single picture; it stands behind LPIPS.
void put_scores(Json& json, const Scores& scores, const std::optional<double>& distance) {
  Scores::fields(scores, [&](const std::string& name, double value) {
    if (!std::isnan(value)) json[name] = value;
    if (name == "lpips_squeeze" && distance) json["fd_mobilenet_v2"] = *distance;
  });
}

Json bins_of(const MethodSummary& summary) {
  Json bins = Json::array();
  for (size_t i = 0; i < summary.bins.size(); ++i) {
    const ScoreMeter& meter = summary.bins[i];
    Json bin = {{"low", kHoleBins[i].low}, {"high", kHoleBins[i].high}, {"pairs", meter.count()}};
    put_scores(bin, meter.mean(), {});
    bins.push_back(bin);
  }
  return bins;
}

struct Column {
  const char* title;
  const char* field;
  int decimals;
};
constexpr Column kColumns[] = {
    {"PSNR", "psnr", 2},
    {"SSIM g11", "ssim_gaussian11", 4},
    {"SSIM u7", "ssim_uniform7", 4},
    {"L1 %", "l1_percent", 3},
    {"L2 %", "l2_percent", 3},
    {"LPIPS", "lpips_squeeze", 4},
    {"FD MobileNetV2", "fd_mobilenet_v2", 3},
    {"PSNR hole", "psnr_hole", 2},
    {"L1 % hole", "l1_percent_hole", 2},
    {"ms", "ms", 1},
};

using Cells = std::vector<std::string>;

std::string cell(const Json& scores, const Column& column) {
  if (!scores.contains(column.field)) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", column.decimals, scores[column.field].get<double>());
  return text;
}

// The length in characters of UTF-8, as far as names need it.
size_t length(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

std::string aligned(const std::vector<Cells>& rows) {
  std::vector<size_t> widths(rows[0].size());
  for (const Cells& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], length(row[i]));
  std::string text;
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - length(row[i]), ' ');
      text += i == 0 ? row[i] + blanks : "  " + blanks + row[i];
    }
    text += "\n";
  }
  return text;
}

// One block: a header and a line a method; columns that no method has are left out.
std::string block(const std::string& title, const std::vector<std::string>& names,
                  const std::vector<Json>& scores) {
  std::vector<Cells> rows = {{title}};
  for (const std::string& name : names) rows.push_back({name});
  for (const Column& column : kColumns) {
    const auto has = [&](const Json& json) { return json.contains(column.field); };
    if (std::none_of(scores.begin(), scores.end(), has)) continue;
    rows[0].push_back(column.title);
    for (size_t i = 0; i < names.size(); ++i) rows[i + 1].push_back(cell(scores[i], column));
  }
  return aligned(rows);
}

std::string bin_title(const HoleBin& bin, int64_t num_pairs) {
  char text[64];
  std::snprintf(text, sizeof text, "hole (%g, %g], %lld pairs", bin.low, bin.high,
                static_cast<long long>(num_pairs));
  return text;
}

}  // namespace

std::string json_report(const std::vector<MethodSummary>& summaries,
                        const std::vector<BadPicture>& bad, const ReportOptions& options) {
  Json report = {{"pairs", summaries[0].scores.count()}, {"skipped", Json::array()}};
  for (const auto& [name, reason] : bad)
    report["skipped"].push_back({{"picture", name}, {"reason", reason}});
  report["methods"] = Json::array();
  for (const MethodSummary& summary : summaries) {
    Json method = {{"name", summary.name}};
    put_scores(method, summary.scores.mean(), summary.fd_mobilenet_v2);
    if (options.has_bins) method["bins"] = bins_of(summary);
    if (options.has_histogram) {
      method["ssim_uniform7_histogram"] = {
          {"low", 0}, {"high", 1}, {"counts", summary.ssim_uniform7.counts()}};
    }
    report["methods"].push_back(method);
  }
  // File names are bytes; what is not UTF-8 in them becomes U+FFFD.
  return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string table(const std::vector<MethodSummary>& summaries, const ReportOptions& options) {
  std::vector<std::string> names;
  std::vector<Json> scores(summaries.size());
  for (size_t i = 0; i < summaries.size(); ++i) {
    names.push_back(summaries[i].name);
    put_scores(scores[i], summaries[i].scores.mean(), summaries[i].fd_mobilenet_v2);
  }
  std::string text = block(std::to_string(summaries[0].scores.count()) + " pairs", names, scores);
  if (!options.has_bins) return text;
  for (size_t bin = 0; bin < std::size(kHoleBins); ++bin) {
    const int64_t num_pairs = summaries[0].bins[bin].count();
    if (num_pairs == 0) continue;
    std::vector<Json> in_bin(summaries.size());
    for (size_t i = 0; i < summaries.size(); ++i)
      put_scores(in_bin[i], summaries[i].bins[bin].mean(), {});
    text += "\n" + block(bin_title(kHoleBins[bin], num_pairs), names, in_bin);
  }
  return text;
}

}  // namespace kintsugi::eval
