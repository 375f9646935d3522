// `cairn compare`: what every fix and scenario would bring against today, or one spec against
// another.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/compare_why.h"
#include "cli/project/alternatives.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "decision/advising.h"
#include "journey/comparison_json.h"
#include "render/terminal/compare_report.h"
#include "render/terminal/pair_report.h"
#include "simulator/compare.h"
#include "simulator/paired.h"

namespace cairn {
namespace {

CompareOptions compare_options(const Options& options) {
  CompareOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.keep_samples = options.show_why;
  return how;
}

// Of the work; only the bar of progress depends on them.
constexpr double kComparing = 0.8, kAdvising = 0.5;

void print_comparison(const Opened& opened, const Comparison& comparison, const Options& options,
                      ProgressBar& bar, Console& console) {
  const Journey& journey = opened.compiled.journey;
  ExperimentOptions tests;
  tests.seed = options.seed;
  tests.worlds = comparison.record.worlds;
  tests.threads = options.threads;
  tests.progress = bar.progress();
  const std::vector<Advised> advice = [&] {
    const ProgressScope scope(bar.progress(), options.show_why ? kAdvising : 1);
    return advise_all(journey, comparison, tests);
  }();
  if (options.as_json) {
    bar.finish();
    return print_result(
        console, comparison_to_json(journey, comparison, advice, make_envelope(opened, "compare")));
  }
  CompareReportOptions report;
  report.style = terminal_style(console);
  report.show_all = options.show_all;
  report.show_details = !options.scenario.empty() || !options.fixes.empty();
  std::string text = compare_report(journey, comparison, advice, report);
  if (options.show_why) {
    begin_step(bar.progress(), "finding out why", 1, 1);
    text += "\n" + compare_why(journey, comparison, options, report.style);
  }
  bar.finish();
  print_report(console, text);
}

int say_disagreement() {
  print_note("cairn: the two engines disagree; this should not happen\n");
  return kExitNo;
}

/// What does not go with two files; empty if all does.
std::string contradiction(const Options& options) {
  if (options.paths.size() > 2) return "compare takes one spec, or two";
  const bool asks_fixes = !options.scenario.empty() || !options.fixes.empty() || options.show_all;
  return asks_fixes ? "--scenario, --fix and --all are about the fixes of one spec" : "";
}

/// One file of two, or the exit code after saying why it cannot be used.
std::optional<int> refuse_one(const Opened& opened, const std::string& path, const Options& options,
                              Console& console) {
  Options alone = options;
  alone.paths = {path};
  return refuse(opened, alone, console, /*must_run=*/true);
}

int compare_two_files(const Options& options, const Files& disk, Console& console) {
  if (const std::string complaint = contradiction(options); !complaint.empty()) {
    print_note(fmt::format("cairn: {}\nsee cairn compare --help\n", complaint));
    return kExitCommandLine;
  }
  Stopwatch watch(options.show_timings);
  const std::string& old_path = options.paths[0];
  const std::string& new_path = options.paths[1];
  const Opened before = open_project(disk, old_path, options, watch);
  if (const auto code = refuse_one(before, old_path, options, console)) return *code;
  const Opened after = open_project(disk, new_path, options, watch);
  if (const auto code = refuse_one(after, new_path, options, console)) return *code;
  const Journey& old_journey = before.compiled.journey;
  const Journey& new_journey = after.compiled.journey;
  PairOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.each_persona = true;
  ProgressBar bar(console);
  how.progress = bar.progress();
  const PairedPrediction paired = predict_pair(old_journey, new_journey, how);
  bar.finish();
  watch.lap("compare");
  if (options.as_json) {
    print_result(console, paired_to_json(old_journey, new_journey, paired, new_path,
                                         make_envelope(before, "compare")));
  } else {
    print_report(console, pair_report(paired,
                                      {old_path, new_path, old_journey.frame.currency,
                                       new_journey.frame.currency},
                                      terminal_style(console)));
  }
  watch.report();
  const bool is_alarm = std::max(paired.before.worst_z, paired.after.worst_z) > kAlarmZ;
  return is_alarm ? say_disagreement() : kExitYes;
}

}  // namespace

int run_compare(const Options& options, Files& disk, Console& console) {
  if (options.paths.size() > 1) return compare_two_files(options, disk, console);
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  const Journey& journey = opened.compiled.journey;
  const auto alternatives = choose_alternatives(journey, options.scenario, options.fixes);
  if (!alternatives) return kExitCommandLine;
  if (alternatives->empty()) {
    print_note(
        fmt::format("{} has no `fix` to compare; add one, such as\n"
                    "  fix better-page\n    raise home -> basket by 2pp to 6pp\n",
                    shown_path(options.paths.front())));
    return kExitYes;
  }
  ProgressBar bar(console);
  CompareOptions how = compare_options(options);
  how.progress = bar.progress();
  const std::optional<Comparison> comparison = [&] {
    const ProgressScope scope(bar.progress(), kComparing);
    return compare(journey, *alternatives, compare_questions(journey), how);
  }();
  watch.lap("compare");
  if (!comparison) bar.finish();
  if (!comparison) {
    print_note(
        "cairn: today and the fixes together make too many states to be solved in many "
        "worlds; compare fewer with --fix or --scenario\n");
    return kExitNo;
  }
  print_comparison(opened, *comparison, options, bar, console);
  watch.report();
  return comparison->record.worst_z > kAlarmZ ? say_disagreement() : kExitYes;
}

}  // namespace cairn
