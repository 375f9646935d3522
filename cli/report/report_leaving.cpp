#include "cli/report/report_leaving.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "base/text.h"
#include "render/charts/leavers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kMostRows = 14;   // of the chart; the table has all
constexpr double kLeastShown = 0.0005;  // of entrants

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

std::vector<LeavingData::Row> rows_of(const PageInput& input, const ComparedAlternative& today) {
  const Journey& journey = input.journey;
  std::vector<double> unexplained(journey.places.size(), 0);
  for (const PlaceEffect& place : today.places) unexplained[place.place.index] = place.lost_today;
  std::vector<LeavingData::Row> rows;
  for (const PainEffect& effect : today.pains) {
    const Pain& pain = journey.pains[effect.pain];
    unexplained[pain.place.index] -= effect.lost_today;
    rows.push_back({pain.label,
                    journey.places[pain.place].heading.label,
                    pain.is_reason ? LeavingData::Row::Kind::reason : LeavingData::Row::Kind::pain,
                    {effect.lost_today}});
  }
  for (const PlaceEffect& place : today.places) {
    const Place& at = journey.places[place.place];
    if (at.kind != Place::Kind::touchpoint) continue;
    rows.push_back({fixed(input, Word::page_unexplained),
                    at.heading.label,
                    LeavingData::Row::Kind::unexplained,
                    {unexplained[place.place.index]}});
  }
  const std::vector<double> at_once = lost_at_sources(journey, today.flows);
  for (std::size_t i = 0; i < at_once.size(); ++i) {
    rows.push_back({fixed(input, Word::page_unexplained),
                    journey.sources[journey.sources.id_at(i)].heading.label,
                    LeavingData::Row::Kind::unexplained,
                    {at_once[i]}});
  }
  rows.erase(std::remove_if(
                 rows.begin(), rows.end(),
                 [](const LeavingData::Row& row) { return !(row.values.front() >= kLeastShown); }),
             rows.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const LeavingData::Row& a, const LeavingData::Row& b) {
                     return a.values.front() > b.values.front();
                   });
  return rows;
}

/// The rows as a picture, for readers without scripts.
std::string drawn_rows(const PageInput& input, const PageChart& chart,
                       const std::vector<LeavingData::Row>& rows) {
  std::vector<LeaverRow> leavers;
  for (const LeavingData::Row& row : rows) {
    const auto kind = row.kind == LeavingData::Row::Kind::pain     ? LeaverRow::Kind::pain
                      : row.kind == LeavingData::Row::Kind::reason ? LeaverRow::Kind::reason
                                                                   : LeaverRow::Kind::unexplained;
    leavers.push_back({kind, row.reason, row.place, row.values.front()});
  }
  ChartInput how{input.journey};
  how.language = input.how.language;
  how.has_head = false;
  const auto drawn = draw_leavers(how, {chart.heading, "", chart.reading}, leavers);
  const Chart* made = std::get_if<Chart>(&drawn);
  return made == nullptr ? "" : to_svg(made->drawing, Theme::light, chart.name + "-");
}

}  // namespace

void add_leaving(const ReportNumbers& numbers, PageInput& input) {
  if (!numbers.comparison) return;
  LeavingData data;
  data.groups = {{fixed(input, Word::page_everybody), -1}};
  data.rows = rows_of(input, numbers.comparison->alternatives.front());
  if (data.rows.empty()) return;
  PageChart chart;
  chart.name = "leaving";
  chart.heading = fixed(input, Word::report_leaving);
  chart.reading = fixed(input, Word::report_leaving_reading);
  chart.data.columns = {{fixed(input, Word::report_col_reason)},
                        {fixed(input, Word::report_col_place)},
                        {fixed(input, Word::report_col_of_entrants), true}};
  for (const LeavingData::Row& row : data.rows) {
    chart.data.rows.push_back(
        {{row.reason}, {row.place}, {figure_text(input.how, row.values.front(), Unit::share)}});
  }
  if (data.rows.size() > kMostRows) data.rows.resize(kMostRows);
  chart.svg = drawn_rows(input, chart, data.rows);
  input.charts_data.leaving = std::move(data);
  input.charts.push_back(std::move(chart));
}

}  // namespace cairn
