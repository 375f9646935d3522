// Money of the calendar by cell, and what it is worth at the window's start.
#pragma once

#include <vector>

#include "simulator/calendar/calendar_steps.h"
#include "simulator/calendar/spells.h"
#include "simulator/chain/chain.h"

namespace cairn {

/// Money of one class within the window. Costs are counted positive.
struct ClassMoney {
  double revenue = 0, cost = 0;              // undiscounted
  double total_revenue = 0, total_cost = 0;  // discounted to the window's start
  std::vector<double> profit;                // by cell of the window, undiscounted
};

/// What begins in the last cell counts in full. `rate_per_day`: as in MoneyWeights.
ClassMoney sum_money(const ClassSeries& series, const std::vector<Draw>& stays,
                     const CalendarGrid& grid, double rate_per_day);

/// Expected days that a stay which begins in a cell spends in that cell of the window, in the next,
/// and so on.
std::vector<double> days_by_cell(const Draw& stay, const CalendarGrid& grid);

}  // namespace cairn
