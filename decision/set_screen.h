// Quick figures of many sets of fixes, to leave out those that cannot be the best.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "journey/journey.h"
#include "simulator/setting.h"

namespace cairn {

/// A set of fixes: bit i is fix i of the journey.
using SetMask = std::uint64_t;

inline constexpr std::size_t kScreenWorlds = 64;

class SetScreen {
 public:
  /// `progress` may be null; it moves on by each set that is solved.
  SetScreen(const Journey& journey, std::uint64_t seed, unsigned threads, Progress* progress);

  /// Why nothing can be screened; empty if it can.
  const std::string& why_not() const { return why_not_; }

  std::vector<FixId> fixes_of(SetMask mask) const;

  /// Solves sets that are not yet known, on all threads.
  void prepare(const std::vector<SetMask>& sets);

  /// Own costs in the window at best estimates, undiscounted.
  double cost(SetMask mask) const;

  /// Mean over 64 worlds of the net value: the calendar's effect at best estimates, carried to each
  /// world by the effect of the set without a horizon, less own costs, discounted.
  double mean_net(SetMask mask);

  /// Whether a set may be better than another in all worlds: it is, or it lies less than three
  /// standard errors of the paired difference or a hundredth behind.
  bool may_beat(SetMask mask, SetMask other);

  /// A figure at full strength and best estimates, on a coarse grid where there is a horizon.
  std::vector<double> figures(const std::vector<SetMask>& sets, const Expectation& target) const;

 private:
  struct Screened {
    std::vector<double> net;  // by world
    double mean = 0;
  };
  Screened solve(SetMask mask) const;
  const Screened& known(SetMask mask);
  /// Discounted profit per entrant of everyone without a horizon.
  double profit(const World& written, SetMask mask) const;
  Strengths strengths_of(SetMask mask) const;

  unsigned threads_;
  Progress* progress_;
  std::string why_not_;
  std::optional<Journey> applied_;
  Setting setting_;
  std::vector<ExactPlan> money_plans_;  // that find money alone
  std::vector<World> worlds_;
  World written_;
  std::vector<double> profit_today_;  // by world
  double profit_today_best_ = 0;
  double calendar_today_ = 0;  // discounted profit in the window
  std::map<SetMask, Screened> screened_;
};

}  // namespace cairn
