// `cairn test`: every promise with what was measured, by how much it holds, and a verdict.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "base/diagnostic_sarif.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "cli/promises/junit.h"
#include "cli/promises/promises.h"
#include "journey/judge.h"
#include "render/terminal/tables.h"

namespace cairn {
namespace {

struct Mark {
  std::string_view sign;
  Ink ink;
};

Mark mark_of(const Judgement& judgement) {
  switch (judgement.verdict) {
    case Verdict::holds:
      return {"✓", Ink::blue};
    case Verdict::broken:
      return {judgement.expectation->is_target ? "▼" : "✗", Ink::yellow};
    case Verdict::unsure:
      return {"?", Ink::yellow};
    case Verdict::not_judged:
      return {"–", Ink::dim};
  }
  return {"", Ink::plain};
}

std::string measured_words(const Journey& journey, const Judgement& judgement, bool use_best) {
  const std::string& currency = journey.frame.currency;
  const Answer& answer = *judgement.answer;
  const Estimate& estimate = answer.estimate;
  const double headline = use_best ? estimate.best : estimate.value;
  std::string words = format_figure(headline, answer.unit, currency);
  const std::string range = format_range(estimate.low, estimate.high, answer.unit, currency);
  if (!use_best && !range.empty()) words += " (" + range + ")";
  const std::string best = format_figure(estimate.best, answer.unit, currency);
  if (!use_best && best != format_figure(headline, answer.unit, currency)) {
    words += fmt::format(", best estimate {}", best);
  }
  return words;
}

std::string margin_words(const Journey& journey, const Judgement& judgement) {
  const std::string distance =
      format_distance(judgement.margin, judgement.answer->unit, journey.frame.currency);
  const std::string_view side = judgement.verdict == Verdict::broken
                                    ? side_of_bound(*judgement.expectation)
                                    : std::string_view("to spare");
  if (!judgement.share_of_worlds) return fmt::format("{} {}", distance, side);
  const double asked = judgement.expectation->confidence.value_or(0);
  std::string words =
      fmt::format("true in {} of the draws", format_share(*judgement.share_of_worlds));
  if (std::isfinite(judgement.margin)) {
    words += fmt::format("; {} {} in {} of them", distance, side, format_share(asked));
  }
  return words;
}

/// Two lines per promise: the line as written, then what was found.
std::string promise_lines(const Journey& journey, const Judgement& judgement, bool use_best,
                          const TerminalStyle& style) {
  const Mark mark = mark_of(judgement);
  std::string text =
      paint(mark.sign, mark.ink, style) +
      wrap("  " + escape_for_display(judgement.expectation->text), 4, style).substr(1) + "\n";
  const std::string found = found_words(journey, judgement, use_best);
  const bool is_bad = judgement.verdict == Verdict::broken || judgement.verdict == Verdict::unsure;
  return text + paint(wrap("  " + found, 4, style), is_bad ? Ink::yellow : Ink::dim, style) + "\n";
}

struct Tally {
  std::size_t hold = 0, broken = 0, unsure = 0, missed = 0, reached = 0, waiting = 0;
};

Tally count_verdicts(const std::vector<Judgement>& judgements) {
  Tally tally;
  for (const Judgement& judgement : judgements) {
    const bool is_target = judgement.expectation->is_target;
    switch (judgement.verdict) {
      case Verdict::holds:
        ++(is_target ? tally.reached : tally.hold);
        break;
      case Verdict::broken:
        ++(is_target ? tally.missed : tally.broken);
        break;
      case Verdict::unsure:
        ++(is_target ? tally.missed : tally.unsure);
        break;
      case Verdict::not_judged:
        ++tally.waiting;
        break;
    }
  }
  return tally;
}

std::string tally_line(const Tally& tally) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, std::string_view words) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, words));
  };
  add(tally.hold, tally.hold == 1 ? "promise holds" : "promises hold");
  add(tally.broken, "broken");
  add(tally.unsure, "unsure");
  add(tally.reached, tally.reached == 1 ? "target reached" : "targets reached");
  add(tally.missed, tally.missed == 1 ? "target missed" : "targets missed");
  add(tally.waiting, "not judged yet");
  std::string line;
  for (const std::string& part : parts) line += (line.empty() ? "" : ", ") + part;
  return line + "\n";
}

std::string report(const Journey& journey, const std::vector<Judgement>& judgements,
                   const Options& options, const TerminalStyle& style) {
  std::string text;
  for (const Judgement& judgement : judgements) {
    text += promise_lines(journey, judgement, options.use_best, style);
  }
  text += (text.empty() ? "" : "\n") + tally_line(count_verdicts(judgements));
  return text;
}

PromiseOptions promise_options(const Options& options) {
  PromiseOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.use_best = options.use_best;
  return how;
}

void print_judged(const Opened& opened, const JudgedPromises& judged, const Diagnostics& found,
                  const Options& options, Console& console) {
  const Journey& journey = opened.compiled.journey;
  const TextFiles& files = opened.project.files;
  if (options.format == DiagnosticFormat::sarif) {
    const SarifInput input{&files, &opened.diagnostics, options.paths.front()};
    return print_result(console, diagnostics_to_sarif({input}, CAIRN_VERSION));
  }
  if (options.format == DiagnosticFormat::json) {
    Envelope envelope = make_envelope(opened, "test");
    envelope.judgements = &judged.judgements;
    return print_result(console, prediction_to_json(journey, judged.prediction, envelope));
  }
  if (judged.judgements.empty()) {
    print_note(
        fmt::format("{} makes no promises; add a line such as `expect conversion at least "
                    "3%`\n",
                    shown_path(options.paths.front())));
  } else {
    print_report(console, report(journey, judged.judgements, options, terminal_style(console)));
  }
  show_diagnostics(files, found, options, console);
}

bool write_junit(Files& disk, const JudgedPromises& judged, const Options& options) {
  if (options.junit_file.empty()) return true;
  return write_file(disk, options.junit_file,
                    promises_to_junit(judged, shown_path(options.paths.front())));
}

}  // namespace

std::string found_words(const Journey& journey, const Judgement& judgement, bool use_best) {
  if (judgement.verdict == Verdict::not_judged) return "not judged yet: " + judgement.why;
  if (judgement.answer == nullptr) return "unsure, no value: " + judgement.why;
  if (judgement.verdict == Verdict::broken && !std::isfinite(judgement.measured)) {
    return judgement.why.empty() ? "it has no end" : judgement.why;
  }
  std::string found =
      fmt::format("{}: {}", measured_words(journey, judgement, use_best),
                  judgement.verdict == Verdict::unsure ? "unsure: " + judgement.why
                                                       : margin_words(journey, judgement));
  if (judgement.verdict == Verdict::broken && judgement.expectation->is_target) {
    found += " (target missed; this never fails)";
  }
  return found;
}

int run_test(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) {
    // Yesterday's report beside today's mistakes would be believed.
    if (!options.junit_file.empty()) {
      write_file(disk, options.junit_file, mistakes_to_junit(shown_path(options.paths.front())));
    }
    return *code;
  }
  ProgressBar bar(console);
  PromiseOptions how = promise_options(options);
  how.progress = bar.progress();
  const JudgedPromises judged = judge_promises(opened.compiled.journey, how);
  bar.finish();
  watch.lap("predict");
  Diagnostics found;
  add_promise_diagnostics(judged, found);
  for (const Diagnostic& one : found.all()) opened.diagnostics.add(one);
  opened.diagnostics.sort();
  print_judged(opened, judged, found, options, console);
  if (!write_junit(disk, judged, options)) return kExitFile;
  watch.report();
  const Tally tally = count_verdicts(judged.judgements);
  const bool is_strict_no = has_strict_mistakes(opened.diagnostics, options);
  if (is_strict_no) {
    const std::size_t warnings = opened.diagnostics.count(Severity::warning);
    print_note(fmt::format("{}: {}{}\n", shown_path(options.paths.front()),
                           counted(warnings, "warning", "warnings"),
                           strict_words(warnings, options)));
  }
  return tally.broken + tally.unsure > 0 || is_strict_no ? kExitNo : kExitYes;
}

}  // namespace cairn
