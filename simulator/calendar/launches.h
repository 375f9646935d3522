// When fixes act, and what they cost by themselves (R15, R10).
#pragma once

#include <limits>
#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// One fix in one world. Days are counted from the journey's `starts`.
struct Launch {
  FixId fix;
  double starts_day = 0;  // may be below 0; infinity: never
  double ramp_days = 0;   // 0: in full at once
  double ends_day = std::numeric_limits<double>::infinity();
};

/// A fix without `starts` acts from day 0. One that starts on a date of a journey that has no
/// `starts` never does: nothing says which of its days that is (W505). `world`: as written.
Launch find_launch(const Journey& journey, FixId fix, const World& world);
std::vector<Launch> find_launches(const Journey& journey, const std::vector<FixId>& fixes,
                                  const World& world);

/// 0 before the start, then rising evenly to 1 over the ramp; 0 from the end on.
double strength_at(const Launch& launch, double day);

/// The exact mean over an interval that is not empty.
double mean_strength(const Launch& launch, double from_day, double to_day);

/// What a fix itself costs, in the currency of the journey, both not below 0 unless written so.
struct OwnCosts {
  double undiscounted = 0;
  double discounted = 0;  // to the journey's start
};

/// `once`: at the start, if that lies in 0 … horizon (an end not included); `per …`: from the
/// start, or from day 0 if that is later, until the fix ends or the horizon. `rate_per_day`: as in
/// MoneyWeights. `world`: as written.
OwnCosts own_costs(const Journey& journey, const Launch& launch, const World& world,
                   double horizon_days, double rate_per_day);

/// What it has cost by the end of a day of 0 … horizon, undiscounted.
double own_costs_until(const Journey& journey, const Launch& launch, const World& world,
                       double horizon_days, double day);

}  // namespace cairn
