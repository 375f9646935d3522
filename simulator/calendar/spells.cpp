#include "simulator/calendar/spells.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

std::uint32_t ramp_steps(const Launch& launch, double cell_days) {
  const double steps = std::ceil(launch.ramp_days / cell_days);
  return static_cast<std::uint32_t>(std::clamp(steps, 1.0, double{kMostRampSteps}));
}

/// A stretch of the window in which one fix acts by the same strength.
struct Piece {
  double from_day = 0, to_day = 0, strength = 0;
};

/// The steps of one launch, whatever other fixes do meanwhile.
std::vector<Piece> find_pieces(const Launch& launch, double horizon_days, double cell_days) {
  std::vector<double> days = {0, horizon_days};
  const auto add = [&](double day) {
    if (day > 0 && day < horizon_days) days.push_back(day);
  };
  add(launch.starts_day);
  add(launch.ends_day);
  const std::uint32_t steps = launch.ramp_days > 0 ? ramp_steps(launch, cell_days) : 0;
  for (std::uint32_t i = 1; i <= steps; ++i) {
    add(launch.starts_day + launch.ramp_days * i / steps);
  }
  std::sort(days.begin(), days.end());
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    if (!(days[i + 1] > days[i])) continue;
    const double strength = mean_strength(launch, days[i], days[i + 1]);
    if (!pieces.empty() && pieces.back().strength == strength) {
      pieces.back().to_day = days[i + 1];
    } else {
      pieces.push_back({days[i], days[i + 1], strength});
    }
  }
  return pieces;
}

}  // namespace

std::vector<Spell> find_spells(const std::vector<Launch>& launches, std::size_t fix_count,
                               double horizon_days, double cell_days) {
  std::vector<std::vector<Piece>> pieces;  // by launch
  std::vector<double> days = {0};
  for (const Launch& launch : launches) {
    pieces.push_back(find_pieces(launch, horizon_days, cell_days));
    for (const Piece& piece : pieces.back()) days.push_back(piece.from_day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  days.push_back(horizon_days);
  std::vector<Spell> spells;
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    Spell spell{days[i], days[i + 1], Strengths(fix_count, 0)};
    for (std::size_t k = 0; k < launches.size(); ++k) {
      const auto piece = std::find_if(pieces[k].begin(), pieces[k].end(),
                                      [&](const Piece& one) { return one.to_day >= spell.to_day; });
      spell.strengths[launches[k].fix.index] = piece->strength;
    }
    spells.push_back(std::move(spell));
  }
  return spells;
}

std::vector<std::vector<Phase>> find_phases(const std::vector<Spell>& spells,
                                            const CalendarGrid& grid) {
  const double shift = grid.is_once ? 0.5 : 0;
  std::vector<std::vector<Phase>> phases(grid.begins());
  std::uint32_t first = 0;
  for (std::uint32_t n = 0; n < grid.begins(); ++n) {
    const double from = std::max(0.0, grid.cell_days() * (n - shift));
    const double to = std::min(grid.horizon_days, grid.cell_days() * (n + 1 - shift));
    if (grid.is_once && n == 0) {
      phases[n] = {{0, 1}};
      continue;
    }
    // A sliver is rounding.
    const double least = 1e-9 * (to - from);
    while (first + 1 < spells.size() && spells[first].to_day <= from + least) ++first;
    double left = 1;
    for (std::uint32_t s = first; s < spells.size() && left > 0; ++s) {
      const bool is_last = s + 1 == spells.size() || spells[s].to_day >= to - least;
      const double begin = std::max(from, spells[s].from_day);
      const double part = is_last ? left : std::min(left, (spells[s].to_day - begin) / (to - from));
      phases[n].push_back({s, part});
      left = is_last ? 0 : left - part;
    }
  }
  return phases;
}

}  // namespace cairn
