#include "journey/judge.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/check.h"

namespace cairn {
namespace {

/// A promise met to the last digits of a double is met: `at least 12%` of 0.3 × 0.4.
constexpr double kRounding = 1e-12;

/// Of a figure: a hundredth of its last printed digit, and less.
constexpr double kFarBelowPrint = 1e-5;

/// Closer than this many standard errors the walk cannot tell which side of the bound is true.
constexpr double kSureErrors = 3;

/// 99.95 % point of the standard normal: both ends of a 99.9 % interval.
constexpr double kNormal9995 = 3.2905267314919255;

double margin_of(const Bound& bound, double value) {
  switch (bound.kind) {
    case Bound::Kind::at_least:
      return value - bound.low;
    case Bound::Kind::at_most:
      return bound.high - value;
    case Bound::Kind::between:
      return std::min(value - bound.low, bound.high - value);
  }
  return 0;
}

double tolerance_of(const Bound& bound, double value) {
  return kRounding * std::max({std::abs(bound.low), std::abs(bound.high), std::abs(value)});
}

bool holds_at(const Bound& bound, double value) {
  // Over nobody (NaN) and of what never comes (a payback) nothing is promised to hold.
  return std::isfinite(value) && margin_of(bound, value) >= -tolerance_of(bound, value);
}

bool has_doubt_anywhere(const Journey& journey) {
  return std::any_of(journey.parameters.begin(), journey.parameters.end(),
                     [](const Parameter& parameter) { return parameter.doubt != Doubt::exact; });
}

/// On one value: the mean over worlds or the best estimate. Where the bracket of a solved figure
/// covers the bound, the walk decides if it is sharper.
void judge_value(const Expectation& expectation, const Answer& answer, double value,
                 Judgement& judgement) {
  const Estimate& estimate = answer.estimate;
  const bool is_walked = estimate.method == Method::walk;
  double noise = is_walked ? kSureErrors * estimate.error : estimate.error;
  judgement.measured = value;
  judgement.margin = margin_of(expectation.bound, value);
  if (!is_walked && answer.walk && std::abs(judgement.margin) < noise) {
    const double walked_noise = kSureErrors * answer.walk->standard_error;
    if (walked_noise < noise) {
      // The walk is at best estimates; what doubt does to the mean is kept.
      judgement.measured = value + (answer.walk->value - estimate.best);
      judgement.margin = margin_of(expectation.bound, judgement.measured);
      noise = walked_noise;
    }
  }
  judgement.verdict =
      holds_at(expectation.bound, judgement.measured) ? Verdict::holds : Verdict::broken;
  if (!std::isfinite(judgement.measured)) {
    judgement.why = "it never comes within the horizon";
    return;
  }
  if (std::abs(judgement.margin) < noise) {
    // A certificate far below the last printed digit: the value is the bound.
    const double size = std::max(std::abs(judgement.measured), std::abs(value));
    if (!is_walked && noise <= kFarBelowPrint * size) {
      judgement.verdict = Verdict::holds;
      return;
    }
    judgement.verdict = Verdict::unsure;
    judgement.why = "too close to the bound to tell; use more --people";
  }
}

/// Whether `count` worlds of which a share satisfies the bound leave open on which side of
/// `confidence` the true share lies. A confidence of 100 % asks for all of them, and is no
/// estimate.
bool is_open(double share, double count, double confidence) {
  if (confidence >= 1) return false;
  const double z2 = kNormal9995 * kNormal9995;
  const double centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const double half = kNormal9995 / (1 + z2 / count) *
                      std::sqrt(share * (1 - share) / count + z2 / (4 * count * count));
  return std::abs(confidence - centre) <= half;
}

/// On the share of worlds that satisfy the bound. The margin is the one that the asked share of
/// worlds reach or better, so that it is positive exactly if the promise holds.
void judge_worlds(const Expectation& expectation, const Answer& answer, double confidence,
                  Judgement& judgement) {
  const Bound& bound = expectation.bound;
  std::vector<double> margins;
  std::size_t satisfied = 0;
  for (const double value : answer.estimate.samples) {
    satisfied += holds_at(bound, value) ? 1U : 0U;
    const double margin = margin_of(bound, value);
    margins.push_back(std::isnan(margin) ? -HUGE_VAL : margin);
  }
  std::sort(margins.begin(), margins.end(), std::greater<>());
  const auto count = static_cast<double>(margins.size());
  // The small step down keeps 0.9 × 1000 from needing 901 worlds.
  const double needed = std::ceil(confidence * count * (1 - kRounding));
  const auto place = static_cast<std::size_t>(std::clamp(needed, 1.0, count)) - 1;
  judgement.share_of_worlds = static_cast<double>(satisfied) / count;
  judgement.margin = margins[place];
  judgement.verdict = static_cast<double>(satisfied) >= needed ? Verdict::holds : Verdict::broken;
  if (is_open(*judgement.share_of_worlds, count, confidence)) {
    judgement.verdict = Verdict::unsure;
    judgement.wants_worlds = true;
    judgement.why = "the share of draws is too close to the confidence to tell";
  }
  switch (bound.kind) {
    case Bound::Kind::at_least:
      judgement.measured = bound.low + judgement.margin;
      break;
    case Bound::Kind::at_most:
      judgement.measured = bound.high - judgement.margin;
      break;
    case Bound::Kind::between:
      judgement.measured = answer.estimate.value;
      break;
  }
}

void judge_answer(const Journey& journey, const Answer& answer, bool use_best,
                  Judgement& judgement) {
  const Expectation& expectation = *judgement.expectation;
  if (!answer.is_defined) {
    // It was asked and has no value, such as a mean over nobody: that is no promise kept.
    judgement.verdict = Verdict::unsure;
    judgement.why = answer.why_not.empty() ? "a mean over nobody" : answer.why_not;
    return;
  }
  judgement.answer = &answer;
  const bool asks_worlds = expectation.confidence.has_value() && !use_best;
  if (!asks_worlds || !has_doubt_anywhere(journey)) {
    const Estimate& estimate = answer.estimate;
    judge_value(expectation, answer, use_best ? estimate.best : estimate.value, judgement);
  } else if (!answer.estimate.samples.empty()) {
    judge_worlds(expectation, answer, *expectation.confidence, judgement);
  } else {
    judgement.answer = nullptr;
    judgement.why = "a confidence needs the figure in every world";
  }
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::broken:
      return "broken";
    case Verdict::unsure:
      return "unsure";
    case Verdict::not_judged:
      return "not judged";
  }
  return "";
}

bool needs_worlds(const Journey& journey) {
  return std::any_of(
      journey.expectations.begin(), journey.expectations.end(),
      [](const Expectation& expectation) { return expectation.confidence.has_value(); });
}

std::vector<Judgement> judge_expectations(const Journey& journey,
                                          const std::vector<Answer>& answers, bool use_best) {
  CAIRN_CHECK(answers.size() == journey.expectations.size());
  std::vector<Judgement> judgements;
  for (std::size_t e = 0; e < answers.size(); ++e) {
    Judgement judgement;
    judgement.expectation = &journey.expectations[e];
    judge_answer(journey, answers[e], use_best, judgement);
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

}  // namespace cairn
