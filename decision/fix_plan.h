// Which fixes to take together: the best within a budget, or the cheapest that reach a target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "journey/comparison.h"
#include "journey/journey.h"

namespace cairn {

/// So many fixes are tried in every combination; more are searched.
inline constexpr std::size_t kMostFixesTried = 16;

struct PlanOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;
  unsigned threads = 0;
  std::optional<double> budget;         // of all own costs in the window, undiscounted
  const Expectation* target = nullptr;  // the cheapest set for which this holds on average
  Progress* progress = nullptr;
};

/// A set of fixes, judged in many worlds.
struct FixSet {
  std::vector<FixId> fixes;
  double cost = 0;  // own costs in the window, at best estimates, undiscounted
  std::optional<BusinessCase> business;
  double conversion = 0;   // at full strength, mean over worlds
  double reached = 0;      // with a target: the figure, mean over worlds
  double chance_best = 0;  // share of worlds in which it is the best of those judged
  double regret = 0;       // mean over worlds of how far it is below the best
};

struct FixPlan {
  FixSet chosen;                         // possibly no fix at all
  std::optional<FixSet> runner_up;       // within the same limits; of a budget only
  std::optional<FixSet> without_budget;  // where the budget keeps from it
  double chance_any_net = 0;             // that the chosen set brings more than it costs
  std::size_t tried = 0;                 // sets that were screened
  std::size_t clashing = 0;              // sets left out because two fixes set one number
  bool is_exact = true;                  // every set was tried
  std::string why_not;                   // nothing can be planned, or the target is out of reach
  std::optional<FixSet> nearest;         // a target out of reach: the set that gets furthest
};

/// The set with the highest mean net value by the calendar whose own costs stay within the budget
/// (today, with no fix, is one of them). Every set is screened at best estimates by the calendar
/// and in 64 worlds by its effect without a horizon, carried to first order; those that may still
/// be the best are compared in all worlds. Beyond 16 fixes: fixes are added one by one, the best
/// first, and exchanged while that helps, on the screen's figures. With a target: sets in order of
/// their cost, until one reaches it on average.
FixPlan plan_fixes(const Journey& journey, const PlanOptions& options);

}  // namespace cairn
