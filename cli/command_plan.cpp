// `cairn plan`: which fixes to make together.
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/changes/added_lines.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "decision/fix_plan.h"
#include "decision/fix_plan_json.h"
#include "journey/comparison.h"
#include "render/terminal/tables.h"

namespace cairn {
namespace {

/// "40 000 EUR", "40k": money of the journey's currency.
std::optional<double> read_budget(const std::string& text, const std::string& currency) {
  std::string number = text;
  const std::size_t code = number.find_first_of("ABCDEFGHIJKLNOPQRSTUVWXYZ");
  if (code != std::string::npos) {
    if (number.substr(code) != currency) return std::nullopt;
    number.erase(code);
  }
  while (!number.empty() && number.back() == ' ') number.pop_back();
  const std::optional<std::uint64_t> count = parse_count(number);
  return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::string set_words(const Journey& journey, const FixSet& set) {
  std::string words;
  for (const FixId fix : set.fixes) {
    words += (words.empty() ? "" : " + ") + escape_for_display(journey.fixes[fix].heading.label);
  }
  return words.empty() ? "no fix at all" : words;
}

std::string money_words(const Journey& journey, const FixSet& set) {
  const std::string& currency = journey.frame.currency;
  std::string words = set.cost > 0 ? fmt::format("costs {}", format_money(set.cost, currency))
                                   : std::string("costs nothing");
  if (!set.business) return words;
  const Estimate& net = set.business->net;
  const std::string range = format_range(net.low, net.high, Unit::money, currency);
  const double customers = std::round(set.business->customers.value);
  words += fmt::format(", net {}{}", format_money(net.value, currency),
                       range.empty() ? "" : " (" + range + ")");
  if (customers == 0) return words;
  return words + fmt::format(", {}{} customers", customers < 0 ? "−" : "+",
                             format_number(std::fabs(customers)));
}

class Answer {
 public:
  explicit Answer(const TerminalStyle& style) : style_(style) {}
  void title(std::string_view words) {
    text_ += paint(wrap(words, 0, style_), Ink::bold, style_) + "\n";
  }
  void line(std::string_view words) { text_ += wrap("  " + std::string(words), 2, style_) + "\n"; }
  const std::string& text() const { return text_; }

 private:
  TerminalStyle style_;
  std::string text_;
};

void add_budget_lines(const Journey& journey, const FixPlan& plan, const Options& options,
                      Answer& answer) {
  const std::string& currency = journey.frame.currency;
  if (plan.without_budget) {
    answer.line(fmt::format("the budget binds: with {} {} would bring {} net",
                            format_money(plan.without_budget->cost, currency),
                            set_words(journey, *plan.without_budget),
                            format_money(plan.without_budget->business->net.value, currency)));
  } else if (!options.plan_budget.empty()) {
    answer.line("the budget does not bind: more money would not buy a better set");
  }
  if (plan.chosen.business && !plan.chosen.business->net_samples.empty()) {
    answer.line(plan.chosen.chance_best >= 1
                    ? std::string("it is the best choice in every draw")
                    : fmt::format("it is the best choice in {} of the draws; not knowing better "
                                  "costs {} on average",
                                  format_share(plan.chosen.chance_best),
                                  format_money(plan.chosen.regret, currency)));
    if (!plan.chosen.fixes.empty()) {
      answer.line(fmt::format("it brings more than it costs in {} of the draws",
                              format_share(plan.chance_any_net)));
    }
  }
  if (plan.runner_up) {
    answer.line(fmt::format("next best: {}: {}", set_words(journey, *plan.runner_up),
                            money_words(journey, *plan.runner_up)));
  }
}

std::string plan_text(const Journey& journey, const FixPlan& plan, const Options& options,
                      const Expectation* target, const TerminalStyle& style) {
  Answer answer(style);
  const Unit unit = target != nullptr && target->metric.kind != Metric::Kind::conversion &&
                            target->metric.kind != Metric::Kind::reach &&
                            target->metric.kind != Metric::Kind::exits
                        ? Unit::money
                        : Unit::share;
  const auto reached = [&](const FixSet& set) {
    return format_figure(set.reached, unit, journey.frame.currency);
  };
  if (!plan.why_not.empty()) {
    answer.title(plan.why_not);
    if (plan.nearest) {
      answer.line(fmt::format("{} gets furthest: {}, and {}", set_words(journey, *plan.nearest),
                              reached(*plan.nearest), money_words(journey, *plan.nearest)));
    }
    return answer.text();
  }
  answer.title(plan.chosen.fixes.empty() ? std::string("Change nothing")
                                         : "Do " + set_words(journey, plan.chosen));
  if (target != nullptr) {
    answer.line(fmt::format("{} is reached: {}", escape_for_display(options.plan_target),
                            reached(plan.chosen)));
  }
  answer.line(money_words(journey, plan.chosen));
  answer.line(fmt::format("conversion {} at full strength", format_share(plan.chosen.conversion)));
  if (target == nullptr) add_budget_lines(journey, plan, options, answer);
  answer.line(fmt::format(
      "{} combinations of {} were {}{}", format_count(static_cast<std::int64_t>(plan.tried)),
      counted(journey.fixes.size(), "fix", "fixes"),
      plan.is_exact ? "tried, all there are" : "tried by search, not all",
      plan.clashing > 0 ? fmt::format("; {} more cannot be had together", plan.clashing) : ""));
  return answer.text();
}

int complain(const std::string& words) {
  print_note("cairn: " + words + "\n");
  return kExitCommandLine;
}

}  // namespace

int run_plan(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const std::string& path = options.paths.front();
  Opened opened = open_project(disk, path, options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  PlanOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  if (!options.plan_budget.empty()) {
    how.budget = read_budget(options.plan_budget, opened.compiled.journey.frame.currency);
    if (!how.budget) {
      return complain(fmt::format("--budget: `{}` is no amount of {}; write \"40 000 {}\"",
                                  shorten(escape_for_display(options.plan_budget), 40),
                                  opened.compiled.journey.frame.currency,
                                  opened.compiled.journey.frame.currency));
    }
  }
  if (!options.plan_target.empty()) {
    FilesWithLines files(disk, path, "expect " + options.plan_target + "\n");
    Opened with_target = open_project(files, path, options, watch);
    if (with_target.diagnostics.has_errors()) {
      return complain("this target cannot be read: " + first_mistake(with_target));
    }
    opened = std::move(with_target);
    how.target = last_expectation(opened.compiled.journey);
    if (how.target->scenario.is_valid() || how.target->baseline != Expectation::Baseline::none ||
        how.target->confidence || how.target->within_days) {
      return complain("a target is a figure and a bound: \"conversion >= 5%\"");
    }
    if (follows_calendar(how.target->metric)) {
      return complain(
          "money per month and totals follow launches and costs: ask for `profit per entrant`, or "
          "leave the target out and let plan weigh the money");
    }
  }
  const Journey& journey = opened.compiled.journey;
  if (journey.fixes.empty()) {
    print_note(fmt::format("{} has no `fix` to choose from\n", shown_path(path)));
    return kExitYes;
  }
  ProgressBar bar(console);
  how.progress = bar.progress();
  const FixPlan plan = plan_fixes(journey, how);
  bar.finish();
  watch.lap("plan");
  if (options.as_json) {
    print_result(console, fix_plan_to_json(journey, plan, how, make_envelope(opened, "plan")));
  } else {
    print_report(console, plan_text(journey, plan, options, how.target, terminal_style(console)));
  }
  watch.report();
  return plan.why_not.empty() ? kExitYes : kExitNo;
}

}  // namespace cairn
