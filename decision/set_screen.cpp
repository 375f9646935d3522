#include "decision/set_screen.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "journey/apply.h"
#include "simulator/business.h"
#include "simulator/figures.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr std::uint32_t kScreenCells = 48;

}  // namespace

SetScreen::SetScreen(const Journey& journey, std::uint64_t seed, unsigned threads,
                     Progress* progress)
    : threads_(threads), progress_(progress) {
  const Frame& frame = journey.frame;
  if (frame.currency.empty() || !has_calendar(journey)) {
    why_not_ = "to weigh costs the journey needs ";
    why_not_ += frame.currency.empty()       ? "a `currency`"
                : !frame.entrants.is_valid() ? "`entrants`"
                                             : "a `horizon`";
    return;
  }
  if (journey.fixes.size() > 63) {
    why_not_ = "more than 63 fixes";
    return;
  }
  applied_ = apply_fixes(journey, all_fixes(journey));
  if (!applied_) {
    why_not_ = "today and the fixes together make too many states";
    return;
  }
  ExactNeeds needs;
  needs.all_places = false;
  setting_ = build_setting(*applied_, needs);
  if (has_large_class(setting_)) {
    why_not_ = "today and the fixes together make too many states";
    return;
  }
  money_plans_ = setting_.plans;
  for (ExactPlan& plan : money_plans_) plan.finds = {false, false, false, false, false};
  written_ = written_estimate(*applied_);
  if (has_doubt(*applied_)) {
    const DrawPlan draws = plan_draws(*applied_);
    for (std::uint32_t w = 0; w < kScreenWorlds; ++w) {
      worlds_.push_back(draw_world(draws, seed, w));
    }
  } else {
    worlds_ = {written_};
  }
  profit_today_best_ = profit(written_, 0);
  for (const World& world : worlds_) profit_today_.push_back(profit(world, 0));
  calendar_today_ = calendar_profit(setting_, written_, {});
}

std::vector<FixId> SetScreen::fixes_of(SetMask mask) const {
  std::vector<FixId> fixes;
  for (std::uint32_t i = 0; i < 64; ++i) {
    if (((mask >> i) & 1) != 0) fixes.push_back(FixId{i});
  }
  return fixes;
}

Strengths SetScreen::strengths_of(SetMask mask) const {
  Strengths strengths(applied_->fixes.size(), 0);
  for (const FixId fix : fixes_of(mask)) strengths[fix.index] = 1;
  return strengths;
}

double SetScreen::profit(const World& written, SetMask mask) const {
  const WorldChains numbers = build_world_chains(setting_, written, strengths_of(mask));
  const std::vector<Totals> totals = solve_without_horizon(setting_, money_plans_, numbers);
  double sum = 0;
  for (std::size_t c = 0; c < totals.size(); ++c) {
    if (!(numbers.shares[c] > 0)) continue;
    sum += numbers.shares[c] *
           (totals[c][setting_.layout.revenue()] - totals[c][setting_.layout.cost()]);
  }
  return sum;
}

SetScreen::Screened SetScreen::solve(SetMask mask) const {
  const std::vector<FixId> fixes = fixes_of(mask);
  const double by_calendar =
      mask == 0 ? 0 : calendar_profit(setting_, written_, fixes) - calendar_today_;
  const double best = mask == 0 ? 0 : profit(written_, mask) - profit_today_best_;
  Screened screened;
  for (std::size_t w = 0; w < worlds_.size(); ++w) {
    double effect = by_calendar;
    if (mask != 0) {
      const double ratio = (profit(worlds_[w], mask) - profit_today_[w]) / best;
      if (std::isfinite(ratio)) effect *= ratio;
    }
    const double net = effect - own_costs_of(*applied_, worlds_[w], fixes).discounted;
    screened.net.push_back(net);
    screened.mean += net / static_cast<double>(worlds_.size());
  }
  return screened;
}

void SetScreen::prepare(const std::vector<SetMask>& sets) {
  std::vector<SetMask> open;
  for (const SetMask mask : sets) {
    if (screened_.count(mask) == 0) open.push_back(mask);
  }
  std::vector<Screened> found(open.size());
  for_each_index(open.size(), threads_, [&](std::size_t i) {
    found[i] = solve(open[i]);
    advance(progress_);
  });
  for (std::size_t i = 0; i < open.size(); ++i) screened_.emplace(open[i], std::move(found[i]));
}

const SetScreen::Screened& SetScreen::known(SetMask mask) {
  prepare({mask});
  return screened_.at(mask);
}

double SetScreen::cost(SetMask mask) const {
  return own_costs_of(*applied_, written_, fixes_of(mask)).undiscounted;
}

double SetScreen::mean_net(SetMask mask) {
  return known(mask).mean;
}

bool SetScreen::may_beat(SetMask mask, SetMask other) {
  const Screened& a = known(mask);
  const Screened& b = known(other);
  const double mean = a.mean - b.mean;
  double square = 0;
  for (std::size_t w = 0; w < a.net.size(); ++w) {
    const double deviation = a.net[w] - b.net[w] - mean;
    square += deviation * deviation;
  }
  const auto count = static_cast<double>(a.net.size());
  const double error = count > 1 ? std::sqrt(square / (count * (count - 1))) : 0;
  return mean + 3 * error + 0.01 * std::fabs(b.mean) >= 0;
}

std::vector<double> SetScreen::figures(const std::vector<SetMask>& sets,
                                       const Expectation& target) const {
  const FigurePlan plan = plan_figures(setting_, {{target.metric, target.groups}});
  std::vector<double> values(sets.size());
  for_each_index(sets.size(), threads_, [&](std::size_t i) {
    const WorldChains numbers = build_world_chains(setting_, written_, strengths_of(sets[i]));
    const bool has_horizon = std::isfinite(numbers.weights.horizon_days);
    const std::vector<Totals> totals = has_horizon
                                           ? estimate_with_horizon(setting_, numbers, kScreenCells)
                                           : solve_without_horizon(setting_, numbers);
    values[i] =
        figure_values(setting_, plan, numbers.world, mix_classes(plan, numbers.shares, totals))
            .front();
  });
  return values;
}

}  // namespace cairn
