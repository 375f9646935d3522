#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "diff/diff_report.h"
#include "journey/figure_text.h"

namespace cairn {

const char* topic_title(DiffTopic topic) {
  switch (topic) {
    case DiffTopic::model:
      return "model";
    case DiffTopic::words:
      return "names and texts";
    case DiffTopic::plans:
      return "fixes and promises";
    case DiffTopic::evidence:
      return "sources of numbers";
    case DiffTopic::unread:
      return "lines with a mistake or an unknown name, compared as text";
  }
  return "";
}

std::string summary_of(const SpecDiff& diff) {
  static constexpr const char* kWhere[] = {"in the model", "in names and texts",
                                           "in fixes and promises", "in sources of numbers",
                                           "in lines compared as text"};
  std::string text;
  for (const DiffTopic topic : kDiffTopics) {
    const std::size_t count = diff.diff.count(topic);
    if (count == 0) continue;
    const std::string number = format_count(static_cast<std::int64_t>(count));
    text += text.empty() ? fmt::format("{} {} ", number, count == 1 ? "change" : "changes")
                         : fmt::format(", {} ", number);
    text += kWhere[static_cast<std::size_t>(topic)];
  }
  if (!text.empty()) return text;
  return diff.results.empty() ? "nothing changed in meaning" : "only what is predicted changed";
}

std::string heading_text(const DiffHeading& heading) {
  const std::string& name = heading.new_name.empty() ? heading.old_name : heading.new_name;
  std::string text = heading.kind;
  if (!name.empty()) text += " " + name;
  const bool is_renamed = !heading.old_name.empty() && !heading.new_name.empty() &&
                          heading.old_name != heading.new_name;
  if (is_renamed) text += " (was " + heading.old_name + ")";
  return text;
}

std::string place_text(const DiffSide& side, Span span) {
  if (side.files == nullptr || !span.is_valid()) return "";
  const TextFile& file = (*side.files)[span.file];
  return fmt::format("{}:{}", file.path, position_of(file, span.begin).line);
}

namespace {

std::string figure_text(double value, Unit unit, const std::string& currency) {
  // As it would be written: a feeling without a sign in front.
  return unit == Unit::feeling ? format_number(value) : format_figure(value, unit, currency);
}

std::string difference_text(double difference, Unit unit, const std::string& currency) {
  if (unit == Unit::share || unit == Unit::points) return format_points(difference);
  return (difference < 0 ? "\u2212" : "+") + figure_text(std::abs(difference), unit, currency);
}

/// " (2.60 to 3.10%)": one unit is enough. Nothing where both ends print alike.
std::string in_brackets(std::string low, const std::string& high, const std::string& suffix) {
  if (low == high) return "";
  if (!suffix.empty() && low.ends_with(suffix) && high.ends_with(suffix)) {
    low.resize(low.size() - suffix.size());
  }
  return " (" + low + " to " + high + ")";
}

std::string suffix_of(Unit unit, const std::string& currency, bool is_difference) {
  if (unit == Unit::money) return currency.empty() ? "" : " " + currency;
  if (unit == Unit::points || (unit == Unit::share && is_difference)) return "pp";
  return unit == Unit::share ? "%" : "";
}

std::string verdict_text(Verdict verdict, bool is_target) {
  if (is_target && verdict == Verdict::broken) return "missed";
  return std::string(verdict_name(verdict));
}

std::string count_text(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", format_count(static_cast<std::int64_t>(count)),
                     count == 1 ? one : many);
}

}  // namespace

std::string result_name(const ResultChange& result) {
  return result.scenario.empty() ? result.metric : result.metric + " in " + result.scenario;
}

std::string value_text(const std::optional<Estimate>& estimate, Unit unit,
                       const std::string& currency) {
  return estimate ? figure_text(estimate->value, unit, currency) : "not defined";
}

std::string estimate_text(const std::optional<Estimate>& estimate, Unit unit,
                          const std::string& currency) {
  if (!estimate) return "not defined";
  return figure_text(estimate->value, unit, currency) +
         in_brackets(figure_text(estimate->low, unit, currency),
                     figure_text(estimate->high, unit, currency), suffix_of(unit, currency, false));
}

std::string change_text(const ResultChange& result, const std::string& currency) {
  if (!result.change) return "";
  const Effect& change = *result.change;
  return difference_text(change.value, result.unit, currency) +
         in_brackets(difference_text(change.low, result.unit, currency),
                     difference_text(change.high, result.unit, currency),
                     suffix_of(result.unit, currency, true));
}

std::string chance_text(const ResultChange& result) {
  if (!result.change || result.change->low == result.change->high) return "";
  const double chance = result.change->chance_up;
  if (chance > 0.99 && chance < 1) return ">99%";
  if (chance > 0 && chance < 0.01) return "<1%";
  return fmt::format("{:.0f}%", chance * 100);
}

std::string verdicts_text(const PromiseChange& promise) {
  if (!promise.after) {
    const bool has_held = promise.before == Verdict::holds;
    return has_held ? "removed, held"
                    : "removed, was " + verdict_text(*promise.before, promise.is_target);
  }
  const std::string now = verdict_text(*promise.after, promise.is_target);
  if (!promise.before) return "new, " + now;
  return verdict_text(*promise.before, promise.is_target) + " → " + now;
}

std::string measured_text(const SpecDiff& diff, const PromiseChange& promise) {
  std::string before, after;
  if (promise.measured_before) {
    before = figure_text(*promise.measured_before, promise.unit, diff.old_currency);
  }
  if (promise.measured_after) {
    after = figure_text(*promise.measured_after, promise.unit, diff.new_currency);
  }
  if (before.empty() || before == after) return after;
  return after.empty() ? before : before + " → " + after;
}

std::string unchanged_text(const SpecDiff& diff) {
  std::string text;
  if (diff.unchanged_results > 0) text = count_text(diff.unchanged_results, "figure", "figures");
  if (diff.unchanged_promises > 0) {
    text += text.empty() ? "" : " and ";
    text += count_text(diff.unchanged_promises, "promise", "promises");
  }
  return text.empty() ? "" : text + " did not change";
}

std::string ranges_text(const SpecDiff& diff) {
  if (diff.worlds == 0) return "at best estimates";
  return fmt::format("means and 5\u201395% ranges over {} draws of what is not known",
                     format_count(static_cast<std::int64_t>(diff.worlds)));
}

}  // namespace cairn
