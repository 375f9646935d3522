// What doubt does to the figures: the same questions in many worlds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/setting.h"

namespace cairn {

/// Every figure in every world.
struct DoubtAnswer {
  std::vector<std::vector<double>> values;  // by question, then world; NaN: a mean over nobody
  std::vector<double> entrants;             // by world, in the unit they are written in; or empty
  double scaled_share = 0;                  // share of worlds in which some row was scaled to 100 %
  std::vector<ScaledSite> scaled_sites;     // in order of places, then sources
  bool is_carried =
      false;  // the horizon's effect was carried from the best estimate (architecture 4a)
};

DoubtAnswer solve_doubt(const Setting& setting, const FigurePlan& plan, const WorldChains& at_best,
                        const BestAnswer& best, std::uint64_t seed, std::uint32_t worlds,
                        unsigned threads, Progress* progress = nullptr);

/// One of several choices of strengths of the active fixes, solved at best estimates.
struct DoubtCase {
  const WorldChains* at_best = nullptr;
  const BestAnswer* best = nullptr;
  std::optional<std::pair<ParameterId, double>> fixed = {};  // a number that is the same everywhere
};

/// Worlds in which a short way is held against the long one, unless told otherwise.
inline constexpr std::uint32_t kCheckedWorlds = 32;

/// The first of `count` alternatives and eight spread over the others, ascending; all if they are
/// no more. They stand for the rest where all would take too long.
std::vector<std::size_t> spread_alternatives(std::size_t count);

/// How a short way is chosen.
struct DoubtEffort {
  std::uint32_t checked_worlds = kCheckedWorlds;
  /// For very many cases: a few of them settle whether the horizon may be carried; if not, all are
  /// solved on the coarsest grid.
  bool is_rough = false;
};

/// Every case in the same worlds: figures of two cases in one world make a pair.
std::vector<DoubtAnswer> solve_doubt(const Setting& setting, const FigurePlan& plan,
                                     const std::vector<DoubtCase>& cases, std::uint64_t seed,
                                     std::uint32_t worlds, unsigned threads,
                                     Progress* progress = nullptr, const DoubtEffort& effort = {});

}  // namespace cairn
