#include "cli/promises/promises.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <string>

#include "base/text.h"
#include "decision/experiment_plan.h"
#include "journey/describe.h"
#include "journey/metric_name.h"
#include "render/terminal/tables.h"
#include "simulator/expected.h"

namespace cairn {
namespace {

constexpr double kRoundPart = 0.7;  // of what is left; only the bar of progress depends on it

constexpr double kSureErrors = 3;  // as in journey/judge.cpp
constexpr double kMostPeople = 1e9;

std::string figure(const JudgedPromises& judged, double value, Unit unit) {
  return format_figure(value, unit, judged.journey->frame.currency);
}

/// "2.86% (2.60% to 3.10%)"
std::string value_words(const JudgedPromises& judged, const Answer& answer) {
  const Estimate& estimate = answer.estimate;
  if (judged.use_best) return figure(judged, estimate.best, answer.unit);
  const std::string words = figure(judged, estimate.value, answer.unit);
  const std::string range =
      format_range(estimate.low, estimate.high, answer.unit, judged.journey->frame.currency);
  return range.empty() ? words : words + " (" + range + ")";
}

std::string distance_words(const JudgedPromises& judged, const Judgement& judgement) {
  return format_distance(judgement.margin, judgement.answer->unit, judged.journey->frame.currency);
}

/// "0.14pp short" or "6 min over", or by how much in the asked share of worlds.
std::string shortfall_words(const JudgedPromises& judged, const Judgement& judgement) {
  const std::string_view side = side_of_bound(*judgement.expectation);
  if (!judgement.share_of_worlds) {
    return fmt::format("{} {}", distance_words(judged, judgement), side);
  }
  std::string words =
      fmt::format("true in {} of the draws", format_share(*judgement.share_of_worlds));
  if (std::isfinite(judgement.margin)) {
    words += fmt::format(", {} {} in {}", distance_words(judged, judgement), side,
                         format_share(judgement.expectation->confidence.value_or(0)));
  }
  return words;
}

/// The line as written, without its first word.
std::string promised_words(const Expectation& expectation) {
  const std::size_t space = expectation.text.find(' ');
  return expectation.text.substr(space == std::string::npos ? 0 : space + 1);
}

// ---- where most is lost
// --------------------------------------------------------------------------

/// The pain or reason that explains most of the exits of a place; invalid if none says how much.
PainId worst_pain(const Journey& journey, const Place& place) {
  PainId worst;
  double most = 0;
  for (const PainId id : place.pains) {
    for (const CauseLine& cause : journey.pains[id].causes) {
      const double share = to_double(journey.parameters[cause.share].best);
      if (share > most) {
        most = share;
        worst = id;
      }
    }
  }
  return worst;
}

/// "checkout (forced-account)": the place from which most entrants are lost, and why most of them.
std::string largest_loss(const JudgedPromises& judged) {
  const Journey& journey = *judged.journey;
  std::map<PlaceId, double> lost;
  for (const FlowVolume& flow : judged.prediction.flows) {
    if (flow.from.is_valid() && is_loss(journey, flow.to)) lost[flow.from] += flow.per_entrant;
  }
  const auto most = std::max_element(
      lost.begin(), lost.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == lost.end() || !(most->second > 0)) return "";
  const Place& place = journey.places[most->first];
  const PainId pain = worst_pain(journey, place);
  if (!pain.is_valid()) return place.heading.name;
  return fmt::format("{} ({})", place.heading.name, journey.pains[pain].name);
}

/// Whether fewer losses would raise the figure, so that the largest one is worth naming.
bool suffers_from_losses(const Expectation& expectation) {
  if (expectation.bound.kind == Bound::Kind::at_most || !expectation.groups.empty()) return false;
  if (expectation.scenario.is_valid()) return false;  // most is lost elsewhere there
  switch (expectation.metric.kind) {
    case Metric::Kind::conversion:
    case Metric::Kind::reach:
    case Metric::Kind::revenue:
    case Metric::Kind::profit:
    case Metric::Kind::value:
      return true;
    default:
      return false;
  }
}

// ---- one diagnostic per promise
// ------------------------------------------------------------------

Diagnostic make_broken(const JudgedPromises& judged, const Judgement& judgement) {
  const Expectation& expectation = *judgement.expectation;
  Diagnostic d;
  d.code = expectation.is_target ? Code::N602 : Code::E601;
  d.span = expectation.span;
  if (!std::isfinite(judgement.measured)) {
    d.message = fmt::format("{} {}: {}", expectation.is_target ? "target missed:" : "expected",
                            promised_words(expectation), judgement.why);
    return d;
  }
  d.message =
      fmt::format("{} {}: it is {}, {}", expectation.is_target ? "target missed:" : "expected",
                  promised_words(expectation), value_words(judged, *judgement.answer),
                  shortfall_words(judged, judgement));
  if (suffers_from_losses(expectation)) {
    const std::string loss = largest_loss(judged);
    if (!loss.empty()) d.message += "; largest loss: " + loss;
  }
  return d;
}

/// How many people would tell on which side of the bound the figure lies, as typed: "8M".
std::string people_needed(double people, double noise, double margin) {
  const double ratio = noise / std::abs(margin);
  // A fifth more, since the figure itself will move a little.
  const double needed = 1.2 * people * ratio * ratio;
  if (!(needed < kMostPeople)) return "";
  if (needed > 1e6) return fmt::format("{:.0f}M", std::ceil(needed / 1e6));
  return fmt::format("{:.0f}k", std::ceil(needed / 1e3));
}

Diagnostic make_unsure(const JudgedPromises& judged, const Judgement& judgement) {
  const Expectation& expectation = *judgement.expectation;
  Diagnostic d;
  d.code = Code::E603;
  d.span = expectation.span;
  if (judgement.answer == nullptr) {
    d.message =
        fmt::format("unsure: {} has no value: {}", promised_words(expectation), judgement.why);
    return d;
  }
  const Answer& answer = *judgement.answer;
  if (judgement.wants_worlds) {
    d.message = fmt::format("unsure: {} is true in {} of {} draws, too close to {} to tell",
                            promised_words(expectation), format_share(*judgement.share_of_worlds),
                            format_count(static_cast<std::int64_t>(judged.worlds)),
                            format_share(expectation.confidence.value_or(0)));
    d.help = {"ask for a confidence a little lower or higher; more draws would hardly tell"};
    return d;
  }
  const bool is_walked = answer.estimate.method == Method::walk;
  const double error =
      is_walked     ? answer.estimate.error
      : answer.walk ? std::min(answer.estimate.error / kSureErrors, answer.walk->standard_error)
                    : answer.estimate.error / kSureErrors;
  const double noise = kSureErrors * error;
  d.message = fmt::format("unsure: {} ± {} after {} people, against {}",
                          figure(judged, judgement.measured, answer.unit),
                          format_distance(noise, answer.unit, judged.journey->frame.currency),
                          format_count(static_cast<std::int64_t>(judged.prediction.record.people)),
                          promised_words(expectation));
  const std::string people =
      people_needed(static_cast<double>(judged.prediction.record.people), noise, judgement.margin);
  d.help = {people.empty()
                ? "no number of people can tell: the value lies on the bound; promise a little less"
                : fmt::format("more people tell it from chance: `--people {}`", people)};
  return d;
}

/// W410, at the heading of the place, with the uncertain lines.
Diagnostic make_scaled(const JudgedPromises& judged, const ScaledSite& scaled) {
  const Journey& journey = *judged.journey;
  const bool is_place = scaled.place.is_valid();
  const Heading& heading =
      is_place ? journey.places[scaled.place].heading : journey.sources[scaled.source].heading;
  const std::vector<FlowLine>& flows =
      is_place ? journey.places[scaled.place].flows : journey.sources[scaled.source].flows;
  Diagnostic d;
  d.code = Code::W410;
  d.span = heading.name_span;
  d.message = fmt::format("in {} of worlds the ways out of {} exceed 100% and were scaled",
                          format_share(scaled.share_of_worlds), quoted_name(heading));
  for (const FlowLine& line : flows) {
    if (line.value.is_valid() && !is_certain(journey, line.value)) d.labels.push_back({line.span});
  }
  d.help = {"narrow the ranges, so that their upper ends leave room for each other"};
  return d;
}

}  // namespace

namespace {

/// `sample of TEST`, `duration of TEST`: as experiments are planned.
void answer_experiments(const Journey& journey, const PromiseOptions& options,
                        std::vector<Answer>& answers) {
  std::optional<std::vector<PlannedExperiment>> plans;
  for (std::size_t e = 0; e < answers.size(); ++e) {
    const Metric& metric = journey.expectations[e].metric;
    const bool is_sample = metric.kind == Metric::Kind::sample;
    if (!is_sample && metric.kind != Metric::Kind::duration) continue;
    ExperimentOptions how;
    how.worlds = 0;
    how.threads = options.threads;
    if (!plans) plans = plan_experiments(journey, how);
    Answer& answer = answers[e];
    for (const PlannedExperiment& plan : *plans) {
      if (journey.experiments[plan.experiment].heading.name != metric.subject) continue;
      answer.why_not = plan.why_not;
      answer.unit = is_sample ? Unit::people : Unit::days;
      const std::optional<double> value = !is_sample   ? plan.days
                                          : plan.sizes ? std::optional(total_of(*plan.sizes))
                                                       : std::nullopt;
      answer.is_defined = value.has_value();
      if (!value && answer.why_not.empty()) {
        answer.why_not = !plan.sizes            ? "no number of people is enough"
                         : !plan.people_per_day ? "nothing says how many people come in a day"
                                                : "nobody comes there";
      }
      if (value) answer.estimate = {*value, *value, *value, *value, 0, Method::exact, {}};
    }
  }
}

}  // namespace

JudgedPromises judge_promises(const Journey& journey, const PromiseOptions& options) {
  JudgedPromises judged;
  judged.journey = &journey;
  judged.use_best = options.use_best;
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.use_best ? 0 : options.worlds;
  how.threads = options.threads;
  how.people = options.people;
  how.progress = options.progress;
  for (;;) {
    // Whether more draws are wanted turns out only then.
    const ProgressScope scope(options.progress, kRoundPart);
    ExpectedAnswers expected = answer_expectations(journey, how);
    judged.prediction = std::move(expected.today);
    judged.answers = std::move(expected.answers);
    answer_experiments(journey, options, judged.answers);
    judged.worlds = how.worlds;
    judged.judgements = judge_expectations(journey, judged.answers, options.use_best);
    const bool wants_more =
        std::any_of(judged.judgements.begin(), judged.judgements.end(),
                    [](const Judgement& judgement) { return judgement.wants_worlds; });
    if (!wants_more || how.worlds * 2 > options.most_worlds) return judged;
    how.worlds *= 2;
  }
}

std::string_view side_of_bound(const Expectation& expectation) {
  switch (expectation.bound.kind) {
    case Bound::Kind::at_least:
      return "short";
    case Bound::Kind::at_most:
      return "over";
    case Bound::Kind::between:
      return "off";
  }
  return "short";
}

void add_promise_diagnostics(const JudgedPromises& judged, Diagnostics& diagnostics) {
  for (const Judgement& judgement : judged.judgements) {
    if (judgement.verdict == Verdict::broken) diagnostics.add(make_broken(judged, judgement));
    if (judgement.verdict == Verdict::unsure) {
      const bool is_target = judgement.expectation->is_target;
      Diagnostic d = make_unsure(judged, judgement);
      // A target never fails, not even for want of certainty.
      if (is_target) d.code = Code::N602;
      diagnostics.add(std::move(d));
    }
  }
  for (const ScaledSite& scaled : judged.prediction.record.scaled_sites) {
    diagnostics.add(make_scaled(judged, scaled));
  }
  check_test_lengths(judged, diagnostics);
  diagnostics.sort();
}

}  // namespace cairn
