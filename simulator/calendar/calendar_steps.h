// Expected visits that begin in each cell of the calendar, all classes side by side.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/calendar/spell_numbers.h"
#include "simulator/calendar/spells.h"

namespace cairn {

/// What begins in each cell, by cell of CalendarGrid::begins: everything is a mean, in people and
/// money undiscounted.
struct ClassSeries {
  std::vector<double> conversions;    // first ones
  std::vector<double> revenue, cost;  // paid when a visit begins
  /// By stay of ClassRuns: what the stays that begin in a cell bring and take per day they last.
  std::vector<std::vector<double>> revenue_per_day, cost_per_day;
};

struct CalendarSeries {
  std::vector<ClassSeries> classes;
  std::vector<double> entrants;  // of all classes, referred ones included
  bool has_endless_growth = false;
};

/// `numbers`: by spell, as the phases name them. Referred people come in the cell in which somebody
/// refers them, and what they refer within it is solved with it. Where one person so brings one or
/// more within a cell there is no end to that; then everybody referred enters one cell later
/// (has_endless_growth), and the window bounds what comes of it.
CalendarSeries step_calendar(const CalendarPlan& plan, const std::vector<SpellNumbers>& numbers,
                             const std::vector<std::vector<Phase>>& phases,
                             const std::vector<LagLaw>& laws, const CalendarGrid& grid);

}  // namespace cairn
