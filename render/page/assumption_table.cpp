#include "render/page/assumption_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kMostBars = 8;
constexpr std::size_t kMostAssumptions = 60;  // a longer list is no longer read

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

std::string number_text(const PageInput& input, Unit unit, double value) {
  if (unit == Unit::points)
    return localized(fmt::format("{:.3g}pp", value * 100), input.how.language);
  return figure_text(input.how, value, unit);
}

std::string ends_text(const PageInput& input, Unit unit, double low, double high) {
  const std::string from = number_text(input, unit, low), to = number_text(input, unit, high);
  return from == to ? "" : words(Word::report_range, input.how.language, {from, to});
}

/// The figure at one end of a number: an effect has a sign, a figure of today has none.
std::string swing_text(const PageInput& input, const HangsOn& hangs_on, double value) {
  return hangs_on.alternative ? change_text(input.how, value, hangs_on.unit)
                              : figure_text(input.how, value, hangs_on.unit);
}

/// From the low end of a number to its high end, which may be the lower figure.
std::string swing_range(const PageInput& input, const HangsOnRow& row) {
  const HangsOn& hangs_on = *input.hangs_on;
  const std::string text =
      hangs_on.alternative ? change_range_text(input.how, row.at_low, row.at_high, hangs_on.unit)
                           : range_text(input.how, row.at_low, row.at_high, hangs_on.unit);
  return text.empty() ? swing_text(input, hangs_on, row.at_low) : text;
}

const HangsOnRow* find_row(const PageInput& input, ParameterId id) {
  if (input.hangs_on == nullptr) return nullptr;
  for (const HangsOnRow& row : input.hangs_on->rows) {
    if (row.number == id) return &row;
  }
  return nullptr;
}

/// An assumption has a label, another number says where it stands.
std::string number_label(const PageInput& input, ParameterId id) {
  const Parameter& parameter = input.journey.parameters[id];
  if (parameter.assumption.is_valid()) {
    return input.journey.assumptions[parameter.assumption].heading.label;
  }
  return id.index < input.number_names.size() ? input.number_names[id.index] : parameter.key;
}

struct Row {
  ParameterId id;
  double share = -1;  // of the figure's range; -1: not known
};

/// The numbers of the table: all with doubt and all of assumptions.
std::vector<Row> rows_of(const PageInput& input) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < input.journey.parameters.size(); ++i) {
    const ParameterId id = input.journey.parameters.id_at(i);
    const Parameter& parameter = input.journey.parameters[id];
    if (parameter.doubt == Doubt::exact && !parameter.assumption.is_valid()) continue;
    const HangsOnRow* hangs = find_row(input, id);
    rows.push_back({id, hangs == nullptr ? -1 : hangs->share});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.share > b.share; });
  return rows;
}

PageCell value_cell(const PageInput& input, const Parameter& parameter) {
  PageCell cell{number_text(input, parameter.unit, to_double(parameter.best))};
  if (parameter.doubt == Doubt::range) {
    cell.small = ends_text(input, parameter.unit, parameter.low, parameter.high);
  }
  if (parameter.doubt == Doubt::observed) {
    cell.small = words(Word::report_counted, input.how.language,
                       {format_count(parameter.observed, input.how.language),
                        format_count(parameter.total, input.how.language)});
  }
  return cell;
}

PageCell evidence_cell(const PageInput& input, const Parameter& parameter) {
  switch (evidence_of(parameter)) {
    case Evidence::measured:
      return {fixed(input, Word::report_measured), {}, Tone::plain, "evidence-measured"};
    case Evidence::sourced:
      return {fixed(input, Word::report_sourced), {}, Tone::plain, "evidence-sourced"};
    case Evidence::assumed:
      return {fixed(input, Word::report_assumed), {}, Tone::plain, "evidence-assumed"};
  }
  return {};
}

PageCell swing_cell(const PageInput& input, ParameterId id) {
  const HangsOnRow* row = find_row(input, id);
  if (row == nullptr) return {"–", {}, Tone::muted};
  const HangsOn& hangs_on = *input.hangs_on;
  return {
      words(Word::report_range, input.how.language,
            {swing_text(input, hangs_on, row->at_low), swing_text(input, hangs_on, row->at_high)}),
      words(Word::report_of_range, input.how.language,
            {format_share(row->share, input.how.language)})};
}

std::string figure_name(const PageInput& input) {
  const HangsOn& hangs_on = *input.hangs_on;
  const Word figure = hangs_on.figure == HangsOn::Figure::net      ? Word::report_figure_net
                      : hangs_on.figure == HangsOn::Figure::profit ? Word::report_figure_profit
                                                                   : Word::report_figure_conversion;
  const std::string name = fixed(input, figure);
  if (!hangs_on.alternative) return words(Word::report_figure_today, input.how.language, {name});
  return words(
      Word::report_figure_of, input.how.language,
      {name, quoted_list(input.how, {alternative_label(input.journey, *hangs_on.alternative)})});
}

/// How many numbers are written without doubt, and how many of all without a source.
std::string count_sentence(const PageInput& input) {
  std::size_t exact = 0, unsourced = 0;
  for (const Parameter& parameter : input.journey.parameters) {
    if (parameter.doubt == Doubt::exact) ++exact;
    if (parameter.doubt == Doubt::exact && parameter.origin.empty()) ++unsourced;
  }
  const auto text = [&](std::size_t count) {
    return format_count(static_cast<std::int64_t>(count), input.how.language);
  };
  return words(Word::report_exact_numbers, input.how.language, {text(exact), text(unsourced)});
}

}  // namespace

Evidence evidence_of(const Parameter& parameter) {
  if (parameter.doubt == Doubt::observed) return Evidence::measured;
  return parameter.origin.empty() ? Evidence::assumed : Evidence::sourced;
}

std::optional<PageSection> make_assumptions(const PageInput& input) {
  const std::vector<Row> rows = rows_of(input);
  if (rows.empty()) return std::nullopt;
  PageSection section;
  section.id = "assumptions";
  section.heading = fixed(input, Word::report_assumptions);
  section.short_heading = fixed(input, Word::report_nav_assumptions);
  section.intro = fixed(input, Word::report_assumptions_intro);
  add_sentence(section.intro, count_sentence(input), input.how.language);
  PageTable table;
  table.columns = {{fixed(input, Word::report_col_number)},
                   {fixed(input, Word::report_col_value), true},
                   {fixed(input, Word::report_col_source)},
                   {fixed(input, Word::report_col_evidence)}};
  const bool has_swing = input.hangs_on != nullptr && !input.hangs_on->rows.empty();
  if (has_swing) table.columns.push_back({figure_name(input), true});
  for (const Row& row : rows) {
    if (table.rows.size() == kMostAssumptions) break;
    const Parameter& parameter = input.journey.parameters[row.id];
    std::vector<PageCell> cells{
        {number_label(input, row.id)},
        value_cell(input, parameter),
        parameter.origin.empty() ? PageCell{fixed(input, Word::report_no_source), {}, Tone::muted}
                                 : PageCell{parameter.origin},
        evidence_cell(input, parameter)};
    if (has_swing) cells.push_back(swing_cell(input, row.id));
    table.rows.push_back(std::move(cells));
  }
  if (rows.size() > table.rows.size()) {
    section.notes.push_back(
        {Tone::muted,
         "…",
         words(Word::report_more_numbers, input.how.language,
               {format_count(static_cast<std::int64_t>(rows.size() - table.rows.size()),
                             input.how.language)}),
         {}});
  }
  section.table = std::move(table);
  return section;
}

std::optional<HangsOnData> hangs_on_data(const PageInput& input) {
  if (input.hangs_on == nullptr || input.hangs_on->rows.empty()) return std::nullopt;
  const HangsOn& hangs_on = *input.hangs_on;
  HangsOnData data;
  data.unit = hangs_on.unit == Unit::money ? input.how.currency : "share";
  data.today = hangs_on.mean;
  for (const HangsOnRow& row : hangs_on.rows) {
    if (data.rows.size() == kMostBars) break;
    const Parameter& parameter = input.journey.parameters[row.number];
    data.rows.push_back({number_label(input, row.number), row.at_low, row.at_high,
                         swing_text(input, hangs_on, row.at_low),
                         swing_text(input, hangs_on, row.at_high),
                         evidence_of(parameter) == Evidence::assumed});
  }
  return data;
}

std::optional<PageChart> hangs_on_chart(const PageInput& input) {
  const std::optional<HangsOnData> data = hangs_on_data(input);
  if (!data) return std::nullopt;
  const HangsOn& hangs_on = *input.hangs_on;
  PageChart chart;
  chart.name = "hangs_on";
  chart.heading = words(Word::report_hangs_on, input.how.language, {figure_name(input)});
  chart.reading = words(Word::report_hangs_on_reading, input.how.language,
                        {format_share(hangs_on.unsourced, input.how.language)});
  chart.data.columns = {{fixed(input, Word::report_col_number)},
                        {fixed(input, Word::report_col_likely), true},
                        {fixed(input, Word::report_col_then), true},
                        {fixed(input, Word::report_col_of_range), true}};
  for (const HangsOnRow& row : hangs_on.rows) {
    if (chart.data.rows.size() == kMostBars) break;
    const Unit unit = input.journey.parameters[row.number].unit;
    chart.data.rows.push_back({{number_label(input, row.number)},
                               {ends_text(input, unit, row.low, row.high)},
                               {swing_range(input, row)},
                               {format_share(row.share, input.how.language)}});
  }
  return chart;
}

}  // namespace cairn
