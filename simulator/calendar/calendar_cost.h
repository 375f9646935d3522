// What stepping a calendar costs, counted before it is done, so that no journey takes for ever.
#pragma once

#include <vector>

#include "simulator/calendar/spell_numbers.h"

namespace cairn {

/// Fewer cells than this are never taken.
inline constexpr std::uint32_t kFewestCalendarCells = 16;

/// Whether the steps fit into about a second (multiplications, counted, not timed: the same on
/// every machine) and into a quarter of a gigabyte.
bool is_affordable(const CalendarPlan& plan, const std::vector<SpellNumbers>& numbers,
                   const std::vector<LagLaw>& laws, const CalendarGrid& grid);

}  // namespace cairn
