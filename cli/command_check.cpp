// `cairn check`: every mistake of every project, then one line each; or all of it for programs.
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "base/diagnostic_sarif.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/repair.h"

namespace cairn {
namespace {

std::string summary_line(const std::string& path, const Opened& opened, const Options& options) {
  const Journey& journey = opened.compiled.journey;
  const auto touchpoints = static_cast<std::size_t>(
      std::count_if(journey.places.begin(), journey.places.end(),
                    [](const Place& place) { return place.kind == Place::Kind::touchpoint; }));
  std::string holds = "map of " + counted(touchpoints, "touchpoint", "touchpoints");
  if (!journey.personas.empty()) {
    holds += ", " + counted(journey.personas.size(), "persona", "personas");
  }
  if (!journey.fixes.empty()) holds += ", " + counted(journey.fixes.size(), "fix", "fixes");
  const std::size_t warnings = opened.diagnostics.count(Severity::warning);
  return fmt::format("{}: {}; {}, {}{}; level: {}\n", shown_path(path), holds,
                     counted(opened.diagnostics.count(Severity::error), "error", "errors"),
                     counted(warnings, "warning", "warnings"), strict_words(warnings, options),
                     level_name(opened.compiled.level));
}

int exit_code_of(const Opened& opened, const Options& options) {
  if (!opened.project.is_readable) return kExitFile;
  if (opened.diagnostics.has_errors() || !opened.compiled.is_sound) return kExitNo;
  return has_strict_mistakes(opened.diagnostics, options) ? kExitNo : kExitYes;
}

void print_for_people(const std::string& path, const Opened& opened, const Options& options,
                      Console& console) {
  show_diagnostics(opened, options, console);
  if (!opened.project.is_readable) return;
  print_result(console, summary_line(path, opened, options));
  const std::string outbound = describe_outbound(opened.compiled.journey);
  if (!outbound.empty())
    print_result(console,
                 fmt::format("messages that need consent: {}\n", escape_for_display(outbound)));
  // Asked to judge it as a picture: say what separates it from a model (R22).
  if (options.level == Level::draw) print_note(missing_to_run(opened, options));
}

std::string envelope_of(const Opened& opened) {
  Envelope envelope = make_envelope(opened, "check");
  envelope.has_run = false;
  return prediction_to_json(opened.compiled.journey, {}, envelope);
}

/// One file: its envelope. Several: a list of them in the order they were named.
void print_json(const std::vector<Opened>& projects, Console& console) {
  if (projects.size() == 1) return print_result(console, envelope_of(projects.front()));
  std::string text = "[\n";
  for (const Opened& opened : projects) {
    text += envelope_of(opened);
    if (&opened == &projects.back()) continue;
    text.back() = ',';
    text += '\n';
  }
  print_result(console, text + "]\n");
}

void print_sarif(const std::vector<Opened>& projects, const Options& options, Console& console) {
  std::vector<SarifInput> inputs;
  for (std::size_t i = 0; i < projects.size(); ++i) {
    inputs.push_back({&projects[i].project.files, &projects[i].diagnostics, options.paths[i]});
  }
  print_result(console, diagnostics_to_sarif(inputs, CAIRN_VERSION));
}

}  // namespace

int run_check(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  int worst = kExitYes;
  std::vector<Opened> projects;  // kept only for formats that are one document
  for (const std::string& path : options.paths) {
    if (options.should_repair) {
      worst = std::max(worst, repair_project(disk, path, options, console));
      watch.lap("repair");
    }
    Opened opened = open_project(disk, path, options, watch);
    worst = std::max(worst, exit_code_of(opened, options));
    const bool is_diff = options.should_repair && options.as_diff;
    if (is_diff) {
      if (!opened.project.is_readable) show_diagnostics(opened, options, console);
    } else if (is_for_people(options.format)) {
      print_for_people(path, opened, options, console);
    } else {
      projects.push_back(std::move(opened));
    }
  }
  if (!projects.empty() && options.format == DiagnosticFormat::json) print_json(projects, console);
  if (!projects.empty() && options.format == DiagnosticFormat::sarif) {
    print_sarif(projects, options, console);
  }
  watch.report();
  return worst;
}

}  // namespace cairn
