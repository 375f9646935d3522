// What a figure hangs on: which uncertain numbers make its range, and what knowing them is worth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decision/knowing.h"
#include "journey/journey.h"

namespace cairn {

/// One uncertain number and one figure over the worlds.
struct Influence {
  ParameterId number;
  double low = 0, high = 0;  // 5 and 95 % of its draws
  /// What is expected of the figure where the number is at these ends (fitted curve): the bar of a
  /// tornado.
  double at_low = 0, at_high = 0;
  /// Part of the figure's variance that the number makes by itself (first-order sensitivity index,
  /// Sobol' 1993, by regression on a spline of it): 0 … 1. What numbers do only together is in
  /// none of them.
  double share = 0;
  std::optional<KnowingValue> worth;  // in money, where there are actions to choose from
};

struct InfluenceReport {
  std::vector<Influence> numbers;  // the largest share first; those without any left out
  double unsourced = 0;            // shares of numbers without a `from`, together
  double explained = 0;            // all shares together
  /// Of the actions, if there are any: with everything known.
  std::optional<PerfectValue> everything;
};

/// `figure`: by world, as drawn from (seed, world number). `utilities`: net value of every action
/// in the same worlds, today first; empty: none. Worlds where the figure is not a number are left
/// out.
InfluenceReport find_influences(const Journey& journey, const std::vector<double>& figure,
                                const Utilities& utilities, std::uint64_t seed, unsigned threads);

}  // namespace cairn
