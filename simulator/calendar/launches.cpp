#include "simulator/calendar/launches.h"

#include <algorithm>
#include <cmath>

#include "journey/changes.h"
#include "simulator/chain/chain.h"

namespace cairn {
namespace {

/// The integral of the strength over the first `days` after the start, the end left aside.
double strength_days(double ramp_days, double days) {
  if (!(days > 0)) return 0;
  if (days < ramp_days) return days * days / (2 * ramp_days);
  return days - ramp_days / 2;
}

/// The integral of exp(-rate u) over from … to.
double discounted_days(double rate_per_day, double from, double to) {
  if (!(to > from)) return 0;
  if (!(rate_per_day > 0)) return to - from;
  return std::exp(-rate_per_day * from) * -std::expm1(-rate_per_day * (to - from)) / rate_per_day;
}

/// The costs in the days up to `last` of a window that has no end of its own.
OwnCosts costs_between(const Journey& journey, const Launch& launch, const World& world,
                       double last, bool counts_last, double rate_per_day) {
  const double start = launch.starts_day;
  const double from = std::max(start, 0.0), to = std::min(launch.ends_day, last);
  OwnCosts costs;
  for (const MoneyLine& line : journey.fixes[launch.fix].costs) {
    const double amount = to_draw(line.amount, world).mean();
    if (line.basis == MoneyLine::Basis::time) {
      if (!(to > from)) continue;
      costs.undiscounted += amount / line.per_days * (to - from);
      costs.discounted += amount / line.per_days * discounted_days(rate_per_day, from, to);
    } else if (start >= 0 && (start < last || (counts_last && start == last))) {
      costs.undiscounted += amount;
      costs.discounted += amount * std::exp(-rate_per_day * start);
    }
  }
  return costs;
}

}  // namespace

Launch find_launch(const Journey& journey, FixId id, const World& world) {
  const Fix& fix = journey.fixes[id];
  Launch launch;
  launch.fix = id;
  if (fix.starts && fix.starts->year == 0) {
    launch.starts_day = day_number(*fix.starts, 0);
  } else if (fix.starts && !journey.frame.starts) {
    launch.starts_day = std::numeric_limits<double>::infinity();
  } else if (fix.starts) {
    launch.starts_day = day_number(*fix.starts, 0) - day_number(*journey.frame.starts, 0);
  }
  if (fix.ramps.is_valid()) launch.ramp_days = std::max(world.at(fix.ramps), 0.0);
  if (fix.lasts.is_valid()) launch.ends_day = launch.starts_day + world.at(fix.lasts);
  return launch;
}

std::vector<Launch> find_launches(const Journey& journey, const std::vector<FixId>& fixes,
                                  const World& world) {
  std::vector<Launch> launches;
  launches.reserve(fixes.size());
  for (const FixId fix : fixes) launches.push_back(find_launch(journey, fix, world));
  return launches;
}

double strength_at(const Launch& launch, double day) {
  if (!(day >= launch.starts_day) || day >= launch.ends_day) return 0;
  const double since = day - launch.starts_day;
  return since < launch.ramp_days ? since / launch.ramp_days : 1;
}

double mean_strength(const Launch& launch, double from_day, double to_day) {
  const double from = std::clamp(from_day, launch.starts_day, std::max(launch.starts_day, to_day));
  const double to = std::min(to_day, launch.ends_day);
  if (!(to > from)) return 0;
  const double full_from = launch.starts_day + launch.ramp_days;
  if (from >= full_from && from == from_day && to == to_day) return 1;  // to the last digit
  return (strength_days(launch.ramp_days, to - launch.starts_day) -
          strength_days(launch.ramp_days, from - launch.starts_day)) /
         (to_day - from_day);
}

OwnCosts own_costs(const Journey& journey, const Launch& launch, const World& world,
                   double horizon_days, double rate_per_day) {
  return costs_between(journey, launch, world, horizon_days, false, rate_per_day);
}

double own_costs_until(const Journey& journey, const Launch& launch, const World& world,
                       double horizon_days, double day) {
  const bool is_end = day >= horizon_days;
  return costs_between(journey, launch, world, std::min(day, horizon_days), !is_end, 0)
      .undiscounted;
}

}  // namespace cairn
