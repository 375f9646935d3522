#include "render/charts/time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>

#include "base/text.h"
#include "journey/figure_text.h"

namespace cairn {
namespace {

// Columns of the page.
constexpr double kWidth = 1080;
constexpr double kLabelWidth = 168;
constexpr double kPlotLeft = kPageMargin + kLabelWidth + 18;
constexpr double kPlotRight = 640;
constexpr double kFirstColumn = 732;  // right edges of the figures
constexpr double kColumnStep = 81.5;
constexpr double kHeaderHeight = 24;
constexpr double kRowHeight = 54;
constexpr double kTodayHeight = 34;
constexpr double kTickGap = 12;  // between the texts of two ticks

Metric conversion_time(Stat stat) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

std::optional<double> find_percentile(const std::vector<TimePercentile>& times, double share) {
  for (const TimePercentile& time : times) {
    if (std::abs(time.share - share) < 1e-9) return time.days;
  }
  return std::nullopt;
}

std::vector<TimePercentile> times_of(const Prediction& prediction, PersonaId persona) {
  if (!persona.is_valid()) return prediction.conversion_times;
  for (const PersonaTimes& one : prediction.persona_times) {
    if (one.persona == persona) return one.times;
  }
  return {};
}

std::optional<TimeRow> make_row(const ChartGroup& group, const Prediction& prediction) {
  const Answer* conversion = find_group_answer(prediction, Metric{}, group.persona);
  const Answer* median =
      find_group_answer(prediction, conversion_time(Stat::median), group.persona);
  const Answer* p90 = find_group_answer(prediction, conversion_time(Stat::p90), group.persona);
  if (conversion == nullptr || median == nullptr || p90 == nullptr) return std::nullopt;
  TimeRow row;
  row.group = group;
  row.conversion = headline(*conversion);
  row.median = headline(*median);
  row.p90 = headline(*p90);
  const std::vector<TimePercentile> times = times_of(prediction, group.persona);
  const auto p10 = find_percentile(times, 0.1), p25 = find_percentile(times, 0.25),
             p75 = find_percentile(times, 0.75);
  if (!(row.conversion > 0) || !p10 || !p25 || !p75) return std::nullopt;
  row.p10 = *p10;
  row.p25 = *p25;
  row.p75 = *p75;
  return row;
}

// ---- the axis -----------------------------------------------------------------------------------

/// Logarithmic; what takes no time stands at its left end.
struct TimeAxis {
  double low = 1, high = 10;  // days
  bool has_zero = false;

  double x(double days) const {
    const double left = kPlotLeft + (has_zero ? 46 : 0);
    if (days <= 0) return kPlotLeft;
    const double part = std::log(std::max(days, low) / low) / std::log(high / low);
    return left + std::min(part, 1.0) * (kPlotRight - left);
  }
};

TimeAxis axis_of(const std::vector<TimeRow>& rows) {
  TimeAxis axis{1e300, 0, false};
  for (const TimeRow& row : rows) {
    for (const double days : {row.p10, row.p25, row.median, row.p75, row.p90}) {
      if (days > 0) axis.low = std::min(axis.low, days);
      axis.high = std::max(axis.high, days);
      axis.has_zero = axis.has_zero || !(days > 0);
    }
  }
  // Air at both ends, and never so narrow that minutes look like a gulf.
  axis.low /= 1.35;
  axis.high = std::max(axis.high * 1.35, axis.low * 8);
  return axis;
}

void add_tick(Mark& mark, const std::string& text, double x, double bottom) {
  mark.shapes.push_back(
      line_shape({{x, kHeaderHeight - 4}, {x, bottom}}, {.stroke = kHairline.light, .width = 0.8}));
  mark.shapes.push_back(
      text_shape(text, {x, bottom + 15},
                 {.size = kChartSmallSize, .colour = kMuted, .anchor = Anchor::middle}));
}

Mark axis_mark(const TimeAxis& axis, double bottom, PictureLanguage language) {
  Mark mark;
  mark.id = "axis";
  double last = -1e9;
  if (axis.has_zero) {
    add_tick(mark, std::string(word(Word::chart_at_once, language)), kPlotLeft, bottom);
    last = kPlotLeft + 20;
  }
  for (const double tick : round_times()) {
    if (tick < axis.low || tick > axis.high) continue;
    const std::string text = format_duration(tick, language);
    const double half = text_width(text, kChartSmallSize, Weight::regular) / 2;
    const double x = axis.x(tick);
    if (x - half < last + kTickGap || x + half > kPlotRight) continue;
    last = x + half;
    add_tick(mark, text, x, bottom);
  }
  return mark;
}

// ---- rows ---------------------------------------------------------------------------------------

double height_of(const TimeRow& row) {
  return row.is_today ? kTodayHeight : kRowHeight;
}

/// Light from 10 to 90 %, full from 25 to 75 %, a mark at half.
void add_strip(Mark& mark, const TimeRow& row, const TimeAxis& axis, double middle) {
  const double thick = row.is_today ? 6 : 15;
  const std::string_view colour = row.group.colour.light;
  const auto add = [&](double from, double to, double height, double opacity) {
    const double left = axis.x(from), width = std::max(axis.x(to) - left, 1.0);
    mark.shapes.push_back(rect_shape({left, middle - height / 2}, width, height,
                                     std::min(3.0, width / 2),
                                     {.fill = colour, .opacity = opacity}));
  };
  const double faint = row.is_today ? 0.18 : 0.3;
  add(row.p10, row.p90, thick * 0.6, faint);
  add(row.p25, row.p75, thick, row.is_today ? 0.35 : 1);
  const double x = axis.x(row.median);
  const double reach = thick / 2 + 3;
  mark.shapes.push_back(
      line_shape({{x, middle - reach}, {x, middle + reach}}, {.stroke = kPaper.light, .width = 5}));
  mark.shapes.push_back(line_shape(
      {{x, middle - reach}, {x, middle + reach}},
      {.stroke = row.is_today ? kMuted.light : kInk.light, .width = row.is_today ? 1.4 : 2.2}));
}

void add_row_label(Mark& mark, const TimeRow& row, double middle, PictureLanguage language) {
  if (row.is_today) {
    mark.shapes.push_back(fitted_text(word(Word::chart_today, language),
                                      {kPageMargin + 14, middle + 4}, kLabelWidth - 14,
                                      {.size = kChartSmallSize, .colour = kMuted}));
    return;
  }
  mark.shapes.push_back(
      rect_shape({kPageMargin, middle - 11}, 9, 9, 2, {.fill = row.group.colour.light}));
  mark.shapes.push_back(fitted_text(row.group.label, {kPageMargin + 14, middle - 2.5},
                                    kLabelWidth - 14, {.size = 12.5, .is_bold = true}));
  mark.shapes.push_back(
      fitted_text(words(Word::chart_converts, language, {format_share(row.conversion, language)}),
                  {kPageMargin + 14, middle + 12}, kLabelWidth - 14,
                  {.size = kChartSmallSize, .colour = kMuted}));
}

std::string words_or_at_once(double days, PictureLanguage language) {
  return days > 0 ? format_duration(days, language)
                  : std::string(word(Word::chart_at_once, language));
}

std::array<double, 5> points_of(const TimeRow& row) {
  return {row.p10, row.p25, row.median, row.p75, row.p90};
}

Mark row_mark(const TimeRow& row, const TimeAxis& axis, double top, std::size_t number,
              PictureLanguage language) {
  constexpr std::array<const char*, 5> kShares{"10%", "25%", "50%", "75%", "90%"};
  Mark mark;
  mark.id = "times-" + std::to_string(number);
  mark.kind = "times";
  mark.title = row.group.label;
  if (row.is_today) mark.title += ", " + std::string(word(Word::chart_today, language));
  const double middle = top + height_of(row) / 2;
  if (number > 0 && !row.is_today) {
    mark.shapes.push_back(line_shape({{kPageMargin, top}, {kWidth - kPageMargin, top}},
                                     {.stroke = kHairline.light, .width = 0.8}));
  }
  add_row_label(mark, row, middle, language);
  add_strip(mark, row, axis, middle);
  const std::array<double, 5> points = points_of(row);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_median = i == 2;
    const std::string text = words_or_at_once(points[i], language);
    mark.title += fmt::format("\n{}: {}", kShares[i], text);
    mark.shapes.push_back(fitted_text(
        text, {kFirstColumn + kColumnStep * static_cast<double>(i), middle + 4.5}, kColumnStep - 4,
        {.size = is_median && !row.is_today ? 13.0 : 12.0,
         .colour = row.is_today ? kMuted : kInk,
         .is_bold = is_median && !row.is_today,
         .anchor = Anchor::end}));
  }
  return mark;
}

Mark header_mark(PictureLanguage language) {
  constexpr std::array<Word, 5> kTitles{Word::chart_time_10, Word::chart_time_25,
                                        Word::chart_time_50, Word::chart_time_75,
                                        Word::chart_time_90};
  Mark mark;
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    mark.shapes.push_back(fitted_text(
        word(kTitles[i], language), {kFirstColumn + kColumnStep * static_cast<double>(i), 12},
        kColumnStep - 4,
        {.size = kChartSmallSize, .colour = kMuted, .is_bold = true, .anchor = Anchor::end}));
  }
  return mark;
}

std::optional<PictureError> why_not(const ChartInput& input, const std::vector<TimeRow>& rows) {
  if (find_group_answer(*input.today, Metric{}, PersonaId{}) == nullptr) {
    return PictureError{
        "nothing counts as a conversion; write `counts as conversion` below a touchpoint"};
  }
  if (rows.empty()) {
    const Answer* conversion = find_group_answer(*input.today, Metric{}, input.persona);
    if (conversion == nullptr || !(headline(*conversion) > 0)) {
      return PictureError{"nobody converts, so there is no time to show"};
    }
    return PictureError{"it is too large for the times to be solved; `cairn run` walks them"};
  }
  const bool takes_time =
      std::any_of(rows.begin(), rows.end(), [](const TimeRow& row) { return row.p90 > 0; });
  if (takes_time) return std::nullopt;
  return PictureError{
      "nothing takes any time before the first conversion; write how long, such as "
      "`takes median 3 min, p90 10 min` below a touchpoint or `after 2 days` on a way"};
}

}  // namespace

std::vector<ChartGroup> time_groups(const Journey& journey, PersonaId persona,
                                    PictureLanguage language) {
  std::vector<ChartGroup> groups = chart_groups(journey, persona, language);
  const bool has_everyone = std::any_of(groups.begin(), groups.end(), [](const ChartGroup& group) {
    return !group.persona.is_valid();
  });
  if (has_everyone) return groups;
  ChartGroup everyone;
  everyone.label = word(Word::chart_everyone, language);
  groups.insert(groups.begin(), everyone);
  return groups;
}

std::vector<double> round_times() {
  constexpr double kSecond = 1.0 / 86400, kMinute = 60 * kSecond, kHour = 60 * kMinute;
  constexpr double kMonth = 365.25 / 12, kYear = 365.25;
  std::vector<double> times;
  const auto add = [&](double unit, std::initializer_list<int> counts) {
    for (const int count : counts) times.push_back(unit * count);
  };
  add(kSecond, {1, 5, 10, 30});
  add(kMinute, {1, 2, 5, 10, 15, 30});
  add(kHour, {1, 2, 4, 8, 12});
  add(1, {1, 2, 4, 7, 14, 30});
  add(kMonth, {2, 3, 6});
  add(kYear, {1, 2, 3, 5, 10});
  return times;
}

std::vector<TimeRow> find_time_rows(const ChartInput& input) {
  std::vector<TimeRow> rows;
  for (const ChartGroup& group : time_groups(input.journey, input.persona, input.language)) {
    if (input.scenario != nullptr) {
      auto row = make_row(group, *input.scenario);
      if (row) rows.push_back(std::move(*row));
    }
    auto today = make_row(group, *input.today);
    if (!today) continue;
    today->is_today = input.scenario != nullptr;
    rows.push_back(std::move(*today));
  }
  return rows;
}

std::variant<Chart, PictureError> draw_time(const ChartInput& input) {
  const std::vector<TimeRow> rows = find_time_rows(input);
  if (const auto error = why_not(input, rows)) return *error;
  const TimeAxis axis = axis_of(rows);
  double bottom = kHeaderHeight;
  for (const TimeRow& row : rows) bottom += height_of(row);
  std::vector<Mark> marks;
  marks.push_back(axis_mark(axis, bottom, input.language));
  marks.push_back(header_mark(input.language));
  double y = kHeaderHeight;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    marks.push_back(row_mark(rows[i], axis, y, i, input.language));
    y += height_of(rows[i]);
  }
  const std::string finding = words(Word::chart_time_finding, input.language,
                                    {words_or_at_once(rows.front().median, input.language),
                                     words_or_at_once(rows.front().p90, input.language)});
  return finish_chart(input,
                      {std::string(word(Word::chart_time_question, input.language)), finding,
                       std::string(word(Word::chart_time_how, input.language))},
                      kWidth, bottom + 20, std::move(marks));
}

}  // namespace cairn
