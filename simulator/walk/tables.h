// One class of customers as the fast walk reads it: flat tables by arrival.
//
// An arrival is an edge of the Chain, an entry state, or the start itself: where somebody stands
// and how they came there, in one number. So one look-up gives all that the next step needs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "journey/journey.h"
#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/normal_law.h"
#include "simulator/walk/stream.h"

namespace cairn {

/// A slot of a row: {threshold: 32, below: 16, above: 16} bits. A word picks the slot by its high
/// bits; the arrival is `below` if the word is below the threshold and `above` if it is above.
/// `below` and `above` count from the row's first arrival; with kRareWay set the exact path
/// decides.
inline constexpr std::uint32_t kRareWay = 0x8000;
inline constexpr std::uint32_t kLastWay = 0x4000;  // the journey ends there
inline constexpr std::uint32_t kWayMask = 0x3fff;
inline constexpr std::uint32_t kLateWay = 0x10000;  // of a lane, not a slot: after the horizon

/// Bits by which a row's packed number holds how far a word is shifted to give the slot.
inline constexpr int kShiftBits = 5;

/// A flag that is drawn on arrival: 64 bits of chance below `threshold` say yes. `yes` and `no` are
/// nodes, or arrivals where kIsArrival is set.
struct FlagNode {
  static constexpr std::uint32_t kIsArrival = 0x80000000u;
  std::uint64_t purpose = 0;  // hash of the key of meaning of its probability
  std::uint64_t threshold = 0;
  bool is_sure = false;  // always yes
  std::uint32_t yes = 0, no = 0;
};

/// A row in written order, exact to 2^-64 (rows.h): where its ways stand in WalkTables::ends and
/// ::goals.
struct ExactRow {
  std::uint32_t first_way = 0, way_count = 0;
};

struct WalkTables {
  const Chain* chain = nullptr;
  std::uint32_t start = 0;  // the arrival before the entry state is drawn

  // by arrival
  std::vector<std::uint64_t> laws;  // {mu, sigma} of ChanceLaw for `takes`, mu in the low half
  std::vector<float> means;         // its mean
  std::vector<std::uint64_t>
      rows;  // {first slot << kShiftBits | shift, first arrival}, low half first
  std::vector<std::uint64_t> after_laws;
  std::vector<float> after_means;
  std::vector<double> fixed_days;        // of `takes`, where it is fixed
  std::vector<double> fixed_after_days;  // of `after`
  std::vector<std::uint32_t> states;     // kNoState at the start
  std::vector<std::uint8_t> is_last;     // the journey ends there

  std::vector<std::uint64_t> slots;

  // by state, then the start
  std::vector<ExactRow> exact_rows;
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> goals;  // by way: an arrival (kIsArrival set) or a FlagNode
  std::vector<FlagNode> nodes;

  /// Arrivals that everybody passes without time or chance, the last being where the walk begins.
  std::vector<std::uint32_t> prologue;
  std::uint32_t first_step = 0;  // the step of the last of them

  bool has_lognormal = false, has_exponential = false;  // some `takes`
  bool has_after_lognormal = false, has_after_exponential = false;
  bool has_fixed = false;     // some `takes` or `after` is fixed and not 0
  bool is_too_large = false;  // more slots than a row can point to: the fast kernel cannot walk it

  bool has_random_after() const { return has_after_lognormal || has_after_exponential; }
};

inline constexpr std::uint32_t kNoState = 0xffffffffu;

/// A hash of a key of meaning (FNV-1a of 64 bits, then mixed).
std::uint64_t purpose_of(std::string_view key, std::uint32_t occurrence);

WalkTables make_tables(const Journey& journey, const WalkClass& walk_class);

/// What one step of one customer draws.
struct DrawnStep {
  float stay_days = 0;   // the part of `takes` left to chance
  float after_days = 0;  // the same of `after`
  std::uint32_t next = 0;
};

/// The step as the kernel draws it, tails, ties and flags included. `at` must not be a last stop.
DrawnStep draw_step(const WalkTables& tables, std::uint64_t seed, std::uint64_t customer,
                    std::uint32_t step, std::uint32_t at);

/// The part of `takes` left to chance, where the journey ends.
float draw_stay(const WalkTables& tables, std::uint64_t seed, std::uint64_t customer,
                std::uint32_t step, std::uint32_t at);

/// Days from the beginning of the visit until the next one, and in `takes` alone. Written once, for
/// the order of additions decides the last bit.
inline double stay_of(const WalkTables& tables, std::uint32_t at, float chance) {
  return tables.fixed_days[at] + static_cast<double>(chance);
}
inline double passage_of(const WalkTables& tables, double stay_days, std::uint32_t next,
                         float after_chance) {
  return stay_days + (tables.fixed_after_days[next] + static_cast<double>(after_chance));
}

}  // namespace cairn
