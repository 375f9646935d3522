#include "render/page/fix_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

Tone tone_of(double change) {
  return change > 0 ? Tone::good : change < 0 ? Tone::bad : Tone::muted;
}

bool has_business(const PageInput& input) {
  const auto& rows = input.comparison->alternatives;
  return std::any_of(rows.begin(), rows.end(),
                     [](const ComparedAlternative& row) { return row.business.has_value(); });
}

bool has_ranges(const PageInput& input) {
  return input.comparison->record.worlds > 0;
}

bool has_profit(const PageInput& input) {
  return find_figure(*input.comparison, input.comparison->alternatives.front(),
                     Metric::Kind::profit, Per::entrant) != nullptr;
}

PageCell effect_cell(const PageInput& input, const ComparedAlternative& row, Metric::Kind kind,
                     Per per) {
  const ComparedFigure* figure = find_figure(*input.comparison, row, kind, per);
  if (figure == nullptr || !figure->effect) return {"–", {}, Tone::muted};
  const Effect& effect = *figure->effect;
  const Unit unit = figure->answer.unit;
  return {change_text(input.how, effect.value, unit),
          change_range_text(input.how, effect.low, effect.high, unit), tone_of(effect.value)};
}

std::string payback_text(const PageInput& input, const BusinessCase& business) {
  if (!business.payback_days) return "–";
  return *business.payback_days < 1 ? fixed(input, Word::report_at_once)
                                    : duration_text(input.how, *business.payback_days);
}

std::string return_text(const BusinessCase& business) {
  if (!business.roi) return "–";
  return fmt::format("{}{:.0f}%", business.roi->value < 0 ? "−" : "",
                     std::fabs(business.roi->value) * 100);
}

void add_business_cells(const PageInput& input, const ComparedAlternative& row,
                        std::vector<PageCell>& cells) {
  if (!row.business) {
    cells.insert(cells.end(), has_ranges(input) ? 6 : 5, {"–", {}, Tone::muted});
    return;
  }
  const BusinessCase& business = *row.business;
  cells.push_back(
      {change_text(input.how, business.customers.value, Unit::people),
       change_range_text(input.how, business.customers.low, business.customers.high, Unit::people),
       tone_of(business.customers.value)});
  cells.push_back(
      {business.cost.value == 0 ? "–" : figure_text(input.how, business.cost.value, Unit::money)});
  cells.push_back({change_text(input.how, business.net.value, Unit::money),
                   change_range_text(input.how, business.net.low, business.net.high, Unit::money),
                   tone_of(business.net.value)});
  if (has_ranges(input)) cells.push_back({chance_text(business.chance_net)});
  cells.push_back({payback_text(input, business)});
  cells.push_back({return_text(business)});
}

std::vector<PageColumn> columns_of(const PageInput& input) {
  std::vector<PageColumn> columns{{fixed(input, Word::report_col_conversion), true}};
  if (has_business(input)) {
    columns.push_back({fixed(input, Word::report_col_customers), true});
    columns.push_back({fixed(input, Word::report_col_cost), true});
    columns.push_back({fixed(input, Word::report_col_net), true});
    if (has_ranges(input)) columns.push_back({fixed(input, Word::report_col_chance), true});
    columns.push_back({fixed(input, Word::report_col_payback), true});
    columns.push_back({fixed(input, Word::report_col_return), true});
    return columns;
  }
  if (has_profit(input)) columns.push_back({fixed(input, Word::report_tile_profit), true});
  if (has_ranges(input)) columns.push_back({fixed(input, Word::report_col_chance), true});
  return columns;
}

std::vector<PageCell> cells_of(const PageInput& input, const ComparedAlternative& row) {
  std::vector<PageCell> cells{effect_cell(input, row, Metric::Kind::conversion, Per::none)};
  if (has_business(input)) {
    add_business_cells(input, row, cells);
    return cells;
  }
  if (has_profit(input)) {
    cells.push_back(effect_cell(input, row, Metric::Kind::profit, Per::entrant));
  }
  const std::optional<PageGain> gain = gain_of(input, row);
  if (has_ranges(input)) cells.push_back({gain ? chance_text(gain->chance) : "–"});
  return cells;
}

PageFix make_row(const PageInput& input, std::size_t a) {
  const ComparedAlternative& row = input.comparison->alternatives[a];
  const Advised& advised = (*input.advice)[a];
  PageFix fix;
  fix.is_scenario = row.alternative.kind == Alternative::Kind::scenario;
  fix.name = alternative_name(input.journey, row.alternative);
  fix.label = alternative_label(input.journey, row.alternative);
  for (const FixId id : row.alternative.fixes) {
    fix.fixes.push_back(input.journey.fixes[id].heading.name);
  }
  fix.advice = advised.advice;
  fix.verdict = verdict_word(advised.advice, input.how.language);
  fix.why = verdict_reason(input, row, advised);
  fix.cells = cells_of(input, row);
  return fix;
}

/// "a gain in every draw", "a gain in 97% of the draws".
std::string sureness(const PageInput& input, double chance) {
  if (!has_ranges(input)) return fixed(input, Word::report_at_best);
  if (chance == 1) return fixed(input, Word::report_every_draw);
  if (chance == 0) return fixed(input, Word::report_no_draw);
  return words(Word::report_some_draws, input.how.language, {chance_text(chance)});
}

std::string table_note(const PageInput& input) {
  std::vector<std::string> parts;
  const std::string worlds =
      format_count(static_cast<std::int64_t>(input.comparison->record.worlds), input.how.language);
  if (has_ranges(input)) {
    parts.push_back(words(Word::report_note_ranges, input.how.language, {worlds}));
  } else {
    parts.push_back(fixed(input, Word::report_note_no_ranges));
  }
  parts.push_back(fixed(input, Word::report_note_verdict));
  if (has_business(input)) {
    parts.push_back(words(Word::report_note_calendar, input.how.language,
                          {duration_text(input.how, input.comparison->record.horizon_days)}));
  }
  std::string text;
  for (const std::string& part : parts) add_sentence(text, part, input.how.language);
  return text;
}

}  // namespace

std::string verdict_word(Advice advice, PictureLanguage language) {
  switch (advice) {
    case Advice::do_it:
      return std::string(word(Word::verdict_do_it, language));
    case Advice::test_first:
      return std::string(word(Word::verdict_test_first, language));
    case Advice::not_now:
      return std::string(word(Word::verdict_not_now, language));
  }
  return "";
}

std::string verdict_reason(const PageInput& input, const ComparedAlternative& row,
                           const Advised& advised) {
  const std::optional<PageGain> gain = gain_of(input, row);
  if (!gain || gain->mean == 0) return fixed(input, Word::report_changes_nothing);
  const std::string text = sureness(input, gain->chance);
  if (!advised.test || advised.advice == Advice::do_it || gain->mean < 0) return text;
  const TestWorth& test = *advised.test;
  return text + words(Word::report_test_worth, input.how.language,
                      {duration_text(input.how, test.days),
                       figure_text(input.how, test.worth, Unit::money),
                       figure_text(input.how, test.cost, Unit::money)});
}

std::optional<PageFixTable> make_fix_table(const PageInput& input) {
  if (input.comparison == nullptr || input.comparison->alternatives.size() < 2) return std::nullopt;
  struct Ranked {
    PageFix fix;
    double gain;
  };
  std::vector<Ranked> ranked;
  for (std::size_t a = 1; a < input.comparison->alternatives.size(); ++a) {
    const std::optional<PageGain> gain = gain_of(input, input.comparison->alternatives[a]);
    ranked.push_back({make_row(input, a), gain ? gain->mean : 0});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.fix.is_scenario != b.fix.is_scenario) return b.fix.is_scenario;
    return a.gain > b.gain;
  });
  PageFixTable table;
  table.heading = fixed(input, Word::report_fixes);
  table.intro = fixed(input, Word::report_fixes_intro);
  table.columns = columns_of(input);
  table.label_title = fixed(input, Word::report_col_fix);
  table.verdict_title = fixed(input, Word::report_col_verdict);
  table.show_title = fixed(input, Word::page_show);
  for (Ranked& one : ranked) table.rows.push_back(std::move(one.fix));
  table.note = table_note(input);
  return table;
}

}  // namespace cairn
