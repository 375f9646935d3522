// `cairn experiment`: how many people a test of a fix takes, for how long, and what its counts say.
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "decision/advising.h"
#include "decision/experiment_json.h"
#include "decision/experiment_plan.h"
#include "decision/finished_test.h"
#include "decision/two_proportions.h"
#include "journey/metric_name.h"
#include "render/terminal/tables.h"
#include "simulator/compare.h"

namespace cairn {
namespace {

std::string label_of(const Heading& heading) {
  return escape_for_display(heading.label);
}

/// Lines of facts under a title.
class Sheet {
 public:
  Sheet(std::string_view title, const TerminalStyle& style)
      : style_(style), text_(paint(wrap(title, 0, style), Ink::bold, style) + "\n") {}

  void fact(std::string_view words) { text_ += wrap("  " + std::string(words), 4, style_) + "\n"; }

  void note(std::string_view words) {
    text_ += paint(wrap("  " + std::string(words), 4, style_), Ink::dim, style_) + "\n";
  }

  const std::string& text() const { return text_; }

 private:
  TerminalStyle style_;
  std::string text_;
};

std::string days_words(double days) {
  return fmt::format("{} {}", format_number(days), days == 1 ? "day" : "days");
}

void add_effect(const PlannedExperiment& plan, const Journey& journey, Sheet& sheet) {
  const std::string metric = metric_name(journey, plan.metric);
  std::string words =
      fmt::format("{} of those who take part: {} today, {} with the change ({})", metric,
                  format_share(plan.rate_today), format_share(plan.rate_today + plan.effect),
                  format_points(plan.effect));
  if (plan.is_detected) words += ", as `detect` says";
  sheet.fact(words);
  if (plan.effects.empty()) return;
  double mean = 0, above = 0;
  for (const double effect : plan.effects) {
    mean += effect / static_cast<double>(plan.effects.size());
    above += effect > 0 ? 1.0 / static_cast<double>(plan.effects.size()) : 0.0;
  }
  sheet.fact(fmt::format("what the fix does to it, over {} draws: {} on average, above zero in {}",
                         format_count(static_cast<std::int64_t>(plan.effects.size())),
                         format_points(mean), format_share(above)));
}

void add_size(const PlannedExperiment& plan, const Journey& journey, Sheet& sheet) {
  const std::string place = label_of(journey.places[plan.at].heading);
  if (!plan.sizes) {
    sheet.fact("no number of people is enough to see this");
    return;
  }
  const bool is_even = plan.sizes->control == plan.sizes->changed;
  sheet.fact(is_even ? fmt::format("{} people in each arm, {} in all",
                                   format_count(std::llround(plan.sizes->control)),
                                   format_count(std::llround(total_of(*plan.sizes))))
                     : fmt::format("{} people as today and {} with the change, {} in all",
                                   format_count(std::llround(plan.sizes->control)),
                                   format_count(std::llround(plan.sizes->changed)),
                                   format_count(std::llround(total_of(*plan.sizes)))));
  if (plan.days) {
    sheet.fact(
        fmt::format("{} at today's traffic: {} people a day come to {}{}", days_words(*plan.days),
                    format_number(*plan.people_per_day), place,
                    *plan.days <= kShortestTestDays ? "; a test sees every day of the week" : ""));
  } else if (!plan.people_per_day && plan.people_once > 0) {
    sheet.fact(fmt::format("{} people come to {} in all", format_number(plan.people_once), place));
  } else {
    sheet.note("to say how long that takes, add `entrants 1 000 per month` to the journey");
  }
  if (plan.assurance) {
    sheet.fact(
        fmt::format("with all that is not known, such a test finds the difference {} of the "
                    "time",
                    format_share(*plan.assurance)));
  }
  if (plan.power_at_horizon) {
    sheet.fact(fmt::format("run to the horizon it would find it {} of the time",
                           format_share(*plan.power_at_horizon)));
  }
}

/// What the test is worth against deciding now, where the fix has a business case.
void add_worth(const PlannedExperiment& plan, const Journey& journey,
               const ExperimentOptions& options, Sheet& sheet) {
  const FixId fix = journey.experiments[plan.experiment].tests;
  CompareOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  how.find_places = false;
  const auto comparison =
      compare(journey, {{Alternative::Kind::fix, {fix}, {}}}, {Question{}}, how);
  if (!comparison || !comparison->alternatives.back().business) return;
  const BusinessCase& business = *comparison->alternatives.back().business;
  const std::optional<TestWorth> test = worth_of_test(journey, business, fix, options);
  if (!test) return;
  const std::string& currency = journey.frame.currency;
  const std::string now =
      fmt::format("made now it brings {} net on average, above zero in {} of the draws",
                  format_money(business.net.value, currency), format_share(business.chance_net));
  // Below a thousandth of the net value it is the noise of the estimate.
  if (test->worth > 1e-3 * std::fabs(business.net.value)) {
    sheet.fact(fmt::format("{}; testing first is worth {} and costs {} of delay", now,
                           format_money(test->worth, currency),
                           format_money(test->cost, currency)));
  } else {
    sheet.fact(fmt::format("{}; testing first would not change the choice, and costs {} of delay",
                           now, format_money(test->cost, currency)));
  }
}

std::string plan_text(const Journey& journey, const PlannedExperiment& plan,
                      const ExperimentOptions& options, const TerminalStyle& style) {
  const Experiment& experiment = journey.experiments[plan.experiment];
  Sheet sheet(label_of(experiment.heading), style);
  if (experiment.tests.is_valid() && plan.at.is_valid()) {
    sheet.fact(fmt::format("{} against today, for {} of those who come to {}",
                           label_of(journey.fixes[experiment.tests].heading),
                           format_share(plan.setup.share),
                           label_of(journey.places[plan.at].heading)));
  }
  if (!plan.why_not.empty()) {
    sheet.fact("not planned: " + plan.why_not);
    return sheet.text();
  }
  add_effect(plan, journey, sheet);
  add_size(plan, journey, sheet);
  add_worth(plan, journey, options, sheet);
  sheet.note(fmt::format("{}; {} confidence, {} power (--method: {})",
                         convention_of(plan.setup.method), format_share(plan.setup.confidence),
                         format_share(plan.setup.power),
                         "pooled, pooled-corrected, unpooled, unpooled-corrected, arcsine"));
  return sheet.text();
}

// ---- a finished test ----------------------------------------------------------------------------

std::string interval_words(const ConfidenceInterval& interval) {
  return fmt::format("{} to {}", format_points(interval.low), format_points(interval.high));
}

std::string verdict_words(const TestResult& result) {
  if (result.is_better) return "the change is better, and chance is no good explanation";
  if (result.is_worse) return "the change is worse, and chance is no good explanation";
  return "chance alone could explain it: the test has not decided";
}

std::string result_text(const TestResult& result, const TestSetup& setup,
                        const TerminalStyle& style) {
  Sheet sheet("Result", style);
  sheet.fact(fmt::format(
      "{} as today, {} with the change: {} ({}, {} sure)", format_share(result.control_rate),
      format_share(result.changed_rate), format_points(result.difference),
      interval_words(result.difference_interval), format_share(setup.confidence)));
  if (result.lift && result.lift_interval) {
    sheet.fact(fmt::format("relative to today {:+.1f}% ({:+.1f}% to {:+.1f}%)", *result.lift * 100,
                           result.lift_interval->low * 100, result.lift_interval->high * 100));
  }
  sheet.fact(verdict_words(result));
  if (result.z && result.p_value) {
    sheet.fact(fmt::format(
        "z {:+.2f}, p {}", *result.z,
        *result.p_value < 0.0001 ? "below 0.0001" : fmt::format("{:.4f}", *result.p_value)));
  }
  sheet.fact(
      fmt::format("the chance that the change is better: {}", format_share(result.chance_better)));
  sheet.note(
      std::string(convention_of(setup.method)) +
      "; the range of the difference after Newcombe (1998), the chance from what was counted "
      "alone");
  return sheet.text();
}

/// The planned effect beside what was measured, where both are known.
std::string planned_beside(const PlannedExperiment& plan, const TestResult& result,
                           const TerminalStyle& style) {
  if (!plan.why_not.empty()) return "";
  Sheet sheet("Beside the plan", style);
  sheet.fact(
      fmt::format("today's rate: {} expected, {} measured; the difference: {} expected, {} "
                  "measured",
                  format_share(plan.rate_today), format_share(result.control_rate),
                  format_points(plan.effect), format_points(result.difference)));
  const bool is_outside =
      plan.effect < result.difference_interval.low || plan.effect > result.difference_interval.high;
  sheet.fact(is_outside
                 ? "what was expected lies outside the measured range: the spec should learn "
                   "from it"
                 : "what was expected lies within the measured range");
  return sheet.text();
}

/// The one experiment that is meant; nothing, after saying why not.
const PlannedExperiment* choose_one(const Journey& journey,
                                    const std::vector<PlannedExperiment>& plans,
                                    const std::string& name) {
  if (name.empty() && plans.size() == 1) return &plans.front();
  std::vector<std::string_view> names;
  for (const PlannedExperiment& plan : plans) {
    const std::string& own = journey.experiments[plan.experiment].heading.name;
    if (own == name) return &plan;
    names.emplace_back(own);
  }
  if (name.empty()) {
    print_note("cairn: which experiment is the result of? Name it behind the file\n");
  } else {
    const std::optional<std::string> near = nearest(name, names);
    print_note(fmt::format("cairn: no experiment is called `{}`{}\n",
                           shorten(escape_for_display(name), 60),
                           near ? fmt::format("; did you mean `{}`?", *near) : ""));
  }
  return nullptr;
}

int print_result_of_test(const Journey& journey, const std::vector<PlannedExperiment>& plans,
                         const Options& options, TestMethod method, const TerminalStyle& style,
                         Console& console) {
  std::vector<ArmCounts> arms;
  for (const std::string& text : options.test_result) {
    const std::optional<ArmCounts> counts = parse_counts(text);
    if (!counts) {
      print_note(
          fmt::format("cairn: --result: `{}` is no count; write 418/1024 512/1019: "
                      "successes/people as today, then with the change\n",
                      shorten(escape_for_display(text), 40)));
      return kExitCommandLine;
    }
    arms.push_back(*counts);
  }
  TestSetup setup;
  const PlannedExperiment* plan = nullptr;
  if (!plans.empty()) {
    plan = choose_one(journey, plans, options.words.empty() ? "" : options.words.front());
    if (plan == nullptr) return kExitCommandLine;
    if (is_valid(plan->setup)) setup = plan->setup;
  }
  setup.method = method;
  const std::optional<TestResult> result = evaluate_test(arms[0], arms[1], setup);
  if (!result) {
    print_note("cairn: --result: nobody took part in one of the arms\n");
    return kExitCommandLine;
  }
  std::string text = result_text(*result, setup, style);
  if (plan != nullptr) text += planned_beside(*plan, *result, style);
  print_report(console, text);
  return kExitYes;
}

}  // namespace

int run_experiment(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  const Journey& journey = opened.compiled.journey;
  ExperimentOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  how.method = parse_test_method(options.test_method).value_or(TestMethod::pooled);
  ProgressBar bar(console);
  how.progress = bar.progress();
  std::vector<PlannedExperiment> plans = plan_experiments(journey, how);
  bar.finish();
  how.progress = nullptr;
  watch.lap("plan");
  const TerminalStyle style = terminal_style(console);
  if (!options.test_result.empty()) {
    return print_result_of_test(journey, plans, options, how.method, style, console);
  }
  if (!options.words.empty()) {
    const PlannedExperiment* one = choose_one(journey, plans, options.words.front());
    if (one == nullptr) return kExitCommandLine;
    plans = {*one};
  }
  if (options.as_json) {
    print_result(console,
                 experiments_to_json(journey, plans, how, make_envelope(opened, "experiment")));
    return kExitYes;
  }
  if (plans.empty()) {
    print_note(
        fmt::format("{} has no experiment; add one, such as\n  experiment better-test\n"
                    "    tests better\n    at checkout\n    metric reach order\n",
                    shown_path(options.paths.front())));
    return kExitYes;
  }
  std::string text;
  for (const PlannedExperiment& plan : plans) {
    text += (text.empty() ? "" : "\n") + plan_text(journey, plan, how, style);
  }
  print_report(console, text);
  watch.report();
  return kExitYes;
}

}  // namespace cairn
