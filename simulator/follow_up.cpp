#include "simulator/follow_up.h"

#include <cstddef>

#include "simulator/exact/conditional.h"
#include "simulator/exact/removal.h"
#include "simulator/exact/touch_counts.h"

namespace cairn {
namespace {

std::vector<PlaceId> touchpoints_of(const Journey& journey) {
  std::vector<PlaceId> places;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (journey.places[place].kind == Place::Kind::touchpoint) places.push_back(place);
  }
  return places;
}

}  // namespace

std::vector<TouchpointRole> find_roles(const Setting& setting, const WorldChains& numbers) {
  const std::vector<PlaceId> places = touchpoints_of(*setting.journey);
  std::vector<TouchpointRole> roles(places.size());
  std::vector<double> reach(places.size(), 0.0);
  for (std::size_t p = 0; p < places.size(); ++p) roles[p].place = places[p];
  for (std::size_t c = 0; c < setting.plans.size(); ++c) {
    const double share = numbers.shares[c];
    if (!(share > 0)) continue;
    const RemovalEffects effects = removal_effects(setting.plans[c], numbers.chains[c], places);
    for (std::size_t p = 0; p < places.size(); ++p) {
      roles[p].lost += share * effects.effects[p].lost;
      roles[p].passed_on += share * effects.effects[p].passed_on;
      reach[p] += share * reach_both(setting.plans[c], numbers.chains[c], places[p], places[p]).x;
    }
  }
  // Whoever converts after having been there is whom a journey without it loses.
  for (std::size_t p = 0; p < places.size(); ++p) {
    roles[p].converts_after = reach[p] > 0 ? roles[p].lost / reach[p] : 0;
  }
  return roles;
}

std::optional<BuyerTouches> find_touches(const Setting& setting, const WorldChains& numbers) {
  TouchCounts sum;
  for (std::size_t c = 0; c < setting.plans.size(); ++c) {
    if (!(numbers.shares[c] > 0)) continue;
    add_class(sum, count_touches(setting.plans[c], numbers.chains[c]), numbers.shares[c]);
  }
  if (!(sum.conversion > 0)) return std::nullopt;
  BuyerTouches touches;
  touches.p10 = touch_quantile(sum, 0.1);
  touches.median = touch_quantile(sum, 0.5);
  touches.p90 = touch_quantile(sum, 0.9);
  for (std::size_t n = 0; n < sum.chances.size(); ++n) {
    const double share = sum.chances[n] / sum.conversion;
    touches.shares.push_back(share);
    touches.mean += static_cast<double>(n) * share;
  }
  touches.later = sum.later / sum.conversion;
  return touches;
}

std::optional<GivenReach> find_given(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given) {
  GivenReach answer;
  answer.given = given;
  for (std::size_t i = 0; i < setting.journey->places.size(); ++i) {
    const PlaceId place = setting.journey->places.id_at(i);
    if (place != given) answer.rows.push_back({place, 0, 0});
  }
  for (std::size_t c = 0; c < setting.plans.size(); ++c) {
    const double share = numbers.shares[c];
    if (!(share > 0)) continue;
    answer.reach += share * reach_both(setting.plans[c], numbers.chains[c], given, given).x;
    for (GivenReach::Row& row : answer.rows) {
      const ReachBoth both = reach_both(setting.plans[c], numbers.chains[c], given, row.place);
      row.ever += share * both.both;
      row.after += share * both.x_first;
    }
  }
  if (!(answer.reach > 0)) return std::nullopt;
  for (GivenReach::Row& row : answer.rows) {
    row.ever /= answer.reach;
    row.after /= answer.reach;
  }
  return answer;
}

}  // namespace cairn
