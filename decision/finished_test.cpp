#include "decision/finished_test.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "decision/chance_better.h"
#include "decision/normal.h"

namespace cairn {
namespace {

constexpr std::size_t kMostDigits = 15;  // a double holds them all

double rate_of(const ArmCounts& counts) {
  return static_cast<double>(counts.successes) / static_cast<double>(counts.total);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Digits, all together or in groups of three with one space between.
std::optional<std::int64_t> parse_count(std::string_view text) {
  const bool is_grouped = text.find(' ') != std::string_view::npos;
  std::int64_t value = 0;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t from_end = text.size() - i;
    const bool is_gap = is_grouped && from_end % 4 == 0;
    if (is_gap ? text[i] != ' ' || i == 0 : text[i] < '0' || text[i] > '9') return std::nullopt;
    if (is_gap) continue;
    if (++digits > kMostDigits) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  if (digits == 0) return std::nullopt;
  return value;
}

/// What the variance of a rate is multiplied by for that of a difference of two rates.
double per_person(const ArmCounts& control, const ArmCounts& changed) {
  return 1 / static_cast<double>(control.total) + 1 / static_cast<double>(changed.total);
}

ConfidenceInterval newcombe_interval(const ArmCounts& control, const ArmCounts& changed,
                                     double confidence) {
  const double p1 = rate_of(control);
  const double p2 = rate_of(changed);
  const ConfidenceInterval first = wilson_interval(control, confidence);
  const ConfidenceInterval second = wilson_interval(changed, confidence);
  return {p2 - p1 - std::hypot(p2 - second.low, first.high - p1),
          p2 - p1 + std::hypot(second.high - p2, p1 - first.low)};
}

std::optional<ConfidenceInterval> katz_interval(const ArmCounts& control, const ArmCounts& changed,
                                                double confidence) {
  if (control.successes == 0 || changed.successes == 0) return std::nullopt;
  const auto part = [](const ArmCounts& counts) {
    return (1 - rate_of(counts)) / static_cast<double>(counts.successes);  // 1 / n - 1 / m
  };
  const double error = std::sqrt(part(control) + part(changed));
  if (!(error > 0)) return std::nullopt;
  const double centre = std::log(rate_of(changed) / rate_of(control));
  const double width = two_sided_bound(confidence) * error;
  return ConfidenceInterval{std::expm1(centre - width), std::expm1(centre + width)};
}

}  // namespace

bool is_valid(const ArmCounts& counts) {
  return counts.total > 0 && counts.successes >= 0 && counts.successes <= counts.total;
}

std::optional<ArmCounts> parse_counts(std::string_view text) {
  const std::size_t stroke = text.find('/');
  if (stroke == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> successes = parse_count(trim(text.substr(0, stroke)));
  const std::optional<std::int64_t> total = parse_count(trim(text.substr(stroke + 1)));
  if (!successes || !total || !is_valid(ArmCounts{*successes, *total})) return std::nullopt;
  return ArmCounts{*successes, *total};
}

ConfidenceInterval wilson_interval(const ArmCounts& counts, double confidence) {
  CAIRN_CHECK(is_valid(counts));
  const double z = two_sided_bound(confidence);
  const double people = static_cast<double>(counts.total);
  const double rate = rate_of(counts);
  const double centre = 2 * people * rate + z * z;
  const double width = z * std::sqrt(z * z + 4 * people * rate * (1 - rate));
  const double scale = 2 * (people + z * z);
  // At the ends the bound is the rate itself, not what rounding makes of it.
  return {counts.successes == 0 ? 0 : (centre - width) / scale,
          counts.successes == counts.total ? 1 : (centre + width) / scale};
}

/// Fleiss, Levin, Paik, 3rd ed., sec. 3.1 (pooled, corrected) and 3.3 (unpooled); Cohen, 2nd ed.,
/// sec. 6.2 (arcsine).
std::optional<double> test_statistic(const ArmCounts& control, const ArmCounts& changed,
                                     TestMethod method) {
  CAIRN_CHECK(is_valid(control) && is_valid(changed));
  const double p1 = rate_of(control);
  const double p2 = rate_of(changed);
  if (p1 == p2) return 0;
  const double people = per_person(control, changed);
  if (method == TestMethod::arcsine) {
    return 2 * (std::asin(std::sqrt(p2)) - std::asin(std::sqrt(p1))) / std::sqrt(people);
  }
  const bool is_pooled = method == TestMethod::pooled || method == TestMethod::pooled_corrected;
  const bool is_corrected =
      method == TestMethod::pooled_corrected || method == TestMethod::unpooled_corrected;
  const double common =
      rate_of({control.successes + changed.successes, control.total + changed.total});
  const double variance = is_pooled ? common * (1 - common) * people
                                    : p1 * (1 - p1) / static_cast<double>(control.total) +
                                          p2 * (1 - p2) / static_cast<double>(changed.total);
  if (!(variance > 0)) return std::nullopt;
  double distance = std::abs(p2 - p1);
  if (is_corrected) distance = std::max(0.0, distance - people / 2);
  return std::copysign(distance / std::sqrt(variance), p2 - p1);
}

std::optional<TestResult> evaluate_test(const ArmCounts& control, const ArmCounts& changed,
                                        const TestSetup& setup) {
  const bool is_sure = setup.confidence > 0 && setup.confidence < 1;
  if (!is_valid(control) || !is_valid(changed) || !is_sure) return std::nullopt;
  TestResult result;
  result.control_rate = rate_of(control);
  result.changed_rate = rate_of(changed);
  result.difference = result.changed_rate - result.control_rate;
  result.difference_interval = newcombe_interval(control, changed, setup.confidence);
  result.z = test_statistic(control, changed, setup.method);
  if (result.z) {
    result.p_value = 2 * normal_below(-std::abs(*result.z));
    result.is_significant = *result.p_value < 1 - setup.confidence;
  }
  result.is_better = result.is_significant && result.difference > 0;
  result.is_worse = result.is_significant && result.difference < 0;
  if (control.successes > 0) result.lift = result.changed_rate / result.control_rate - 1;
  result.lift_interval = katz_interval(control, changed, setup.confidence);
  result.chance_better = chance_better(control, changed);
  return result;
}

}  // namespace cairn
