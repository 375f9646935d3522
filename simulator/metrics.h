// What each metric is, in terms of the totals every engine produces (R24, docs/counting.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "journey/journey.h"
#include "journey/question.h"
#include "journey/world.h"
#include "simulator/chain/ratio.h"
#include "simulator/chain/totals.h"

namespace cairn {

/// A metric as a signed sum of totals, or a ratio of two, times a factor of the calendar.
struct MetricForm {
  /// per_time and in_total multiply by the number of entrants, so they count a group's part of
  /// them.
  enum class Scale : std::uint8_t { none, per_time, in_total };

  Ratio ratio;
  Scale scale = Scale::none;
  double per_days = 0;  // per_time: length of the unit
  Unit unit = Unit::share;
  std::optional<std::size_t> square;  // mean times: total of the squares of the numerator's days
  bool is_quantile = false;           // a quantile of a time: only the walk knows it
  std::string why_not;  // set: not defined for this journey, or not predicted by this version
};

MetricForm form_metric(const Journey& journey, const TotalsLayout& layout, const Metric& metric);

/// What a form is multiplied by in one world, for a group that is `group_share` of all entrants.
double calendar_factor(const Journey& journey, const MetricForm& form, const World& world,
                       double group_share);

/// The value of a form; nothing for a mean over nobody.
std::optional<double> metric_value(const MetricForm& form, const Totals& totals, double factor);

struct Interval {
  double low = 0;
  double high = 0;
};

/// Where the value lies if every total lies between its two bounds.
std::optional<Interval> metric_bracket(const MetricForm& form, const Totals& low,
                                       const Totals& high, double factor);

}  // namespace cairn
