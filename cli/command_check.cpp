// `cairn check`: every mistake of every project, then one line each; or all of it for programs.
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "base/diagnostic_sarif.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/edits/repair.h"
#include "cli/project/project.h"

namespace cairn {
namespace {

int exit_code_of(const Opened& opened, const Options& options) {
  if (!opened.project.is_readable) return kExitFile;
  if (opened.diagnostics.has_errors() || !opened.compiled.is_sound) return kExitNo;
  return has_strict_mistakes(opened.diagnostics, options) ? kExitNo : kExitYes;
}

std::size_t count_places(const Journey& journey, Place::Kind kind) {
  return static_cast<std::size_t>(
      std::count_if(journey.places.begin(), journey.places.end(),
                    [kind](const Place& place) { return place.kind == kind; }));
}

std::size_t count_ways(const Journey& journey) {
  std::size_t count = 0;
  for (const Source& source : journey.sources) count += source.flows.size();
  for (const Place& place : journey.places) count += place.flows.size();
  return count;
}

/// "2 personas · 5 stages · 14 touchpoints · 39 ways · 5 fixes", without what there is none of.
std::string contents(const Journey& journey) {
  struct Row {
    std::size_t count;
    const char *one, *many;
  };
  const Row rows[] = {
      {journey.personas.size(), "persona", "personas"},
      {journey.stages.size(), "stage", "stages"},
      {count_places(journey, Place::Kind::touchpoint), "touchpoint", "touchpoints"},
      {count_ways(journey), "way", "ways"},
      {journey.fixes.size(), "fix", "fixes"},
  };
  std::string text;
  for (const Row& row : rows) {
    if (row.count == 0) continue;
    text += (text.empty() ? "" : " · ") + counted(row.count, row.one, row.many);
  }
  return text.empty() ? "no touchpoint yet" : text;
}

/// What the file holds if all is well, else what is wrong with it.
std::string summary_line(const std::string& path, const Opened& opened, const Options& options,
                         const TerminalStyle& style) {
  const bool is_good = exit_code_of(opened, options) == kExitYes;
  const std::size_t errors = opened.diagnostics.count(Severity::error);
  const std::size_t warnings = opened.diagnostics.count(Severity::warning);
  std::string says = errors > 0 ? counted(errors, "error", "errors")
                                : contents(opened.compiled.journey) +
                                      fmt::format(" · level {}", level_name(opened.compiled.level));
  if (warnings > 0) {
    const std::string words =
        counted(warnings, "warning", "warnings") + std::string(strict_words(warnings, options));
    says += " · " + paint(words, Ink::yellow, style);
  }
  return fmt::format("{} {}  {}\n",
                     paint(is_good ? "✓" : "✗", is_good ? Ink::blue : Ink::yellow, style),
                     paint(shown_path(path), Ink::bold, style), says);
}

void print_for_people(const std::string& path, const Opened& opened, const Options& options,
                      Console& console) {
  show_diagnostics(opened, options, console);
  if (!opened.project.is_readable) return;
  print_report(console, summary_line(path, opened, options, terminal_style(console)));
  const std::string outbound = describe_outbound(opened.compiled.journey);
  if (!outbound.empty()) {
    print_report(console,
                 fmt::format("  messages that need consent: {}\n", escape_for_display(outbound)));
  }
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
