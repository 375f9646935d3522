#include "render/terminal/run_report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "base/text.h"
#include "journey/classes.h"
#include "journey/world.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

constexpr double kMonthDays = 30.4375;

/// Everyone, then each persona with its share of entrants. One persona alone is everyone.
std::vector<Who> find_whos(const Journey& journey) {
  std::vector<Who> whos{{PersonaId{}, "Everyone", 1}};
  if (journey.personas.size() < 2) return whos;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId id = journey.personas.id_at(i);
    whos.push_back({id, journey.personas[id].heading.label, 0});
  }
  const std::vector<CustomerClass> classes = find_classes(journey);
  const std::vector<double> shares = class_shares(journey, classes, best_estimate(journey));
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].persona.is_valid()) whos[classes[i].persona.index + 1].share += shares[i];
  }
  return whos;
}

std::string period_name(double days) {
  struct Row {
    double days;
    const char* name;
  };
  constexpr Row kRows[] = {
      {1.0 / 24, "hour"}, {1, "day"}, {7, "week"}, {kMonthDays, "month"}, {365.25, "year"}};
  for (const Row& row : kRows) {
    if (std::abs(days - row.days) < 1e-9 * row.days) return std::string("per ") + row.name;
  }
  return "every " + format_duration(days);
}

/// "12 months", "90 days": whole months and days as people write them.
std::string horizon_words(double days) {
  const double months = days / kMonthDays;
  const double rounded = std::round(months);
  if (rounded >= 1 && std::abs(months - rounded) < 1e-9 * months) {
    return fmt::format("{} month{}", format_count(static_cast<std::int64_t>(rounded)),
                       rounded == 1 ? "" : "s");
  }
  return format_duration(days);
}

std::string report_title(const ReportInput& input) {
  const Journey& journey = input.journey;
  const Frame& frame = journey.frame;
  const TerminalStyle& style = input.options.style;
  std::string text =
      paint(wrap(escape_for_display(frame.heading.label), 0, style), Ink::bold, style) + "\n";
  std::string facts = "today";
  if (frame.entrants.is_valid()) {
    const double entrants = to_double(journey.parameters[frame.entrants].best);
    facts += fmt::format(
        " · {} people enter {}", format_number(entrants),
        frame.entrants_per_days ? period_name(*frame.entrants_per_days) : "once, at the start");
  }
  const double horizon = input.prediction.record.horizon_days;
  facts += horizon > 0 ? fmt::format(" · each is followed for {}", horizon_words(horizon))
                       : " · each is followed to the end";
  return text + paint(wrap(facts, 0, style), Ink::dim, style) + "\n";
}

Metric conversion_time(Stat stat) {
  Metric metric = plain_metric(Metric::Kind::time_to);
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

/// Whether anybody takes any time to convert: a journey without times has no use for their columns.
bool has_times(const ReportInput& input) {
  const Answer* mean = input.answers.find(conversion_time(Stat::none), PersonaId{});
  return mean != nullptr && mean->estimate.best > 0;
}

std::string report_people(const ReportInput& input) {
  const Metric wanted = plain_metric(Metric::Kind::conversion);
  if (input.answers.find(wanted, PersonaId{}) == nullptr) {
    return "Nothing counts as a conversion or a win, so nobody can convert.\n";
  }
  const std::optional<std::string> range = range_title(input);
  TextTable table;
  table.columns = {{"Who converts", Align::left, 18, true},
                   {"of entrants", Align::right, 0, false},
                   {"converts", Align::right, 0, false}};
  if (range) table.columns.push_back({*range, Align::left, 0, false});
  struct Time {
    const char* title;
    Stat stat;
  };
  std::vector<Time> times;
  if (has_times(input) && !has_time_curves(input)) {
    times = {
        {"mean time", Stat::none}, {"half within", Stat::median}, {"9 in 10 within", Stat::p90}};
  }
  for (const Time& time : times) table.columns.push_back({time.title, Align::right, 0, false});
  for (const Who& who : input.whos) {
    const auto find = [&](const Metric& metric) { return input.answers.find(metric, who.persona); };
    const Answer* conversion = find(wanted);
    TextRow row;
    row.cells = {{who.shown, Ink::plain},
                 {format_share(who.share), Ink::dim},
                 {shown_value(input, conversion), Ink::bold}};
    if (range) row.cells.push_back({shown_range(input, conversion), Ink::dim});
    for (const Time& time : times) {
      row.cells.push_back({shown_value(input, find(conversion_time(time.stat))), Ink::plain});
    }
    table.rows.push_back(row);
  }
  return print_table(table, input.options.style);
}

std::string people_range(const PeopleRange& range) {
  const std::string low = format_number(std::round(range.low));
  const std::string high = format_number(std::round(range.high));
  return low == high ? low : fmt::format("between {} and {}", low, high);
}

/// How many become customers, with what is not known and luck apart; empty if nobody enters by a
/// written number.
std::string report_customers(const ReportInput& input) {
  if (!input.prediction.customers) return "";
  const Customers& customers = *input.prediction.customers;
  const std::string entrants = fmt::format(
      "{} entrants{}", format_number(customers.entrants),
      customers.entrants_per_days ? " " + period_name(*customers.entrants_per_days) : "");
  std::string text = fmt::format("Of {}, {} will convert, 9 times in 10.", entrants,
                                 people_range(customers.likely));
  if (input.prediction.record.worlds > 0) {
    text += fmt::format(" What is not known makes {} of it; luck alone would make {}.",
                        people_range(customers.not_known), people_range(customers.by_luck));
  }
  return wrap(text, 0, input.options.style) + "\n";
}

/// Empty if nobody is asked.
std::string report_score(const ReportInput& input) {
  const Answer* score = input.answers.find(plain_metric(Metric::Kind::nps), PersonaId{});
  if (score == nullptr) return "";
  const Estimate& estimate = score->estimate;
  std::string text = fmt::format("Net promoter score of those who answer: {:+.0f}", estimate.value);
  if (fmt::format("{:+.0f}", estimate.low) != fmt::format("{:+.0f}", estimate.high)) {
    text += fmt::format(" ({:+.0f} to {:+.0f})", estimate.low, estimate.high);
  }
  return wrap(text + ".", 0, input.options.style) + "\n";
}

Metric money_metric(Metric::Kind kind, Per per) {
  Metric metric = plain_metric(kind);
  metric.per = per;
  if (per == Per::time) metric.per_days = kMonthDays;
  return metric;
}

/// Empty if the journey has no money in it.
std::string report_money(const ReportInput& input) {
  if (input.journey.frame.currency.empty()) return "";
  const std::optional<std::string> range = range_title(input);
  TextTable table;
  table.columns = {{"Money per entrant", Align::left, 18, true},
                   {"revenue", Align::right, 0, false},
                   {"cost", Align::right, 0, false},
                   {"profit", Align::right, 0, false},
                   {range.value_or(""), Align::left, 0, false},
                   {"profit/month", Align::right, 0, false},
                   {"customer value", Align::right, 0, false}};
  bool has_any = false;
  for (const Who& who : input.whos) {
    const auto find = [&](Metric::Kind kind, Per per) {
      return input.answers.find(money_metric(kind, per), who.persona);
    };
    const Answer* revenue = find(Metric::Kind::revenue, Per::entrant);
    const Answer* cost = find(Metric::Kind::cost, Per::entrant);
    const Answer* profit = find(Metric::Kind::profit, Per::entrant);
    for (const Answer* answer : {revenue, cost}) {
      has_any = has_any || (answer != nullptr && answer->estimate.value != 0);
    }
    TextRow row;
    row.cells = {{who.shown, Ink::plain},
                 {shown_value(input, revenue), Ink::plain},
                 {shown_value(input, cost), Ink::plain},
                 {shown_value(input, profit), Ink::bold},
                 {shown_range(input, profit), Ink::dim},
                 {shown_value(input, find(Metric::Kind::profit, Per::time)), Ink::plain},
                 {shown_value(input, find(Metric::Kind::value, Per::customer)), Ink::plain}};
    if (!range) row.cells.erase(row.cells.begin() + 4);
    table.rows.push_back(row);
  }
  if (!range) table.columns.erase(table.columns.begin() + 4);
  return has_any ? print_table(table, input.options.style) : "";
}

/// Why the months of personas do not add up to everyone's; empty where they do, as shown.
std::string referral_note(const ReportInput& input) {
  const auto month_of = [&](PersonaId persona) {
    const Answer* answer =
        input.answers.find(money_metric(Metric::Kind::profit, Per::time), persona);
    return answer != nullptr && answer->is_defined ? answer->estimate.value
                                                   : std::numeric_limits<double>::quiet_NaN();
  };
  const bool has_referrals = std::any_of(input.journey.places.begin(), input.journey.places.end(),
                                         [](const Place& place) { return !place.refers.empty(); });
  if (!has_referrals || input.whos.size() < 2) return "";
  double everyone = 0, sum = 0;
  for (const Who& who : input.whos)
    (who.persona.is_valid() ? sum : everyone) += month_of(who.persona);
  // Less may come from the three digits that are shown.
  if (!(std::abs(everyone - sum) > 0.005 * std::abs(everyone))) return "";
  const std::string& currency = input.journey.frame.currency;
  return fmt::format(
      " Everyone's {} a month are not the sum of the personas ({}): people who come because others "
      "told them (`refers`) are counted with everyone, and with no persona.",
      format_money(everyone, currency), format_money(sum, currency));
}

/// What the words of the tables mean, said once.
std::string report_legend(const ReportInput& input, bool has_money) {
  std::string text;
  const std::uint32_t worlds = input.prediction.record.worlds;
  if (worlds > 0) {
    text += fmt::format("Likely range: where 90% of {} draws of the uncertain numbers end up.",
                        format_count(worlds));
  }
  if (input.prediction.record.is_walked_alone) {
    text = "Noise of the walk: where 90% of such walks end up. What is not known is left out.";
  }
  if (has_money) {
    text += text.empty() ? "" : " ";
    text += "Customer value: what one customer brings from the first conversion on, less costs.";
    text += referral_note(input);
  }
  if (text.empty()) return "";
  return paint(wrap(text, 0, input.options.style), Ink::dim, input.options.style) + "\n";
}

}  // namespace

std::string run_report(const Journey& journey, const Prediction& prediction,
                       const RunReportOptions& options) {
  const AnswerIndex answers(prediction);
  const ReportInput input{journey, prediction, answers, options, find_whos(journey)};
  const std::string money = report_money(input);
  std::string text = report_title(input) + "\n" + report_people(input);
  for (const std::string& part :
       {report_times(input), report_customers(input) + report_touches(input) + report_score(input),
        money, report_legend(input, !money.empty()), report_reach(input), report_given(input),
        report_leavers(input), report_roles(input), report_engines(input),
        options.show_methods ? report_methods(input) : std::string()}) {
    if (!part.empty()) text += "\n" + part;
  }
  return options.style.use_ascii ? to_ascii(text) : text;
}

}  // namespace cairn
