// `cairn compare`: what every fix and scenario would bring against today.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/alternatives.h"
#include "cli/commands.h"
#include "cli/compare_why.h"
#include "cli/project.h"
#include "decision/advising.h"
#include "journey/comparison_json.h"
#include "render/compare_report.h"
#include "simulator/compare.h"

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

void print_comparison(const Opened& opened, const Comparison& comparison, const Options& options,
                      Console& console) {
  const Journey& journey = opened.compiled.journey;
  ExperimentOptions tests;
  tests.seed = options.seed;
  tests.worlds = comparison.record.worlds;
  tests.threads = options.threads;
  const std::vector<Advised> advice = advise_all(journey, comparison, tests);
  if (options.as_json) {
    return print_result(
        console, comparison_to_json(journey, comparison, advice, make_envelope(opened, "compare")));
  }
  CompareReportOptions report;
  report.style.use_colour = console.use_colour_out;
  report.style.use_ascii = console.use_ascii;
  report.show_all = options.show_all;
  report.show_details = !options.scenario.empty() || !options.fixes.empty();
  std::string text = compare_report(journey, comparison, advice, report);
  if (options.show_why) text += "\n" + compare_why(journey, comparison, options, report.style);
  print_result(console, console.use_ascii ? to_ascii(text) : text);
}

}  // namespace

int run_compare(const Options& options, Files& disk, Console& console) {
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
  const std::optional<Comparison> comparison =
      compare(journey, *alternatives, compare_questions(journey), compare_options(options));
  watch.lap("compare");
  if (!comparison) {
    print_note(
        "cairn: today and the fixes together make too many states to be solved in many "
        "worlds; compare fewer with --fix or --scenario\n");
    return kExitNo;
  }
  print_comparison(opened, *comparison, options, console);
  watch.report();
  if (comparison->record.worst_z > kAlarmZ) {
    print_note("cairn: the two engines disagree; this should not happen\n");
    return kExitNo;
  }
  return kExitYes;
}

}  // namespace cairn
