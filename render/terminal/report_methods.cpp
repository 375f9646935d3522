// How each figure was found and how far off it may be: `cairn run --explain`.
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

std::string method_words(Method method) {
  switch (method) {
    case Method::exact:
      return "solved by elimination";
    case Method::iterative:
      return "solved by iteration, bracketed";
    case Method::grid:
      return "solved on a grid of time";
    case Method::walk:
      return "walked";
  }
  return "";
}

/// Elimination adds, multiplies and divides positive numbers only: its error is that of a double.
constexpr const char* kRounding = "rounding";

std::string error_words(const Answer& answer, const std::string& currency) {
  const Estimate& estimate = answer.estimate;
  if (estimate.method == Method::exact) return kRounding;
  if (!(estimate.error > 0)) return estimate.method == Method::walk ? "–" : kRounding;
  if (!std::isfinite(estimate.error)) return "not known";
  // A bracket of a mean time would be a cell wide per move; what stands there instead is how far a
  // grid of half as many cells is off (docs/counting.md).
  const bool is_mean_time =
      estimate.method == Method::grid && answer.unit == Unit::days &&
      (answer.question.metric.stat == Stat::none || answer.question.metric.stat == Stat::mean);
  return fmt::format("{}{}", is_mean_time ? "about ±" : "±",
                     format_distance(estimate.error, answer.unit, currency));
}

}  // namespace

std::string report_methods(const ReportInput& input) {
  TextTable table;
  table.columns = {{"Where each figure comes from", Align::left, 30, true},
                   {"best estimate", Align::right, 10, false},
                   {"how", Align::left, 10, false},
                   {"certain to", Align::left, 8, false}};
  const std::string& currency = input.journey.frame.currency;
  for (const Answer& answer : input.prediction.answers) {
    TextRow row;
    row.cells.push_back({"  " + shown_question(input, answer.question), Ink::plain});
    if (answer.is_defined) {
      row.cells.push_back({format_figure(answer.estimate.best, answer.unit, currency), Ink::bold});
      row.cells.push_back({method_words(answer.estimate.method), Ink::plain});
      row.cells.push_back({error_words(answer, currency), Ink::dim});
    } else {
      row.cells.push_back({"–", Ink::plain});
      row.cells.push_back({answer.why_not, Ink::dim});
      row.cells.push_back({"", Ink::dim});
    }
    table.rows.push_back(row);
  }
  return print_table(table, input.options.style);
}

}  // namespace cairn
