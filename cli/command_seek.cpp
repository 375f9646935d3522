// `cairn seek`: which number would reach a goal.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/changes/added_lines.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "decision/seek.h"
#include "journey/changes.h"
#include "render/terminal/tables.h"

namespace cairn {
namespace {

// Names that no spec is likely to use; said nowhere.
constexpr const char* kSoughtFix = "cairn-sought-number";

/// What is tried as the number: `by` says only where it stands, so each kind of number is.
constexpr const char* kUnits[] = {"50%", "1 day", "1 EUR", "0", "1"};

std::string with_currency(std::string text, const std::string& currency) {
  const std::size_t at = text.find("EUR");
  return at == std::string::npos || currency.empty() ? text : text.replace(at, 3, currency);
}

/// "checkout -> order for mobile" as a `set` line: the number goes before `for` and `when`.
std::string set_line(const std::string& by, const std::string& number) {
  std::size_t tail = std::min(by.find(" for "), by.find(" when "));
  tail = std::min(tail, by.size());
  return fmt::format("  set {} to {}{}", by.substr(0, tail), number, by.substr(tail));
}

struct Sought {
  Opened opened;
  SeekGoal goal;
};

/// The added lines in what was compiled; false if one of them was not understood.
bool find_added(Sought& sought) {
  const Journey& journey = sought.opened.compiled.journey;
  if (!sought.opened.compiled.is_sound || sought.opened.diagnostics.has_errors()) return false;
  const Expectation* goal = last_expectation(journey);
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const Fix& fix = journey.fixes[journey.fixes.id_at(i)];
    if (fix.heading.name != kSoughtFix || fix.changes.size() != 1) continue;
    sought.goal.by = journey.fixes.id_at(i);
    if (goal != nullptr) sought.goal.goal = *goal;
    return goal != nullptr;
  }
  return false;
}

std::optional<Sought> open_goal(Files& disk, const Options& options, const std::string& currency,
                                Stopwatch& watch, std::string& complaint) {
  const std::string& goal = options.words.at(0);
  const std::string& by = options.seek_by;
  for (const char* unit : kUnits) {
    FilesWithLines files(disk, options.paths.front(),
                         fmt::format("expect {}\nfix {}\n{}\n", goal, kSoughtFix,
                                     set_line(by, with_currency(unit, currency))));
    Sought sought{open_project(files, options.paths.front(), options, watch), {}};
    if (find_added(sought)) return sought;
    const std::string mistake = first_mistake(sought.opened);
    // A wrong unit is only the guess of this round.
    if (complaint.empty() || mistake.find("was expected") == std::string::npos) complaint = mistake;
  }
  return std::nullopt;
}

std::string number_text(const Journey& journey, Unit unit, double value) {
  return format_figure(value, unit, journey.frame.currency);
}

/// With so many digits that the goal still holds: two more than figures have, towards the side on
/// which it does.
std::string reaching_text(const Journey& journey, const SeekResult& result) {
  const double number = *result.number;
  const bool is_above = number >= result.today.front();
  const bool goes_up = is_above != result.holds_today;
  const double unit = result.unit == Unit::share ? 0.01 : 1;
  const double size = std::fabs(number / unit);
  const double step = size > 0 ? std::pow(10.0, std::floor(std::log10(size)) - 4) : 1e-4;
  const double rounded =
      (goes_up ? std::ceil(number / unit / step) : std::floor(number / unit / step)) * step;
  if (result.unit == Unit::share) return fmt::format("{:.6g}%", rounded);
  if (result.unit == Unit::money) {
    return fmt::format("{:.6g} {}", rounded, journey.frame.currency);
  }
  return result.unit == Unit::days ? number_text(journey, result.unit, number)
                                   : fmt::format("{:.6g}", rounded);
}

std::string today_text(const Journey& journey, const SeekResult& result) {
  std::string text;
  for (const double value : result.today) {
    text += (text.empty() ? "" : ", ") + number_text(journey, result.unit, value);
  }
  return text;
}

std::string answer_text(const Journey& journey, const Options& options, const Sought& sought,
                        const SeekResult& result) {
  const auto figure = [&](double value) { return number_text(journey, result.goal_unit, value); };
  const std::string goal = escape_for_display(options.words.at(0));
  std::string text =
      fmt::format("{}: today {}, with `{}` at {}\n", goal, figure(result.figure_today),
                  escape_for_display(options.seek_by), today_text(journey, result));
  const auto number = [&](double value) { return number_text(journey, result.unit, value); };
  if (result.number && !result.holds_today) {
    text += fmt::format("It is reached at {} ({} there).\n", reaching_text(journey, result),
                        figure(result.figure));
  } else if (result.number) {
    text +=
        fmt::format("It holds already, until the number comes to {}.\n", number(*result.number));
  } else if (result.holds_today) {
    text += fmt::format("It holds already, whatever the number is ({} to {} were tried).\n",
                        number(result.low), number(result.high));
  } else {
    text += fmt::format(
        "No number reaches it: between {} and {} the figure gets no further than {}, at {}.\n",
        number(result.low), number(result.high), figure(result.figure), number(result.best_number));
  }
  if (result.today.size() > 1) {
    text +=
        "Several written numbers answer to it; all were set to the same one. Narrow it with "
        "`for` or `when`.\n";
  }
  if (sought.goal.goal.confidence) {
    text += fmt::format("Figures are those that {} of {} draws reach or better.\n",
                        format_share(*sought.goal.goal.confidence), options.worlds);
  }
  return text;
}

}  // namespace

int run_seek(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  std::string complaint;
  const auto sought =
      open_goal(disk, options, opened.compiled.journey.frame.currency, watch, complaint);
  if (!sought) {
    print_note(fmt::format("cairn: this goal cannot be read: {}\n", complaint));
    print_note(
        "A goal is what stands behind `expect`, a number what stands behind `set` in a fix: "
        "\"conversion >= 5%\" --by \"checkout -> order\"\n");
    return kExitCommandLine;
  }
  SeekOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  SeekProblem problem;
  const Journey& journey = sought->opened.compiled.journey;
  ProgressBar bar(console);
  how.progress = bar.progress();
  const auto result = seek_number(journey, sought->goal, how, problem);
  bar.finish();
  watch.lap("seek");
  if (!result) {
    print_note(fmt::format("cairn: nothing to seek: {}\n", problem.why));
    return kExitNo;
  }
  print_report(console, answer_text(journey, options, *sought, *result));
  watch.report();
  return result->number || result->holds_today ? kExitYes : kExitNo;
}

}  // namespace cairn
