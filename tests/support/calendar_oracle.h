// The calendar by people one by one: slow and obvious. Each enters at a time of their own, and each
// visit has the numbers of the very moment it begins.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "simulator/calendar/spell_numbers.h"

namespace cairn {

struct CalendarOracleResult {
  enum Figure : std::uint8_t {
    entrants,
    conversions,
    revenue,
    cost,
    total_revenue,
    total_cost,
    kFigures
  };
  std::array<double, kFigures> mean{};  // for all entrants of the window, as CalendarFigures
  std::array<double, kFigures> standard_error{};
};

/// Walks so many people, each with all whom they refer. The number of entrants must not depend on
/// fixes.
CalendarOracleResult ask_calendar_oracle(const CalendarSetting& setting, const World& written,
                                         const std::vector<FixId>& on, std::uint64_t seed,
                                         std::uint64_t people);

}  // namespace cairn
