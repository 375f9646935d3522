// One class of customers as the walk by record reads it: by stop, for nobody asks how the walker
// came there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/walk/money_draw.h"
#include "simulator/walk/tables.h"

namespace cairn {

/// Money of one person, in units of 1e-4 of the journey's currency, so that sums are exact in any
/// order. Undiscounted, within the horizon; each payment is rounded to such units.
struct RecordMoney {
  std::int64_t cost = 0, revenue = 0;
  bool operator==(const RecordMoney&) const = default;
};
inline constexpr double kMoneyUnits = 10'000;

/// Adds an amount to cost or revenue by its sign.
void book_units(double sign, double amount, RecordMoney& money);

/// All that a step needs of where it begins, in one look-up.
struct alignas(16) RecordStop {
  float mu = ChanceLaw::kNoLognormal;
  float spread = 0;       // sigma of a lognormal, mean of an exponential
  std::uint32_t row = 0;  // first slot << kShiftBits | shift
  std::int32_t cost = 0;  // of the visit, in units
};

struct RecordTables {
  const WalkTables* walk = nullptr;
  /// By state, then the start.
  std::vector<RecordStop> stops;
  std::vector<std::int32_t> revenues;   // of the visit, in units
  std::vector<std::uint32_t> arrivals;  // any by which the stop is reached
  /// As WalkTables::slots, with stops for arrivals.
  std::vector<std::uint64_t> slots;
  /// By state: what the visit pays for certain where the journey ends; else it stands in `stops`.
  std::vector<RecordMoney> last_money;
  RecordMoney start_money;  // of those before the first stop that everybody passes
  std::uint32_t start_stop = 0;
  bool has_revenue = false;  // on the way

  /// The stops by column, if they are few enough for look-ups in registers.
  static constexpr std::size_t kFew = 32;
  struct alignas(64) FewStops {
    float mu[kFew] = {}, spread[kFew] = {};
    std::uint32_t row[kFew] = {};
    std::int32_t cost[kFew] = {};
  };
  FewStops few;
  bool has_few = false;

  /// False: fixed durations, `after`, amounts left to chance or by time, or too many stops.
  bool is_usable = false;
};

/// `walk` must outlive the result. `money`: by state.
RecordTables make_record_tables(const WalkTables& walk,
                                const std::vector<std::vector<MoneyDraw>>& money);

}  // namespace cairn
