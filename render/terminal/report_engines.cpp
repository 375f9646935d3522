// Two engines that must agree: what was solved beside what was walked, and how far they are apart.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

/// Figures show three digits: an error of half a unit in the last of them, at its smallest.
constexpr double kVisibleError = 0.005;

std::string format_z(double z) {
  if (std::isnan(z)) return "–";
  if (std::isinf(z)) return z < 0 ? "−∞" : "+∞";
  const std::string size = fmt::format("{:.1f}", std::abs(z));
  if (size == "0.0") return size;
  return (z < 0 ? "−" : "+") + size;
}

/// Whether the bracket of the solved figure is so much wider than the noise of the walk that
/// agreeing says nothing about it.
bool is_too_wide(const Answer& answer) {
  return answer.walk && answer.estimate.error > kAlarmZ * answer.walk->standard_error &&
         std::abs(answer.walk->z) <= kAlarmZ && answer.estimate.error > 0;
}

bool is_alarming(const Answer& answer) {
  return answer.walk && !(std::abs(answer.walk->z) <= kAlarmZ);
}

/// The solved figure, with its certified bracket where that is wide enough to be seen in the
/// digits.
std::string solved_figure(const Answer& answer, const std::string& currency) {
  const Estimate& estimate = answer.estimate;
  const std::string figure = format_figure(estimate.best, answer.unit, currency);
  if (estimate.error <= kVisibleError * std::abs(estimate.best)) return figure;
  return fmt::format("{} ±{}", figure, format_distance(estimate.error, answer.unit, currency));
}

TextRow engine_row(const ReportInput& input, const std::string& words, const Answer& answer) {
  const std::string& currency = input.journey.frame.currency;
  TextRow row;
  row.cells.push_back({words, Ink::plain});
  const bool is_solved = answer.estimate.method != Method::walk;
  row.cells.push_back({is_solved ? solved_figure(answer, currency) : "–", Ink::plain});
  if (answer.walk) {
    row.cells.push_back({format_figure(answer.walk->value, answer.unit, currency), Ink::plain});
    const std::string z = is_too_wide(answer) ? "–" : format_z(answer.walk->z);
    row.cells.push_back({z, is_alarming(answer) ? Ink::yellow : Ink::bold});
  } else {
    row.cells.push_back(
        {is_solved ? "–" : format_figure(answer.estimate.best, answer.unit, currency), Ink::plain});
    row.cells.push_back({"", Ink::plain});
  }
  return row;
}

TextTable engine_table(const ReportInput& input) {
  TextTable table;
  table.columns = {{"The same figure in two ways, at best estimates", Align::left, 30, true},
                   {"solved", Align::right, 10, false},
                   {"walked", Align::right, 10, false},
                   {"z", Align::right, 5, false}};
  if (input.options.show_all) {
    for (const Answer& answer : input.prediction.answers) {
      if (!answer.is_defined) continue;
      table.rows.push_back(
          engine_row(input, "  " + shown_question(input, answer.question), answer));
    }
    return table;
  }
  std::vector<std::pair<Metric, std::string>> headlines;
  for (const Who& who : input.whos) {
    const Answer* answer = input.answers.find(plain_metric(Metric::Kind::conversion), who.persona);
    const std::string words =
        who.persona.is_valid() ? "  Conversion, " + who.shown : std::string("  Conversion");
    if (answer != nullptr) table.rows.push_back(engine_row(input, words, *answer));
  }
  Metric profit = plain_metric(Metric::Kind::profit);
  profit.per = Per::entrant;
  headlines.emplace_back(profit, "  Profit per entrant");
  Metric time = plain_metric(Metric::Kind::time_to);
  time.to = Metric::To::conversion;
  headlines.emplace_back(time, "  Mean time to conversion");
  for (const auto& [metric, words] : headlines) {
    const Answer* answer = input.answers.find(metric, PersonaId{});
    // A journey without times or money has nothing to compare there.
    if (answer == nullptr || answer->estimate.best == 0) continue;
    table.rows.push_back(engine_row(input, words, *answer));
  }
  return table;
}

/// The largest bracket among solved shares: what "error below" can honestly say of them.
double largest_share_error(const Prediction& prediction) {
  double error = 0;
  for (const Answer& answer : prediction.answers) {
    if (!answer.is_defined || answer.unit != Unit::share) continue;
    if (answer.estimate.method == Method::grid) error = std::max(error, answer.estimate.error);
  }
  return error;
}

std::string trimmed_zeros(std::string digits) {
  while (digits.find('.') != std::string::npos && (digits.back() == '0' || digits.back() == '.')) {
    digits.pop_back();
  }
  return digits;
}

std::string solved_words(const Prediction& prediction) {
  const auto has_share_by = [&prediction](Method method) {
    return std::any_of(prediction.answers.begin(), prediction.answers.end(),
                       [method](const Answer& answer) {
                         return answer.is_defined && answer.unit == Unit::share &&
                                answer.estimate.method == method;
                       });
  };
  if (has_share_by(Method::iterative)) return "Solved by iteration, with a proved bracket";
  if (!has_share_by(Method::grid)) return "Solved exactly, by elimination";
  const double points = largest_share_error(prediction) * 100;
  // A bound is rounded up to a power of ten, never to the nearest.
  double step = 1e-6;
  while (step < points) step *= 10;
  const std::string error = step < 0.5e-3 ? fmt::format("{:.6f}", step) : fmt::format("{:g}", step);
  return fmt::format("Solved on a grid of time, shares to within {}pp", trimmed_zeros(error));
}

std::string summary(const ReportInput& input) {
  const RunRecord& record = input.prediction.record;
  std::size_t compared = 0, agreeing = 0;
  for (const Answer& answer : input.prediction.answers) {
    if (!answer.is_defined || !answer.walk || is_too_wide(answer)) continue;
    ++compared;
    agreeing += is_alarming(answer) ? 0U : 1U;
  }
  if (record.is_walked_alone) {
    return fmt::format("Walked by {} simulated people, at best estimates; nothing was solved.",
                       format_count(static_cast<std::int64_t>(record.people)));
  }
  std::string text = solved_words(input.prediction);
  if (record.people == 0) return text + ". No people were walked.";
  text += fmt::format("; walked by {} simulated people. ",
                      format_count(static_cast<std::int64_t>(record.people)));
  text += compared == agreeing ? fmt::format("All {} figures agree", compared)
                               : fmt::format("{} of {} figures agree", agreeing, compared);
  text += fmt::format("; the largest |z| is {:.1f}. ", std::abs(record.worst_z));
  text += "z is how many standard errors lie between the two: chance makes 1 or 2, rarely 3.";
  return text;
}

}  // namespace

std::string report_engines(const ReportInput& input) {
  const RunRecord& record = input.prediction.record;
  const TerminalStyle& style = input.options.style;
  std::string text;
  const bool has_two = record.people > 0 && !record.is_walked_alone;
  if (has_two || input.options.show_all) text += print_table(engine_table(input), style);
  text += paint(wrap(summary(input), 0, style), Ink::dim, style) + "\n";
  const auto alarm = [&](const std::string& words) {
    text += paint(wrap("! " + words, 2, style), Ink::yellow, style) + "\n";
  };
  const auto alarming =
      std::count_if(input.prediction.answers.begin(), input.prediction.answers.end(), is_alarming);
  if (alarming > 0) {
    alarm(
        fmt::format("The two ways disagree on {} figure{}: do not use these numbers before it is "
                    "clear why. `--all` shows which; please report it as a bug of cairn.",
                    alarming, alarming == 1 ? "" : "s"));
  }
  if (record.is_without_doubt) {
    alarm(
        "This journey is too large to be solved in many worlds: ranges for what is not known are "
        "left out.");
  }
  if (record.cut_walks > 0) {
    alarm(fmt::format("{} of the simulated people went round for too long and were stopped.",
                      format_count(static_cast<std::int64_t>(record.cut_walks))));
  }
  if (record.scaled_worlds > 0) {
    alarm(
        fmt::format("In {} of the draws some shares added up to more than 100% and were scaled to "
                    "it; narrow the ranges.",
                    format_share(record.scaled_worlds)));
  }
  return text;
}

}  // namespace cairn
