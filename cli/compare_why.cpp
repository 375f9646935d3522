#include "cli/compare_why.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include "base/text.h"
#include "decision/influence.h"
#include "decision/number_names.h"
#include "journey/advice.h"
#include "journey/world.h"
#include "simulator/slopes.h"

namespace cairn {
namespace {

constexpr std::size_t kMostRows = 8;       // unless all are asked for
constexpr std::uint32_t kSlopeCells = 96;  // of the grid that slopes within a horizon are taken on

std::string shown_name(const Journey& journey, ParameterId id) {
  return escape_for_display(number_name(journey.parameters[id]));
}

std::string shown_number(const Journey& journey, Unit unit, double value) {
  if (unit == Unit::points) return fmt::format("{:.3g}pp", value * 100);
  return format_figure(value, unit, journey.frame.currency);
}

std::string signed_figure(double value, Unit unit, const std::string& currency) {
  if (unit == Unit::share || unit == Unit::points) return format_points(value);
  return (value < 0 ? "−" : "+") + format_figure(std::fabs(value), unit, currency);
}

// ---- slopes -------------------------------------------------------------------------------------

/// One more point of a share, a tenth more of anything else, one step of a feeling.
double step_of(const Parameter& parameter) {
  switch (parameter.unit) {
    case Unit::share:
    case Unit::points:
      return 0.01;
    case Unit::feeling:
      return 1;
    default:
      return to_double(parameter.best) / 10;
  }
}

std::string step_words(const Parameter& parameter) {
  switch (parameter.unit) {
    case Unit::share:
    case Unit::points:
      return "+1pp";
    case Unit::feeling:
      return "+1";
    default:
      return "+10%";
  }
}

struct Slopes {
  std::optional<QuestionSlopes> by_number;
  std::vector<std::uint8_t> kinks;  // by parameter: there is a slope on one side only
};

Slopes slopes_today(const Journey& journey) {
  const Setting setting = build_setting(journey);
  const WorldChains numbers = build_world_chains(setting, written_estimate(journey));
  return {std::isfinite(numbers.weights.horizon_days)
              ? find_slopes_within(setting, numbers, Question{}, kSlopeCells)
              : find_slopes(setting, numbers, Question{}),
          find_kinks(setting, numbers.world)};
}

std::string slope_table(const Journey& journey, bool show_all, const TerminalStyle& style) {
  const Slopes found = slopes_today(journey);
  const std::optional<QuestionSlopes>& slopes = found.by_number;
  if (!slopes)
    return "Conversion has no slopes here: nobody converts, or there are too many states.\n";
  struct Row {
    ParameterId id;
    double change;
  };
  std::vector<Row> rows;
  for (std::size_t i = 0; i < journey.parameters.size(); ++i) {
    const ParameterId id = journey.parameters.id_at(i);
    const double change = slopes->figure.by_parameter[i] * step_of(journey.parameters[id]);
    if (std::fabs(change) > 5e-7) rows.push_back({id, change});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::fabs(a.change) > std::fabs(b.change);
  });
  if (!show_all && rows.size() > kMostRows) rows.resize(kMostRows);
  if (rows.empty()) return "";
  TextTable table;
  table.columns = {{"Conversion today, if a number were a little higher", Align::left, 0, true},
                   {"now", Align::right, 0, false},
                   {"step", Align::right, 0, false},
                   {"conversion", Align::right, 0, false}};
  for (const Row& row : rows) {
    const Parameter& parameter = journey.parameters[row.id];
    table.rows.push_back(
        {{{"  " + shown_name(journey, row.id), Ink::plain},
          {shown_number(journey, parameter.unit, to_double(parameter.best)), Ink::dim},
          {step_words(parameter) + (found.kinks[row.id.index] != 0 ? " (one side only)" : ""),
           Ink::dim},
          {format_points(row.change), row.change > 0 ? Ink::blue : Ink::yellow}},
         false});
  }
  return print_table(table, style);
}

// ---- ranges -------------------------------------------------------------------------------------

/// The figure that an alternative is judged on, by world.
struct Judged {
  std::size_t alternative = 0;
  std::string words;  // "net value", "profit per entrant", "conversion"
  Unit unit = Unit::money;
  std::vector<double> samples;
  double mean = 0;
};

Judged judged_of(const Comparison& comparison, std::size_t a) {
  const ComparedAlternative& row = comparison.alternatives[a];
  if (row.business) {
    return {a, "net value", Unit::money, row.business->net_samples, row.business->net.value};
  }
  const ComparedFigure* profit = find_figure(comparison, row, Metric::Kind::profit, Per::entrant);
  if (profit != nullptr && profit->effect) {
    return {a, "profit per entrant", Unit::money, profit->effect->samples, profit->effect->value};
  }
  const ComparedFigure* conversion = find_figure(comparison, row, Metric::Kind::conversion);
  if (conversion == nullptr || !conversion->effect) return {a, "", Unit::share, {}, 0};
  return {a, "conversion", Unit::share, conversion->effect->samples, conversion->effect->value};
}

/// Of the alternative with the highest mean.
Judged best_of(const Comparison& comparison) {
  Judged best;
  for (std::size_t a = 1; a < comparison.alternatives.size(); ++a) {
    Judged one = judged_of(comparison, a);
    if (!one.samples.empty() && (best.alternative == 0 || one.mean > best.mean)) {
      best = std::move(one);
    }
  }
  return best;
}

/// Net values by the calendar: today, then every alternative; empty without a calendar.
Utilities choices(const Comparison& comparison) {
  Utilities utilities;
  for (const ComparedAlternative& row : comparison.alternatives) {
    if (row.business && !row.business->net_samples.empty()) {
      utilities.push_back(row.business->net_samples);
    }
  }
  if (!utilities.empty()) {
    utilities.insert(utilities.begin(), std::vector<double>(utilities.front().size(), 0));
  }
  return utilities;
}

std::string range_table(const Journey& journey, const std::string& name, const Judged& judged,
                        const InfluenceReport& report, bool show_all, const TerminalStyle& style) {
  const std::string& currency = journey.frame.currency;
  TextTable table;
  table.columns = {{fmt::format("What the {} of {} hangs on", judged.words, shorten(name, 30)),
                    Align::left, 0, true},
                   {"likely", Align::right, 0, false},
                   {"then", Align::right, 0, false},
                   {"of range", Align::right, 0, false}};
  for (const Influence& one : report.numbers) {
    if (!show_all && table.rows.size() >= kMostRows) break;
    if (!(one.share > 0)) continue;
    const Parameter& parameter = journey.parameters[one.number];
    table.rows.push_back({{{"  " + shown_name(journey, one.number), Ink::plain},
                           {fmt::format("{} to {}", shown_number(journey, parameter.unit, one.low),
                                        shown_number(journey, parameter.unit, one.high)),
                            Ink::dim},
                           {fmt::format("{} to {}", signed_figure(one.at_low, judged.unit, ""),
                                        signed_figure(one.at_high, judged.unit, currency)),
                            Ink::plain},
                           {format_share(one.share), Ink::bold}},
                          false});
  }
  if (table.rows.empty()) return "";
  std::string text = print_table(table, style);
  std::string below =
      fmt::format("Numbers without a `from` make {} of the range.", format_share(report.unsourced));
  if (report.explained < 0.995) {
    below += fmt::format(" What no number makes alone ({}) several make together.",
                         format_share(1 - report.explained));
  }
  text += paint(wrap(below, 0, style), Ink::dim, style) + "\n";
  return text;
}

std::string worth_lines(const Journey& journey, const InfluenceReport& report,
                        const TerminalStyle& style) {
  if (!report.everything) return "";
  const std::string& currency = journey.frame.currency;
  std::string text =
      paint("What it is worth to know more before choosing", Ink::bold, style) + "\n";
  const double all = report.everything->value;
  if (!(all > 0)) {
    return text + "  Nothing: the best choice is the same in every draw.\n";
  }
  text += "  " +
          wrap(fmt::format("Knowing everything would be worth {}; measuring one number at most:",
                           format_money(all, currency)),
               2, style) +
          "\n";
  std::vector<const Influence*> sorted;
  for (const Influence& one : report.numbers) {
    if (one.worth && one.worth->value > one.worth->standard_error) sorted.push_back(&one);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Influence* a, const Influence* b) {
    return a->worth->value > b->worth->value;
  });
  if (sorted.size() > kMostRows) sorted.resize(kMostRows);
  for (const Influence* one : sorted) {
    text += fmt::format("  measuring {} is worth {}, at most\n", shown_name(journey, one->number),
                        format_money(one->worth->value, currency));
  }
  if (sorted.empty()) text += "  no single number would change the choice often enough to matter\n";
  return text;
}

}  // namespace

std::string compare_why(const Journey& journey, const Comparison& comparison,
                        const Options& options, const TerminalStyle& style) {
  std::string text = slope_table(journey, options.show_all, style);
  const Judged judged = best_of(comparison);
  if (judged.samples.empty()) {
    return text + "\nNothing in this spec is uncertain, so nothing could be learnt.\n";
  }
  const InfluenceReport report =
      find_influences(journey, judged.samples, choices(comparison), options.seed, options.threads);
  const Alternative& alternative = comparison.alternatives[judged.alternative].alternative;
  const std::string ranges =
      range_table(journey, escape_for_display(alternative_name(journey, alternative)), judged,
                  report, options.show_all, style);
  if (!ranges.empty()) text += "\n" + ranges;
  const std::string worth = worth_lines(journey, report, style);
  if (!worth.empty()) text += "\n" + worth;
  return text;
}

}  // namespace cairn
