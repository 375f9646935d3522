// `cairn run`: what customers will do, as text or JSON.
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/paths_file.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "render/terminal/run_report.h"
#include "simulator/predict.h"
#include "simulator/referred.h"

namespace cairn {
namespace {

void add_counted(std::string& list, std::size_t count, std::string_view one, std::string_view many,
                 std::string_view hint = "") {
  if (count == 0) return;
  if (!list.empty()) list += ", ";
  list += counted(count, one, many);
  list += hint;
}

/// What stands in the spec and changes no figure of today; empty if all of it does.
std::string unused_lines(const Journey& journey) {
  std::size_t refers = 0;
  for (const Place& place : journey.places) {
    refers += counts_referrals(journey) ? 0 : place.refers.size();
  }
  std::string list;
  add_counted(list, journey.fixes.size(), "fix", "fixes", " (see cairn compare)");
  add_counted(list, journey.experiments.size(), "experiment", "experiments",
              " (see cairn experiment)");
  add_counted(list, journey.expectations.size(), "promise", "promises", " (see cairn test)");
  add_counted(list, refers, "`refers` line", "`refers` lines",
              " (they need `entrants` and a `horizon`)");
  return list;
}

/// Options that cannot both be meant; empty if all is well.
std::string contradiction(const Options& options) {
  if (options.engine == Engine::walk && options.people == 0) {
    return "--engine walk needs somebody who walks: leave out --people 0";
  }
  if (options.engine == Engine::exact && (options.precision > 0 || !options.paths_file.empty())) {
    return "--engine exact walks nobody: leave it out, or --precision and --paths";
  }
  if (options.paths_file.empty()) return "";
  if (options.precision > 0) return "--paths wants a number of --people, not a --precision";
  if (options.kernel == WalkOptions::Kernel::plain) return "--paths follows the fast kernel only";
  return "";
}

std::optional<PlaceId> find_place(const Journey& journey, std::string_view name) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (journey.places[place].heading.name == name) return place;
  }
  return std::nullopt;
}

int refuse_given(const Journey& journey, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Place& place : journey.places) names.emplace_back(place.heading.name);
  const std::optional<std::string> near = nearest(name, names);
  print_note(fmt::format("cairn: --given: no touchpoint or outcome is called `{}`{}\n",
                         shorten(escape_for_display(name), 60),
                         near ? fmt::format("; did you mean `{}`?", *near) : ""));
  return kExitCommandLine;
}

}  // namespace

int run_run(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  if (const std::string complaint = contradiction(options); !complaint.empty()) {
    print_note("cairn: " + complaint + "\n");
    return kExitCommandLine;
  }
  const Journey& journey = opened.compiled.journey;
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.engine = options.engine;
  how.kernel = options.kernel;
  how.precision = options.precision;
  how.most_states = options.most_states;
  how.find_touches = true;
  how.find_details = options.as_json || options.show_all;
  how.find_times = true;
  if (!options.given.empty()) {
    const auto given = find_place(journey, options.given);
    if (!given) return refuse_given(journey, options.given);
    how.given = *given;
  }
  ProgressBar bar(console);
  how.progress = bar.progress();
  const Prediction prediction = predict(journey, standard_questions(journey), how);
  bar.finish();
  how.progress = nullptr;
  watch.lap("predict");
  if (options.as_json) {
    print_result(console, prediction_to_json(journey, prediction, make_envelope(opened, "run")));
  } else {
    RunReportOptions report;
    report.style = terminal_style(console);
    report.show_all = options.show_all;
    report.show_methods = options.show_methods;
    print_report(console, run_report(journey, prediction, report));
  }
  watch.lap("report");
  if (!options.paths_file.empty() && !write_paths_file(journey, how, options.paths_file)) {
    return kExitFile;
  }
  const std::string unused = unused_lines(journey);
  if (!unused.empty()) print_note(fmt::format("note: not in these figures: {}\n", unused));
  watch.report();
  if (prediction.record.worst_z > kAlarmZ) {
    print_note("cairn: the two engines disagree; this should not happen (see the figures above)\n");
    return kExitNo;
  }
  return kExitYes;
}

}  // namespace cairn
