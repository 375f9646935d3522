// `cairn why`: where a number comes from, line by line.
#include <fmt/format.h>
#include <string>

#include "base/diagnostic_printer.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "cli/why_text.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

/// Only what the answer needs, at best estimates.
Prediction predict_for(const Journey& journey, const WhyQuestion& question,
                       const Console& console) {
  ProgressBar bar(console);
  Question reach;
  reach.metric.kind = Metric::Kind::reach;
  reach.metric.place = question.to;
  reach.groups = question.scope.groups;
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.progress = bar.progress();
  how.flows_of = question.scope.groups;
  return predict(journey, {reach}, how);
}

}  // namespace

int run_why(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  Diagnostics mistakes;
  const std::string text = fmt::format("{}", fmt::join(options.words, " "));
  const auto question = read_question(opened.project, text, mistakes);
  if (!question) {
    print_note(print_diagnostics(opened.project.files, mistakes,
                                 {console.use_colour_err, 0, console.note_width}));
    return kExitCommandLine;
  }
  const Journey& journey = opened.compiled.journey;
  const StateSpaces spaces = build_state_spaces(journey);
  const Prediction prediction = predict_for(journey, *question, console);
  watch.lap("solve");
  const TerminalStyle style = terminal_style(console);
  const WhyGround ground{journey, opened.project.files, spaces, prediction, style};
  const bool is_flow = question->from.place.is_valid() || question->from.source.is_valid();
  const std::string answer =
      is_flow ? explain_flow(ground, *question) : explain_reach(ground, *question);
  print_report(console, answer);
  watch.report();
  return kExitYes;
}

}  // namespace cairn
