#include "simulator/exact/removal.h"

#include <algorithm>

namespace cairn {
namespace {

double conversion_of(const Chain& chain, const std::vector<double>& chance) {
  double sum = 0;
  for (std::size_t s = 0; s < chance.size(); ++s) sum += chain.entry[s] * chance[s];
  return std::min(sum, 1.0);
}

/// Chance to convert after having been in the set: who gets there unconverted, times what then
/// follows.
double converted_by_way_of(const ExactPlan& plan, const Chain& chain, const StateSet& set,
                           const std::vector<double>& to_convert) {
  StateSet is_over = plan.ledger.is_conversion;
  for (std::size_t s = 0; s < set.size(); ++s) is_over[s] |= set[s];
  const Until until = stop_at(plan, chain, std::move(is_over));
  double sum = 0;
  for (std::size_t s = 0; s < set.size(); ++s) {
    if (set[s] != 0) sum += until.visits[s] * to_convert[s];
  }
  return sum;
}

/// Conversion if nobody is sent to the set. A row counts relative to its sum, so those who would
/// have come are spread over its other ways by leaving these out; a row without any is a trap.
double conversion_without(const ExactPlan& plan, const Chain& chain, const StateSet& set) {
  std::vector<double> chances = chances_of(chain);
  for (std::size_t e = 0; e < chances.size(); ++e) {
    if (set[chain.edges[e].target] != 0) chances[e] = 0;
  }
  const StateSet& converts = plan.ledger.is_conversion;
  const Until until = stop_at(plan, chain, chances, converts);
  return conversion_of(chain, chance_to_come(plan, chain, chances, until, converts));
}

}  // namespace

RemovalEffects removal_effects(const ExactPlan& plan, const Chain& chain,
                               const std::vector<PlaceId>& places) {
  const StateSet& converts = plan.ledger.is_conversion;
  const Until until = stop_at(plan, chain, converts);
  const std::vector<double> to_convert = chance_to_come(plan, chain, until, converts);
  const std::vector<double> own = own_visits(plan.factor, until.factor);
  RemovalEffects result;
  result.conversion = conversion_of(chain, to_convert);
  for (const PlaceId place : places) {
    const StateSet set = states_of_place(plan, place);
    const auto there = std::find(set.begin(), set.end(), 1);
    RemovalEffect effect;
    effect.place = place;
    const bool is_one_state = std::count(set.begin(), set.end(), 1) == 1;
    if (is_one_state && !own.empty()) {
      const auto s = static_cast<std::size_t>(there - set.begin());
      effect.lost = until.visits[s] / own[s] * to_convert[s];
    } else {
      effect.lost = converted_by_way_of(plan, chain, set, to_convert);
    }
    effect.passed_on = conversion_without(plan, chain, set);
    result.effects.push_back(effect);
  }
  return result;
}

}  // namespace cairn
