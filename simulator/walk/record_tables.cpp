#include "simulator/walk/record_tables.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace cairn {
namespace {

constexpr std::int64_t kMostUnits = std::numeric_limits<std::int32_t>::max();

/// Slots of one row, with stops for arrivals.
void convert_row(const WalkTables& walk, std::uint64_t row, std::vector<std::uint64_t>& slots) {
  const auto packed = static_cast<std::uint32_t>(row);
  const auto first_arrival = static_cast<std::uint32_t>(row >> 32);
  const std::uint32_t first = packed >> kShiftBits;
  const std::uint32_t shift = packed & ((1u << kShiftBits) - 1);
  const auto count = static_cast<std::uint32_t>(std::uint64_t{1} << (32 - shift));
  const auto convert = [&](std::uint64_t code) -> std::uint64_t {
    if ((code & kRareWay) != 0) return kRareWay;
    return walk.states[first_arrival + (code & kWayMask)] | (code & kLastWay);
  };
  for (std::uint32_t slot = first; slot < first + count; ++slot) {
    const std::uint64_t old = walk.slots[slot];
    slots[slot] = old >> 32 << 32 | convert(old >> 16 & 0xffff) << 16 | convert(old & 0xffff);
  }
}

RecordMoney sure_money(const std::vector<MoneyDraw>& lines, bool& is_sure) {
  RecordMoney sum;
  for (const MoneyDraw& line : lines) {
    is_sure &= line.amount.kind == Draw::Kind::fixed && line.per_days == 0;
    if (is_sure) book_units(line.sign, line.amount.value, sum);
  }
  return sum;
}

bool fits(std::int64_t units) {
  return units <= kMostUnits && units >= -kMostUnits;
}

RecordStop stop_of(const WalkTables& walk, std::uint32_t arrival) {
  RecordStop stop;
  stop.mu = std::bit_cast<float>(static_cast<std::uint32_t>(walk.laws[arrival]));
  stop.spread = std::bit_cast<float>(static_cast<std::uint32_t>(walk.laws[arrival] >> 32));
  if (!(stop.mu > ChanceLaw::kNoLognormal)) stop.spread = walk.means[arrival];
  stop.row = static_cast<std::uint32_t>(walk.rows[arrival]);
  return stop;
}

void fill_few(RecordTables& tables) {
  tables.has_few = tables.stops.size() <= RecordTables::kFew;
  for (std::size_t s = 0; tables.has_few && s < tables.stops.size(); ++s) {
    const RecordStop& stop = tables.stops[s];
    tables.few.mu[s] = stop.mu;
    tables.few.spread[s] = stop.spread;
    tables.few.row[s] = stop.row;
    tables.few.cost[s] = stop.cost;
  }
}

}  // namespace

void book_units(double sign, double amount, RecordMoney& money) {
  (sign > 0 ? money.revenue : money.cost) +=
      static_cast<std::int64_t>(std::floor(amount * kMoneyUnits + 0.5));
}

RecordTables make_record_tables(const WalkTables& walk,
                                const std::vector<std::vector<MoneyDraw>>& money) {
  RecordTables tables;
  tables.walk = &walk;
  const std::size_t states = money.size();
  if (walk.has_fixed || walk.has_random_after() || walk.is_too_large) return tables;
  if (states > kWayMask) return tables;
  tables.stops.resize(states + 1);
  tables.revenues.resize(states + 1);
  tables.arrivals.assign(states + 1, walk.start);
  tables.last_money.resize(states);
  tables.slots.resize(walk.slots.size());
  std::vector<char> is_done(states + 1);
  bool is_usable = true;
  const auto stop_at = [&](std::uint32_t arrival) {
    return arrival == walk.start ? states : walk.states[arrival];
  };
  for (std::uint32_t arrival = 0; arrival < walk.states.size(); ++arrival) {
    const std::size_t s = stop_at(arrival);
    if (is_done[s] != 0) continue;
    is_done[s] = 1;
    tables.arrivals[s] = arrival;
    RecordStop& stop = tables.stops[s] = stop_of(walk, arrival);
    const RecordMoney sure = s < states ? sure_money(money[s], is_usable) : RecordMoney{};
    if (walk.is_last[arrival] != 0) {
      tables.last_money[s] = sure;
      continue;
    }
    convert_row(walk, walk.rows[arrival], tables.slots);
    is_usable &= fits(sure.cost) && fits(sure.revenue);
    if (!is_usable) return tables;
    stop.cost = static_cast<std::int32_t>(sure.cost);
    tables.revenues[s] = static_cast<std::int32_t>(sure.revenue);
    tables.has_revenue |= sure.revenue != 0;
  }
  for (std::size_t i = 0; i + 1 < walk.prologue.size(); ++i) {
    const std::size_t s = stop_at(walk.prologue[i]);
    tables.start_money.cost += tables.stops[s].cost;
    tables.start_money.revenue += tables.revenues[s];
  }
  tables.start_stop = static_cast<std::uint32_t>(stop_at(walk.prologue.back()));
  fill_few(tables);
  tables.is_usable = is_usable && walk.is_last[walk.prologue.back()] == 0;
  return tables;
}

}  // namespace cairn
