// What alternatives bring by the calendar: launches, ramps, ends and their own costs (R15).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/comparison.h"
#include "simulator/doubt.h"
#include "simulator/setting.h"

namespace cairn {

/// A figure of the calendar at best estimates and by world (empty where nothing is uncertain).
struct CalendarFigure {
  double best = 0;
  std::vector<double> by_world;
};

/// One alternative in the window from `starts` to the horizon, less today in the same window and
/// world, before what its fixes cost by themselves; then those costs.
struct CalendarEffect {
  CalendarFigure conversions;            // people
  CalendarFigure revenue, cost;          // undiscounted
  CalendarFigure total_revenue;          // discounted to the start
  CalendarFigure total_cost;             // discounted to the start
  CalendarFigure own, own_total;         // what the fixes cost, undiscounted and discounted
  std::optional<double> payback_days;    // R24, at best estimates
  double chance_payback = 0;             // share of worlds that pay back within the window
  std::vector<double> payback_by_world;  // days; infinite: not within the window
  bool is_carried = false;               // most worlds by the full-strength effect, to first order
};

/// The same questions without a calendar, from which worlds are carried: in this order.
std::vector<Question> calendar_questions();

struct CalendarOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;
  unsigned threads = 0;
  /// For very many alternatives: worlds are stepped for a few of them only; where that says that
  /// they cannot be carried, effects are known at best estimates alone.
  bool is_rough = false;
  Progress* progress = nullptr;
  /// Worlds that are stepped through the calendar in any case, and tell whether the others may be
  /// carried.
  std::uint32_t stepped_worlds = 32;
};

/// Whether a journey has what a window of the calendar needs: people who enter, and a horizon.
bool has_calendar(const Journey& journey);

/// By alternative, the first being today; `setting` is of the journey with all their fixes.
/// `full` answers calendar_questions from position `first` on, by alternative; empty without
/// worlds. The best estimate and 32 worlds are solved over the calendar. The others are carried
/// from the effect at full strength in their world, if that is within a tenth of the range in the
/// 32; else all are solved.
std::vector<CalendarEffect> solve_calendar_effects(const Setting& setting,
                                                   const std::vector<Alternative>& alternatives,
                                                   const std::vector<double>& full_best,
                                                   const std::vector<DoubtAnswer>& full,
                                                   std::size_t first,
                                                   const CalendarOptions& options);

/// What several fixes cost by themselves in the window.
struct OwnCostsOf {
  double undiscounted = 0;
  double discounted = 0;
};
OwnCostsOf own_costs_of(const Journey& journey, const World& written,
                        const std::vector<FixId>& fixes);

/// Profit of everyone in the window by the calendar, discounted to its start, before own costs.
double calendar_profit(const Setting& setting, const World& written,
                       const std::vector<FixId>& fixes);

/// Means, ranges and chances of an effect.
BusinessCase business_case(const CalendarEffect& effect);

}  // namespace cairn
