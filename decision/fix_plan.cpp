#include "decision/fix_plan.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/parallel.h"
#include "decision/knowing.h"
#include "decision/set_screen.h"
#include "journey/advice.h"
#include "journey/apply.h"
#include "simulator/compare.h"

namespace cairn {
namespace {

constexpr std::size_t kMostFinalists = 24;
constexpr std::size_t kMostTargetTries = 40;
// Parts of what is left that steps are thought to take; only the bar of progress depends on them.
constexpr double kScreenPart = 0.4, kTryPart = 0.4;
constexpr std::size_t kLikelyRounds = 4;

std::vector<FixId> fixes_in(SetMask mask, const std::vector<FixId>& all) {
  std::vector<FixId> fixes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (((mask >> i) & 1) != 0) fixes.push_back(all[i]);
  }
  return fixes;
}

/// All sets without a clash, the empty one first; by size, then in order of the fixes.
std::vector<SetMask> all_sets(const Journey& journey, FixPlan& plan) {
  const std::size_t count = journey.fixes.size();
  const std::vector<FixId> fixes = all_fixes(journey);
  std::vector<std::vector<char>> clashes(count, std::vector<char>(count, 0));
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = i + 1; k < count; ++k) {
      clashes[i][k] = find_clash(journey, {fixes[i], fixes[k]}) ? 1 : 0;
    }
  }
  const bool has_moves =
      std::any_of(journey.fixes.begin(), journey.fixes.end(), [](const Fix& fix) {
        return std::any_of(fix.changes.begin(), fix.changes.end(),
                           [](const Change& change) { return change.kind == Change::Kind::move; });
      });
  std::vector<SetMask> sets;
  for (SetMask mask = 0; mask < (SetMask{1} << count); ++mask) {
    bool is_clashing = false;
    for (std::size_t i = 0; i < count && !is_clashing; ++i) {
      for (std::size_t k = i + 1; k < count && !is_clashing; ++k) {
        is_clashing = clashes[i][k] != 0 && ((mask >> i) & (mask >> k) & 1) != 0;
      }
    }
    // Three moves of one flow may be too many where two are not.
    if (!is_clashing && has_moves)
      is_clashing = find_clash(journey, fixes_in(mask, fixes)).has_value();
    if (is_clashing) {
      ++plan.clashing;
    } else {
      sets.push_back(mask);
    }
  }
  return sets;
}

/// Adds the best fix again and again, then exchanges; every set looked at on the way is returned.
std::vector<SetMask> search_sets(const Journey& journey, SetScreen& screen, double budget) {
  const std::size_t count = journey.fixes.size();
  std::set<SetMask> seen = {0};
  const auto value = [&](SetMask mask) {
    seen.insert(mask);
    if (find_clash(journey, screen.fixes_of(mask)) || screen.cost(mask) > budget) return -HUGE_VAL;
    return screen.mean_net(mask);
  };
  SetMask best = 0;
  double best_value = value(0);
  for (bool improves = true; improves;) {
    improves = false;
    SetMask next = best;
    for (std::size_t i = 0; i < count; ++i) {
      const SetMask flipped = best ^ (SetMask{1} << i);
      if (value(flipped) > best_value) next = flipped, best_value = value(flipped), improves = true;
      for (std::size_t k = 0; k < count; ++k) {
        const bool swaps = ((best >> i) & 1) != 0 && ((best >> k) & 1) == 0;
        const SetMask swapped = flipped ^ (SetMask{1} << k);
        if (swaps && value(swapped) > best_value) {
          next = swapped, best_value = value(swapped), improves = true;
        }
      }
    }
    best = next;
  }
  return {seen.begin(), seen.end()};
}

/// Sets that the screen cannot tell from the best of those allowed.
std::vector<SetMask> finalists(const std::vector<SetMask>& sets, SetScreen& screen, double budget) {
  std::vector<SetMask> allowed;
  for (const SetMask mask : sets) {
    if (screen.cost(mask) <= budget) allowed.push_back(mask);
  }
  std::stable_sort(allowed.begin(), allowed.end(),
                   [&](SetMask a, SetMask b) { return screen.mean_net(a) > screen.mean_net(b); });
  std::vector<SetMask> kept;
  for (const SetMask mask : allowed) {
    // Two of them, so that there is a runner-up.
    const bool may_win = kept.size() < 2 || screen.may_beat(mask, allowed.front());
    if (may_win && kept.size() < kMostFinalists) kept.push_back(mask);
  }
  return kept;
}

double net_of(const FixSet& set) {
  return set.business ? set.business->net.value : 0;
}

class Planner {
 public:
  Planner(const Journey& journey, const PlanOptions& options)
      : journey_(journey),
        options_(options),
        screen_(journey, options.seed, options.threads, options.progress) {}

  FixPlan plan() {
    FixPlan plan;
    plan.why_not = screen_.why_not();
    if (!plan.why_not.empty()) return plan;
    const double budget = options_.budget.value_or(HUGE_VAL);
    plan.is_exact = journey_.fixes.size() <= kMostFixesTried;
    std::vector<SetMask> sets;
    if (plan.is_exact) {
      sets = all_sets(journey_, plan);
      const ProgressScope scope(options_.progress, kScreenPart);
      begin_step(options_.progress, "screening sets", sets.size(), 1);
      screen_.prepare(sets);
    } else {
      // How many sets will be looked at is not known.
      const ProgressScope scope(options_.progress, kScreenPart);
      begin_step(options_.progress, "searching sets",
                 journey_.fixes.size() * journey_.fixes.size() * kLikelyRounds, 1);
      sets = search_sets(journey_, screen_, budget);
    }
    plan.tried = sets.size();
    options_.target != nullptr ? find_cheapest(sets, plan) : find_best(sets, budget, plan);
    return plan;
  }

 private:
  std::vector<FixSet> judge(const std::vector<SetMask>& sets) {
    std::vector<Alternative> alternatives;
    for (const SetMask mask : sets) {
      alternatives.push_back({Alternative::Kind::chosen, screen_.fixes_of(mask), {}});
    }
    CompareOptions how;
    how.seed = options_.seed;
    how.worlds = options_.worlds;
    how.threads = options_.threads;
    how.find_places = false;
    how.progress = options_.progress;
    std::vector<Question> questions(1);
    if (options_.target != nullptr) {
      questions.push_back({options_.target->metric, options_.target->groups});
    }
    const auto comparison = compare(journey_, alternatives, questions, how);
    std::vector<FixSet> judged;
    if (!comparison) return judged;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const ComparedAlternative& row = comparison->alternatives[i + 1];
      FixSet one;
      one.fixes = row.alternative.fixes;
      one.cost = screen_.cost(sets[i]);
      one.business = row.business;
      one.conversion = row.figures.front().answer.estimate.value;
      if (options_.target != nullptr) one.reached = row.figures.back().answer.estimate.value;
      judged.push_back(std::move(one));
    }
    return judged;
  }

  void find_best(const std::vector<SetMask>& sets, double budget, FixPlan& plan) {
    std::vector<SetMask> last = finalists(sets, screen_, budget);
    const std::size_t within = last.size();
    if (budget < HUGE_VAL) {
      // What the budget keeps from: the best of all, if it costs more.
      const std::vector<SetMask> free = finalists(sets, screen_, HUGE_VAL);
      if (screen_.cost(free.front()) > budget) last.push_back(free.front());
    }
    std::vector<FixSet> judged = judge(last);
    if (judged.empty()) {
      plan.why_not = "today and the fixes together make too many states";
      return;
    }
    rank(std::vector<FixSet*>(pointers(judged, within)));
    std::stable_sort(judged.begin(), judged.begin() + static_cast<std::ptrdiff_t>(within),
                     [](const FixSet& a, const FixSet& b) { return net_of(a) > net_of(b); });
    plan.chosen = judged.front();
    plan.chance_any_net = plan.chosen.business->chance_net;
    if (within > 1) plan.runner_up = judged[1];
    const bool is_better = judged.size() > within && net_of(judged.back()) > net_of(plan.chosen);
    if (is_better) plan.without_budget = judged.back();
  }

  static std::vector<FixSet*> pointers(std::vector<FixSet>& sets, std::size_t count) {
    std::vector<FixSet*> found;
    for (std::size_t i = 0; i < count; ++i) found.push_back(&sets[i]);
    return found;
  }

  /// How often each is the best, and what is missed with it.
  static void rank(const std::vector<FixSet*>& sets) {
    Utilities utilities;
    for (const FixSet* one : sets) {
      utilities.push_back(one->business->net_samples.empty()
                              ? std::vector<double>{one->business->net.best}
                              : one->business->net_samples);
    }
    const Choice choice = best_action(utilities);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      sets[i]->chance_best = choice.chances[i];
      sets[i]->regret = choice.regrets[i];
    }
  }

  bool holds(double figure) const {
    const Bound& bound = options_.target->bound;
    const bool is_low = bound.kind == Bound::Kind::at_most || figure >= bound.low;
    const bool is_high = bound.kind == Bound::Kind::at_least || figure <= bound.high;
    return is_low && is_high;
  }

  double distance(double figure) const {
    const Bound& bound = options_.target->bound;
    return bound.kind == Bound::Kind::at_most ? figure - bound.high : bound.low - figure;
  }

  void find_cheapest(std::vector<SetMask> sets, FixPlan& plan) {
    const std::vector<double> figures = screen_.figures(sets, *options_.target);
    // Best estimate and mean differ: what is near enough is judged in the worlds.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < sets.size(); ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const double cost_a = screen_.cost(sets[a]), cost_b = screen_.cost(sets[b]);
      return cost_a != cost_b ? cost_a < cost_b : distance(figures[a]) < distance(figures[b]);
    });
    const double slack = 0.02 * std::max(std::fabs(options_.target->bound.low),
                                         std::fabs(options_.target->bound.high));
    std::size_t tries = 0;
    for (const std::size_t i : order) {
      if (distance(figures[i]) > slack || tries >= kMostTargetTries) continue;
      ++tries;
      const ProgressScope scope(options_.progress, kTryPart);
      std::vector<FixSet> judged = judge({sets[i]});
      if (judged.empty()) break;
      if (!holds(judged.front().reached)) continue;
      plan.chosen = std::move(judged.front());
      if (plan.chosen.business) plan.chance_any_net = plan.chosen.business->chance_net;
      return;
    }
    plan.why_not = "no set of these fixes reaches it";
    const auto furthest = std::min_element(
        order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return distance(figures[a]) < distance(figures[b]); });
    std::vector<FixSet> judged = judge({sets[*furthest]});
    if (!judged.empty()) plan.nearest = std::move(judged.front());
  }

  const Journey& journey_;
  const PlanOptions& options_;
  SetScreen screen_;
};

}  // namespace

FixPlan plan_fixes(const Journey& journey, const PlanOptions& options) {
  return Planner(journey, options).plan();
}

}  // namespace cairn
