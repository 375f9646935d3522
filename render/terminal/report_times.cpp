// How long it takes to convert: quantiles, and a little chart of when people do.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

constexpr double kMinute = 1.0 / (24 * 60);
constexpr double kHour = 1.0 / 24;
constexpr double kMonth = 30.4375;

/// Ends of the columns of the chart, each two to four times the one before; in days.
struct Edge {
  double days;
  const char* shown;
};
constexpr Edge kEdges[] = {{kMinute, "1 min"},
                           {3 * kMinute, "3 min"},
                           {10 * kMinute, "10 min"},
                           {30 * kMinute, "30 min"},
                           {kHour, "1 h"},
                           {3 * kHour, "3 h"},
                           {6 * kHour, "6 h"},
                           {12 * kHour, "12 h"},
                           {1, "1 d"},
                           {2, "2 d"},
                           {4, "4 d"},
                           {7, "1 week"},
                           {14, "2 weeks"},
                           {28, "4 weeks"},
                           {2 * kMonth, "2 months"},
                           {4 * kMonth, "4 months"},
                           {12 * kMonth, "1 year"}};
constexpr std::size_t kEdgeCount = std::size(kEdges);

// Of those who convert; the columns go on until so many have, then one is for all later ones.
constexpr double kShown = 0.95;
// Cells below which there is no room for the mean, which says least.
constexpr std::size_t kRoomForMean = 90;

using Times = std::vector<TimePercentile>;

const Times* times_of(const ReportInput& input, PersonaId persona) {
  if (!persona.is_valid()) return &input.prediction.conversion_times;
  for (const PersonaTimes& one : input.prediction.persona_times) {
    if (one.persona == persona) return &one.times;
  }
  return nullptr;
}

/// Share of those who convert that have by then, straight between the known shares.
double share_by(const Times& times, double days) {
  double share = 0, from = 0;
  for (const TimePercentile& next : times) {
    if (days < next.days) {
      const double span = next.days - from;
      return span > 0 ? share + (next.share - share) * (days - from) / span : share;
    }
    share = next.share;
    from = next.days;
  }
  return 1;  // beyond the last known share little is left, and its end is not known
}

/// The columns between which the times of a journey lie.
struct Columns {
  std::size_t first = 0, last = 0;  // edges; the last column ends with `last`
  bool is_open = false;             // one more: later than the last edge
};

Columns columns_for(const ReportInput& input) {
  double earliest = kEdges[kEdgeCount - 1].days, latest = 0, last = 0;
  for (const Who& who : input.whos) {
    const Times* times = times_of(input, who.persona);
    if (times == nullptr || times->empty()) continue;
    earliest = std::min(earliest, times->front().days);
    for (const TimePercentile& one : *times) {
      if (one.share <= kShown) latest = std::max(latest, one.days);
      last = std::max(last, one.days);
    }
  }
  Columns columns;
  while (columns.first + 1 < kEdgeCount && kEdges[columns.first].days <= earliest) ++columns.first;
  columns.last = columns.first;
  while (columns.last + 1 < kEdgeCount && kEdges[columns.last].days < latest) ++columns.last;
  columns.is_open = kEdges[columns.last].days < last;
  return columns;
}

std::string chart(const Times& times, const Columns& columns) {
  constexpr std::array<std::string_view, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::vector<double> shares;
  double before = 0;
  for (std::size_t i = columns.first; i <= columns.last; ++i) {
    const double by = share_by(times, kEdges[i].days);
    shares.push_back(by - before);
    before = by;
  }
  if (columns.is_open) shares.push_back(1 - before);
  const double most = *std::max_element(shares.begin(), shares.end());
  std::string text;
  for (const double share : shares) {
    const double height = most > 0 ? share / most * static_cast<double>(kHeights.size()) : 0;
    text += kHeights[std::min(static_cast<std::size_t>(height), kHeights.size() - 1)];
  }
  return text;
}

std::string legend(const Columns& columns) {
  std::string text = "The little chart: those who convert within";
  for (std::size_t i = columns.first; i <= columns.last; ++i) {
    text += (i == columns.first ? " " : ", ") + std::string(kEdges[i].shown);
  }
  return text + (columns.is_open ? ", later." : ".");
}

Metric time_metric(Stat stat) {
  Metric metric = plain_metric(Metric::Kind::time_to);
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

std::string shown_time(const Times& times, double share) {
  for (const TimePercentile& one : times) {
    if (std::abs(one.share - share) < 1e-9) return format_duration(one.days);
  }
  return "–";
}

}  // namespace

std::string report_times(const ReportInput& input) {
  if (!has_time_curves(input)) return "";
  const Columns columns = columns_for(input);
  TextTable table;
  table.columns = {{"Time to convert", Align::left, 0, true},
                   {"", Align::left, 0, false},
                   {"10%", Align::right, 0, false},
                   {"25%", Align::right, 0, false},
                   {"half", Align::right, 0, false},
                   {"75%", Align::right, 0, false},
                   {"90%", Align::right, 0, false}};
  const bool has_mean = input.options.style.width >= kRoomForMean;
  if (has_mean) table.columns.push_back({"mean", Align::right, 0, false});
  for (const Who& who : input.whos) {
    const Times* found = times_of(input, who.persona);
    const Times times = found == nullptr ? Times() : *found;
    const auto answer = [&](Stat stat) {
      return shown_value(input, input.answers.find(time_metric(stat), who.persona));
    };
    TextRow row;
    row.cells = {{who.shown, Ink::plain},
                 {times.empty() ? "" : chart(times, columns), Ink::blue},
                 {shown_time(times, 0.1), Ink::plain},
                 {shown_time(times, 0.25), Ink::plain},
                 {answer(Stat::median), Ink::bold},
                 {shown_time(times, 0.75), Ink::plain},
                 {answer(Stat::p90), Ink::plain}};
    if (has_mean) row.cells.push_back({answer(Stat::none), Ink::dim});
    table.rows.push_back(row);
  }
  return print_table(table, input.options.style) +
         paint(wrap(legend(columns), 0, input.options.style), Ink::dim, input.options.style) + "\n";
}

bool has_time_curves(const ReportInput& input) {
  const Times& times = input.prediction.conversion_times;
  return !times.empty() && times.back().days > 0;
}

}  // namespace cairn
