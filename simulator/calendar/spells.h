// The calendar cut into stretches of constant strength, and into cells.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/woven.h"
#include "simulator/calendar/launches.h"

namespace cairn {

/// A stretch of the window in which every fix acts by the same strength.
struct Spell {
  double from_day = 0, to_day = 0;
  Strengths strengths;  // by FixId; 0 for all that are not launched
};

/// A ramp is climbed in equal steps, each of the mean strength over it: one step per cell, and 16
/// at most. Of a figure f that bends over the ramp this leaves (1/16)²/24 = 1.6e-4 of f'' by the
/// strength, for what happens during the ramp; its slope makes no error of its own as the mean of
/// every step is right.
inline constexpr std::uint32_t kMostRampSteps = 16;

/// The spells of a window in order, without gaps; neighbours differ in strength. What changes
/// outside the window leaves no trace.
std::vector<Spell> find_spells(const std::vector<Launch>& launches, std::size_t fix_count,
                               double horizon_days, double cell_days);

/// The equal cells a window is cut into. With a steady stream what begins in a cell is spread
/// evenly over it: cell n is the days n to n + 1, and no cell is beyond the window. All at once:
/// moments are points of the grid, cell n is everything nearer to point n than to any other, the
/// first is day 0 itself and of the last one half lies beyond the window.
struct CalendarGrid {
  double horizon_days = 0;
  std::uint32_t cells = 0;
  bool is_once = false;

  double cell_days() const { return horizon_days / cells; }
  /// Number of cells in which something may begin.
  std::uint32_t begins() const { return is_once ? cells + 1 : cells; }
};

/// A part of a cell with one spell's numbers.
struct Phase {
  std::uint32_t spell = 0;  // number of the spell
  double part = 1;          // of what begins in the cell
};

/// By cell of CalendarGrid::begins. The parts of a cell sum to 1.
std::vector<std::vector<Phase>> find_phases(const std::vector<Spell>& spells,
                                            const CalendarGrid& grid);

}  // namespace cairn
