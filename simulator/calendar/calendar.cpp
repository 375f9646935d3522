#include "simulator/calendar/calendar.h"

#include <utility>

#include "base/check.h"
#include "simulator/calendar/calendar_money.h"
#include "simulator/calendar/calendar_steps.h"
#include "simulator/calendar/launches.h"
#include "simulator/chain/totals.h"

namespace cairn {
namespace {

bool is_same(const World& a, const World& b) {
  return a.values == b.values && a.low_digits == b.low_digits;
}

/// The spells with the worlds they are lived in. Spells of one world are one, and neighbours are
/// joined: a fix that changes nothing leaves no trace.
struct Worlds {
  std::vector<World> worlds;
  std::vector<Spell> spells;            // in order
  std::vector<std::uint32_t> world_of;  // by spell
};

Worlds find_worlds(const Journey& journey, const World& written, std::vector<Spell> spells) {
  Worlds found;
  for (Spell& spell : spells) {
    World world = written;
    if (!journey.active_fixes.empty()) set_strengths(journey, spell.strengths, world);
    std::uint32_t number = 0;
    while (number < found.worlds.size() && !is_same(found.worlds[number], world)) ++number;
    if (number == found.worlds.size()) found.worlds.push_back(std::move(world));
    if (!found.spells.empty() && found.world_of.back() == number) {
      found.spells.back().to_day = spell.to_day;
    } else {
      found.spells.push_back(std::move(spell));
      found.world_of.push_back(number);
    }
  }
  return found;
}

CalendarFigures sum_up(const CalendarPlan& plan, const CalendarSeries& series,
                       const CalendarGrid& grid, double rate_per_day) {
  CalendarFigures figures;
  figures.horizon_days = grid.horizon_days;
  figures.has_endless_growth = series.has_endless_growth;
  figures.profit_until.assign(grid.cells, 0);
  for (std::uint32_t n = 0; n < grid.begins(); ++n) {
    figures.entrants += part_within(grid, n) * series.entrants[n];
  }
  for (std::size_t c = 0; c < series.classes.size(); ++c) {
    double conversions = 0;
    for (std::uint32_t n = 0; n < grid.begins(); ++n) {
      conversions += part_within(grid, n) * series.classes[c].conversions[n];
    }
    const ClassMoney money =
        sum_money(series.classes[c], plan.classes[c].stays, grid, rate_per_day);
    figures.conversions += conversions;
    figures.revenue += money.revenue;
    figures.cost += money.cost;
    figures.total_revenue += money.total_revenue;
    figures.total_cost += money.total_cost;
    figures.class_conversions.push_back(conversions);
    figures.class_profit.push_back(money.revenue - money.cost);
    for (std::uint32_t k = 0; k < grid.cells; ++k) figures.profit_until[k] += money.profit[k];
  }
  for (std::uint32_t k = 1; k < grid.cells; ++k) {
    figures.profit_until[k] += figures.profit_until[k - 1];
  }
  return figures;
}

}  // namespace

CalendarFigures solve_calendar(const CalendarSetting& setting, const World& written,
                               const std::vector<FixId>& on, std::uint32_t cells) {
  const Journey& journey = *setting.journey;
  CAIRN_CHECK(journey.frame.horizon.is_valid() && cells > 0);
  const MoneyWeights weights = money_weights(journey, written);
  CAIRN_CHECK(weights.horizon_days > 0);
  const CalendarGrid grid{weights.horizon_days, cells, weights.is_once};
  Worlds found = find_worlds(journey, written,
                             find_spells(find_launches(journey, on, written), journey.fixes.size(),
                                         grid.horizon_days, grid.cell_days()));
  CalendarPlan plan = plan_calendar(setting);
  LawTable laws(grid.cell_days(), cells, Rounding::middle);
  std::vector<SpellNumbers> numbers;
  numbers.reserve(found.worlds.size());
  for (const World& world : found.worlds) {
    numbers.push_back(make_spell_numbers(setting, world, plan, laws));
  }
  std::vector<std::vector<Phase>> phases = find_phases(found.spells, grid);
  for (auto& cell : phases) {
    for (Phase& phase : cell) phase.spell = found.world_of[phase.spell];
  }
  return sum_up(plan, step_calendar(plan, numbers, phases, laws.laws, grid), grid,
                weights.rate_per_day);
}

}  // namespace cairn
