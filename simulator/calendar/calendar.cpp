#include "simulator/calendar/calendar.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "simulator/calendar/calendar_cost.h"
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
    figures.entrants += series.entrants[n];
  }
  for (std::size_t c = 0; c < series.classes.size(); ++c) {
    double conversions = 0;
    for (std::uint32_t n = 0; n < grid.begins(); ++n) {
      conversions += series.classes[c].conversions[n];
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

/// All numbers of one world with durations rounded in one way.
struct Numbers {
  CalendarPlan plan;
  LawTable laws;
  std::vector<SpellNumbers> spells;
};

/// One world, to be stepped with durations rounded in several ways.
struct CalendarCase {
  const CalendarSetting& setting;
  CalendarGrid grid;
  Worlds found;
  std::vector<std::vector<Phase>> phases;

  Numbers fill_in(Rounding rounding) const {
    Numbers numbers{plan_calendar(setting), LawTable(grid.cell_days(), grid.cells, rounding), {}};
    numbers.spells.reserve(found.worlds.size());
    for (const World& world : found.worlds) {
      numbers.spells.push_back(make_spell_numbers(setting, world, numbers.plan, numbers.laws));
    }
    return numbers;
  }
  CalendarSeries step(const Numbers& numbers) const {
    return step_calendar(numbers.plan, numbers.spells, phases, numbers.laws.laws, grid);
  }
};

CalendarCase make_case(const CalendarSetting& setting, const World& written,
                       const std::vector<FixId>& on, const CalendarGrid& grid) {
  const Journey& journey = *setting.journey;
  std::vector<Spell> spells = find_spells(find_launches(journey, on, written), journey.fixes.size(),
                                          grid.horizon_days, grid.cell_days());
  CalendarCase one{setting, grid, find_worlds(journey, written, std::move(spells)), {}};
  one.phases = find_phases(one.found.spells, grid);
  for (std::vector<Phase>& cell : one.phases) {
    for (Phase& phase : cell) phase.spell = one.found.world_of[phase.spell];
  }
  return one;
}

/// Adds a part of what begins in the last cell by another rounding; `own` is the part that stays.
void mix_last(const CalendarSeries& other, double own, double part, CalendarSeries& series) {
  const auto mix = [&](const std::vector<double>& from, std::vector<double>& to) {
    to.back() = own * to.back() + part * from.back();
  };
  mix(other.entrants, series.entrants);
  for (std::size_t c = 0; c < series.classes.size(); ++c) {
    mix(other.classes[c].conversions, series.classes[c].conversions);
    mix(other.classes[c].revenue, series.classes[c].revenue);
    mix(other.classes[c].cost, series.classes[c].cost);
  }
}

/// What lands at the horizon when all begin at day 0 stands for moments on both sides of it: one
/// half counts, but of those who came by narrow laws only, all who were not rounded down
/// (grid_layers.h says why).
void settle_last(const CalendarCase& one, CalendarSeries& series) {
  struct Layer {
    Rounding rounding;
    double sign;
  };
  double own = 0.5;
  for (const Layer layer : {Layer{Rounding::middle_above, 1}, Layer{Rounding::middle_below, -1},
                            Layer{Rounding::on_grid, 1}}) {
    mix_last(one.step(one.fill_in(layer.rounding)), own, layer.sign / 2, series);
    own = 1;
  }
}

}  // namespace

CalendarFigures solve_calendar(const CalendarSetting& setting, const World& written,
                               const std::vector<FixId>& on, std::uint32_t cells) {
  const Journey& journey = *setting.journey;
  CAIRN_CHECK(journey.frame.horizon.is_valid() && cells > 0);
  const MoneyWeights weights = money_weights(journey, written);
  CAIRN_CHECK(weights.horizon_days > 0);
  for (;; cells = std::max(kFewestCalendarCells, cells / 2)) {
    const CalendarCase one =
        make_case(setting, written, on, {weights.horizon_days, cells, weights.is_once});
    const Numbers numbers = one.fill_in(Rounding::middle);
    if (cells > kFewestCalendarCells &&
        !is_affordable(numbers.plan, numbers.spells, numbers.laws.laws, one.grid)) {
      continue;
    }
    CalendarSeries series = one.step(numbers);
    if (one.grid.is_once) settle_last(one, series);
    return sum_up(numbers.plan, series, one.grid, weights.rate_per_day);
  }
}

double profit_by(const CalendarFigures& figures, double day) {
  const double cells = static_cast<double>(figures.profit_until.size());
  const double position = std::clamp(day / figures.horizon_days, 0.0, 1.0) * cells;
  const auto whole = static_cast<std::size_t>(position);
  const double before = whole > 0 ? figures.profit_until[whole - 1] : 0;
  if (whole == figures.profit_until.size()) return before;
  const double part = position - static_cast<double>(whole);
  return before + part * (figures.profit_until[whole] - before);
}

}  // namespace cairn
