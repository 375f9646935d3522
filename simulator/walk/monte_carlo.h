// The walk: people one by one through everything the language says.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "journey/question.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/walk/times.h"

namespace cairn {

/// A time whose quantiles are wanted: time to a place, the first conversion or the end, in some
/// groups. The end is the earlier of the journey's end and the horizon, as in
/// TotalsLayout::end_time; so everybody gets there.
struct TimeQuestion {
  Metric metric;  // kind time_to
  std::vector<Group> groups;
};

struct WalkClass {
  const StateSpace* space = nullptr;
  const Chain* chain = nullptr;  // at best estimates
  double share = 0;              // of entrants
};

/// Instruction sets the fast kernel is compiled for; none changes a byte of the result.
enum class Isa : std::uint8_t { best, scalar, sse4, avx2, avx512, other };

struct WalkOptions {
  /// fast: blocks of walkers side by side, draws by inverse CDF of keyed words. plain: one walker
  /// at a time, draws by Boost.Random; a second opinion with chance of its own.
  enum class Kernel : std::uint8_t { fast, plain };

  std::uint64_t seed = 1;
  std::uint64_t people = 0;  // with `precision`: at most so many
  unsigned threads = 0;      // never changes a byte of the result
  Kernel kernel = Kernel::fast;
  Isa isa = Isa::best;
  /// Above 0: walk until the share that converts is known to plus or minus this (a share, 0.001 for
  /// 0.1pp; 5-95 % interval), in stages of 16 384, 16 384, 32 768, 65 536 … people.
  double precision = 0;
  Progress* progress = nullptr;  // moved on by the people walked
};

/// Result of the walk, by class, in batches so that the error of any ratio can be estimated.
/// Batch b of class c holds the sums over its people.
struct WalkResult {
  struct Batch {
    std::uint64_t people = 0;
    Totals sums;
    bool operator==(const Batch&) const = default;
  };
  std::vector<std::vector<Batch>> classes;  // by class, then batch
  std::vector<double> shares;               // by class: its true share of entrants
  std::vector<TimeCounts> times;            // by TimeQuestion: days of all who got there
  std::uint64_t people = 0;                 // walked
  std::uint64_t cut_walks = 0;              // walks stopped at the step limit
  bool operator==(const WalkResult&) const = default;
};

/// Steps after which a walk is stopped where it stands; what it has done until then is kept.
inline constexpr std::uint64_t kStepLimit = 100'000;

/// Walks `people` customers. Customer i of N belongs to the class at the point (i + u_i)/N of the
/// cumulated shares (so classes are strata), then draws an entry state and steps until an outcome,
/// the horizon or the step limit. What happens is a function of (seed, i) alone; batches have a
/// size that only depends on N, the shares and the layout, and are merged in order. With
/// `precision` every stage is such a walk, over the customers after those of the stages before.
WalkResult walk(const Journey& journey, const std::vector<WalkClass>& classes,
                const TotalsLayout& layout, const MoneyWeights& weights,
                const std::vector<TimeQuestion>& time_questions, const WalkOptions& options);

}  // namespace cairn
