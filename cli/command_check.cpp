// `cairn check`: every mistake of every project, then one line each.
#include <algorithm>
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/project.h"

namespace cairn {
namespace {

std::string summary_line(const std::string& path, const Opened& opened) {
  const Journey& journey = opened.compiled.journey;
  const auto touchpoints = static_cast<std::size_t>(
      std::count_if(journey.places.begin(), journey.places.end(),
                    [](const Place& place) { return place.kind == Place::Kind::touchpoint; }));
  std::string holds = "map of " + counted(touchpoints, "touchpoint", "touchpoints");
  if (!journey.personas.empty()) {
    holds += ", " + counted(journey.personas.size(), "persona", "personas");
  }
  if (!journey.fixes.empty()) holds += ", " + counted(journey.fixes.size(), "fix", "fixes");
  return fmt::format("{}: {}; {}, {}; level: {}\n", shown_path(path), holds,
                     counted(opened.diagnostics.count(Severity::error), "error", "errors"),
                     counted(opened.diagnostics.count(Severity::warning), "warning", "warnings"),
                     level_name(opened.compiled.level));
}

int exit_code_of(const Opened& opened, const Options& options) {
  if (!opened.project.is_readable) return kExitFile;
  if (opened.diagnostics.has_errors() || !opened.compiled.is_sound) return kExitNo;
  const bool has_warnings = opened.diagnostics.count(Severity::warning) > 0;
  return options.is_strict && has_warnings ? kExitNo : kExitYes;
}

int check_one(const std::string& path, const Options& options, const Files& disk, Console& console,
              Stopwatch& watch) {
  const Opened opened = open_project(disk, path, options, watch);
  if (options.as_json) {
    Envelope envelope = make_envelope(opened, "check");
    envelope.has_run = false;
    print_result(console, prediction_to_json(opened.compiled.journey, {}, envelope));
    return exit_code_of(opened, options);
  }
  show_diagnostics(opened, options, console);
  if (!opened.project.is_readable) return kExitFile;
  print_result(console, summary_line(path, opened));
  // Asked to judge it as a picture: say what separates it from a model (R22).
  if (options.level == Level::draw) print_note(missing_to_run(opened, options));
  return exit_code_of(opened, options);
}

}  // namespace

int run_check(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  int worst = kExitYes;
  for (const std::string& path : options.paths) {
    worst = std::max(worst, check_one(path, options, disk, console, watch));
  }
  watch.report();
  return worst;
}

}  // namespace cairn
