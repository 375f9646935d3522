// `cairn run`: what customers will do, as text or JSON.
#include <fmt/format.h>
#include <string>

#include "cli/commands.h"
#include "cli/project.h"
#include "render/run_report.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

void add_counted(std::string& list, std::size_t count, std::string_view one, std::string_view many,
                 std::string_view hint = "") {
  if (count == 0) return;
  if (!list.empty()) list += ", ";
  list += counted(count, one, many);
  list += hint;
}

/// What stands in the spec and does not change a figure yet; empty if all of it does.
std::string unused_lines(const Journey& journey) {
  std::size_t nps = 0, refers = 0, requires_lines = 0;
  for (const Place& place : journey.places) {
    nps += place.nps.size();
    refers += place.refers.size();
    requires_lines += place.requires_lines.size();
  }
  std::string list;
  add_counted(list, journey.fixes.size(), "fix", "fixes");
  add_counted(list, journey.scenarios.size(), "scenario", "scenarios");
  add_counted(list, journey.experiments.size(), "experiment", "experiments");
  add_counted(list, journey.expectations.size(), "promise", "promises", " (see cairn test)");
  add_counted(list, nps, "`nps` line", "`nps` lines");
  add_counted(list, refers, "`refers` line", "`refers` lines");
  add_counted(list, requires_lines, "`requires` line", "`requires` lines");
  return list;
}

}  // namespace

int run_run(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  const Journey& journey = opened.compiled.journey;
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  const Prediction prediction = predict(journey, standard_questions(journey), how);
  watch.lap("predict");
  if (options.as_json) {
    print_result(console, prediction_to_json(journey, prediction, make_envelope(opened, "run")));
  } else {
    RunReportOptions report;
    report.style.use_colour = console.use_colour_out;
    report.style.use_ascii = console.use_ascii;
    report.show_all = options.show_all;
    print_result(console, run_report(journey, prediction, report));
  }
  watch.lap("report");
  const std::string unused = unused_lines(journey);
  if (!unused.empty()) print_note(fmt::format("note: not used by this version: {}\n", unused));
  watch.report();
  return kExitYes;
}

}  // namespace cairn
