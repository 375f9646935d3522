// Expected figures of one world over the calendar: fixes come and go while customers keep arriving
// (R10, R15, R21).
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "simulator/calendar/spell_numbers.h"

namespace cairn {

/// Figures of the window from the journey's `starts` for the length of the horizon, with nobody in
/// the journey when it opens. In people and in the journey's currency. What fixes cost by
/// themselves is not in them (launches.h).
struct CalendarFigures {
  double horizon_days = 0;
  double entrants = 0;                       // those who are referred included
  double conversions = 0;                    // people who convert in the window
  double revenue = 0, cost = 0;              // undiscounted; both counted positive
  double total_revenue = 0, total_cost = 0;  // discounted to the window's start
  /// By cell of the window: revenue - cost from its start to the end of the cell, undiscounted.
  std::vector<double> profit_until;
  std::vector<double> class_conversions, class_profit;  // by class; profit undiscounted
  /// Each person brings one or more others within a cell: figures hang on the cell
  /// (calendar_steps.h).
  bool has_endless_growth = false;
};

/// Of a year or two: figures of the shop and of saas are then within 5e-6 of what they settle at.
inline constexpr std::uint32_t kCalendarCells = 240;

/// `written`: one world before fixes act, with a horizon above 0. Of the active fixes of the
/// journey those that are `on` act by their launches, others not at all. `cells` are halved until
/// the steps can be afforded (calendar_cost.h).
///
/// A visit has the numbers of the time at which it begins, with the strengths of its spell
/// (spells.h). What begins in a cell is taken to be spread evenly over it; durations are rounded so
/// that means stay (LagLaw, `middle`): both leave errors of second order in the cell. Entrants come
/// evenly, or with `entrants … once` all at day 0; what then happens exactly at the horizon counts.
CalendarFigures solve_calendar(const CalendarSetting& setting, const World& written,
                               const std::vector<FixId>& on, std::uint32_t cells = kCalendarCells);

/// Revenue - cost from the window's start to a day of 0 … horizon, undiscounted; even within a
/// cell.
double profit_by(const CalendarFigures& figures, double day);

}  // namespace cairn
