#include "render/terminal/compare_report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/compare_parts.h"

namespace cairn {
namespace {

std::string period_words(const Journey& journey) {
  const Frame& frame = journey.frame;
  if (!frame.entrants_per_days) return "once, at the start";
  if (*frame.entrants_per_days == 1) return "per day";
  if (*frame.entrants_per_days == 7) return "per week";
  if (*frame.entrants_per_days > 360) return "per year";
  return "per month";
}

std::string head(const CompareInput& input) {
  const Journey& journey = input.journey;
  const Frame& frame = journey.frame;
  std::string facts = "fixes against today, in the same draws of what is not known";
  if (frame.entrants.is_valid()) {
    facts += fmt::format(" · {} people enter {}",
                         format_number(to_double(journey.parameters[frame.entrants].best)),
                         period_words(journey));
  }
  const TerminalStyle& style = input.options.style;
  return paint(wrap(escape_for_display(frame.heading.label), 0, style), Ink::bold, style) + "\n" +
         paint(wrap(facts, 0, style), Ink::dim, style) + "\n";
}

bool has_ranges(const CompareInput& input) {
  return input.comparison.record.worlds > 0;
}

TextRow full_strength_row(const CompareInput& input, std::size_t a) {
  const ComparedAlternative& row = input.comparison.alternatives[a];
  const std::string& currency = input.journey.frame.currency;
  TextRow text;
  text.cells.push_back({shown_alternative(input.journey, row.alternative), Ink::plain});
  const ComparedFigure* conversion = find_figure(input.comparison, row, Metric::Kind::conversion);
  if (conversion == nullptr || !conversion->answer.is_defined) {
    text.cells.insert(text.cells.end(), 3, {"–", Ink::dim});
  } else {
    text.cells.push_back({format_share(conversion->answer.estimate.value), Ink::plain});
    const Effect effect = conversion->effect.value_or(Effect{});
    text.cells.push_back({shown_change(effect.value, Unit::share, currency), ink_of(effect.value)});
    if (has_ranges(input)) {
      text.cells.push_back(
          {shown_change_range(effect.low, effect.high, Unit::share, currency), Ink::dim});
      const bool is_same = effect.chance_up == 0 && effect.chance_down == 0;
      text.cells.push_back({is_same ? "–" : shown_chance(input, effect.chance_up), Ink::plain});
    }
  }
  const ComparedFigure* profit =
      find_figure(input.comparison, row, Metric::Kind::profit, Per::entrant);
  if (profit != nullptr && profit->effect) {
    const Effect& effect = *profit->effect;
    text.cells.push_back({shown_change(effect.value, Unit::money, currency), ink_of(effect.value)});
  }
  return text;
}

/// Where the range of net value lies on a line between the lowest and the highest of all.
struct Scale {
  double low = 0, high = 0;
  static constexpr std::size_t kCells = 12;

  std::size_t cell_of(double value) const {
    const double part = (value - low) / (high - low);
    return static_cast<std::size_t>(
        std::clamp(std::lround(part * (kCells - 1)), 0L, static_cast<long>(kCells - 1)));
  }

  std::string line(const Estimate& net) const {
    if (!(high > low)) return "";
    std::vector<std::string> cells(kCells, " ");
    if (low < 0 && high > 0) cells[cell_of(0)] = "┊";
    for (std::size_t i = cell_of(net.low); i <= cell_of(net.high); ++i) cells[i] = "─";
    cells[cell_of(net.low)] = "├";
    cells[cell_of(net.high)] = "┤";
    cells[cell_of(net.value)] = "●";
    std::string text;
    for (const std::string& cell : cells) text += cell;
    return text;
  }
};

/// "−10.6k", "1.2M": the ends of a scale.
std::string short_money(double amount) {
  const double size = std::abs(amount);
  const char* sign = amount < 0 ? "−" : "";
  if (size >= 1e9) return fmt::format("{}{:.3g}bn", sign, size / 1e9);
  if (size >= 1e6) return fmt::format("{}{:.3g}M", sign, size / 1e6);
  if (size >= 1e3) return fmt::format("{}{:.3g}k", sign, size / 1e3);
  return fmt::format("{}{:.3g}", sign, size);
}

Scale net_scale(const CompareInput& input) {
  Scale scale;
  for (const ComparedAlternative& row : input.comparison.alternatives) {
    if (!row.business) continue;
    scale.low = std::min({scale.low, row.business->net.low, row.business->net.value});
    scale.high = std::max({scale.high, row.business->net.high, row.business->net.value});
  }
  return scale;
}

TextRow business_row(const CompareInput& input, const Scale& scale, std::size_t a) {
  const ComparedAlternative& row = input.comparison.alternatives[a];
  const std::string& currency = input.journey.frame.currency;
  const BusinessCase& business = *row.business;
  TextRow text;
  const Advice advice = input.advice[a].advice;
  const char* mark = advice == Advice::do_it ? "▲ " : advice == Advice::not_now ? "▼ " : "? ";
  text.cells = {
      {mark + shown_alternative(input.journey, row.alternative), Ink::plain},
      {shown_change(business.customers.value, Unit::people, currency),
       ink_of(business.customers.value)},
      {business.cost.value == 0 ? "–" : format_money(business.cost.value, ""), Ink::plain},
      {shown_change(business.net.value, Unit::money, ""), ink_of(business.net.value)}};
  if (has_ranges(input)) {
    text.cells.push_back({scale.line(business.net), Ink::plain});
    text.cells.push_back({shown_chance(input, business.chance_net), Ink::bold});
  }
  text.cells.push_back({!business.payback_days       ? "–"
                        : *business.payback_days < 1 ? "at once"
                                                     : format_duration(*business.payback_days),
                        Ink::plain});
  text.cells.push_back({business.roi ? fmt::format("{}{:.0f}%", business.roi->value < 0 ? "−" : "",
                                                   std::abs(business.roi->value) * 100)
                                     : "–",
                        Ink::plain});
  return text;
}

std::string report_advice(const CompareInput& input) {
  std::string text;
  for (std::size_t a = 1; a < input.comparison.alternatives.size(); ++a) {
    const Advised& advised = input.advice[a];
    const char* mark = advised.advice == Advice::do_it     ? "▲ "
                       : advised.advice == Advice::not_now ? "▼ "
                                                           : "? ";
    const Ink ink = advised.advice == Advice::do_it ? Ink::blue : Ink::yellow;
    text += paint(mark, ink, input.options.style) +
            wrap(fmt::format(
                     "  {}: {}: {}",
                     shown_alternative(input.journey, input.comparison.alternatives[a].alternative),
                     advice_name(advised.advice), advised.why),
                 2, input.options.style)
                .substr(2) +
            "\n";
  }
  return text;
}

std::string foot(const CompareInput& input) {
  if (!has_ranges(input)) return "Nothing in this spec is uncertain, so there are no ranges.\n";
  std::string text = fmt::format(
      "Likely range and chance: over {} draws of the uncertain numbers, each fix against today in "
      "the same draw.",
      format_count(static_cast<std::int64_t>(input.comparison.record.worlds)));
  text +=
      " Gains in: so many of the draws. Do it: a gain on average and in at least 90% of the draws.";
  const bool has_calendar =
      std::any_of(input.comparison.alternatives.begin(), input.comparison.alternatives.end(),
                  [](const ComparedAlternative& row) { return row.business.has_value(); });
  if (has_calendar) {
    text +=
        " Net: extra profit less what the fixes cost. Back in: when that is paid, at best "
        "estimates. Return: net over cost.";
  }
  if (input.comparison.record.people > 0) {
    text += fmt::format(" Walked by {} people for every row: the largest |z| is {:.1f}.",
                        format_count(static_cast<std::int64_t>(input.comparison.record.people)),
                        input.comparison.record.worst_z);
  }
  if (has_calendar && input.journey.frame.discount.is_valid()) {
    text += " Money by the calendar is discounted to the start; payback and return are not.";
  }
  return paint(wrap(text, 0, input.options.style), Ink::dim, input.options.style) + "\n";
}

}  // namespace

std::string shown_alternative(const Journey& journey, const Alternative& alternative) {
  if (alternative.kind == Alternative::Kind::scenario) {
    return escape_for_display(journey.scenarios[alternative.scenario].heading.label);
  }
  std::string names;
  for (const FixId fix : alternative.fixes) {
    names += (names.empty() ? "" : " + ") + escape_for_display(journey.fixes[fix].heading.label);
  }
  return names.empty() ? "Today" : names;
}

std::string shown_chance(const CompareInput& input, double chance) {
  return input.comparison.record.worlds == 0 ? "–" : chance_words(chance);
}

Ink ink_of(double change, bool is_cost) {
  if (change == 0) return Ink::dim;
  return (change > 0) != is_cost ? Ink::blue : Ink::yellow;
}

std::string report_full_strength(const CompareInput& input) {
  const bool has_money = find_figure(input.comparison, input.comparison.alternatives.front(),
                                     Metric::Kind::profit, Per::entrant) != nullptr;
  TextTable table;
  table.columns = {{"At full strength", Align::left, 24, true},
                   {"converts", Align::right, 0, false},
                   {"change", Align::right, 0, false}};
  if (has_ranges(input)) {
    table.columns.push_back({"likely range", Align::left, 0, false});
    table.columns.push_back({"gains in", Align::right, 0, false});
  }
  if (has_money) {
    table.columns.push_back({"profit/entrant", Align::right, 0, false});
  }
  const ComparedAlternative& today = input.comparison.alternatives.front();
  const ComparedFigure* conversion = find_figure(input.comparison, today, Metric::Kind::conversion);
  if (conversion != nullptr && conversion->answer.is_defined) {
    table.rows.push_back(
        {{{"Today", Ink::plain}, {format_share(conversion->answer.estimate.value), Ink::bold}},
         false});
  }
  for (std::size_t a = 1; a < input.comparison.alternatives.size(); ++a) {
    table.rows.push_back(full_strength_row(input, a));
  }
  return print_table(table, input.options.style);
}

std::string report_business(const CompareInput& input) {
  const bool has_any =
      std::any_of(input.comparison.alternatives.begin(), input.comparison.alternatives.end(),
                  [](const ComparedAlternative& row) { return row.business.has_value(); });
  if (!has_any) return "";
  const std::string& currency = input.journey.frame.currency;
  TextTable table;
  table.columns = {
      {fmt::format("By the calendar, {}", format_duration(input.comparison.record.horizon_days)),
       Align::left, 30, true},
      {"customers", Align::right, 0, false},
      {"cost", Align::right, 0, false},
      {"net " + currency, Align::right, 0, false}};
  const Scale scale = net_scale(input);
  if (has_ranges(input)) {
    table.columns.push_back(
        {short_money(scale.low) + "…" + short_money(scale.high), Align::left, 0, false});
    table.columns.push_back({"gains in", Align::right, 0, false});
  }
  table.columns.push_back({"back in", Align::right, 0, false});
  table.columns.push_back({"return", Align::right, 0, false});
  for (std::size_t a = 1; a < input.comparison.alternatives.size(); ++a) {
    if (input.comparison.alternatives[a].business) {
      table.rows.push_back(business_row(input, scale, a));
    }
  }
  return print_table(table, input.options.style);
}

std::string compare_report(const Journey& journey, const Comparison& comparison,
                           const std::vector<Advised>& advice,
                           const CompareReportOptions& options) {
  const CompareInput input{journey, comparison, advice, options};
  std::string text = head(input);
  for (const std::string& part :
       {report_full_strength(input), report_business(input), report_advice(input),
        report_personas(input), report_details(input), foot(input)}) {
    if (!part.empty()) text += "\n" + part;
  }
  return options.style.use_ascii ? to_ascii(text) : text;
}

}  // namespace cairn
