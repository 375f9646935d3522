#include "simulator/follow_up.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "simulator/exact/conditional.h"
#include "simulator/exact/removal.h"
#include "simulator/exact/touch_counts.h"
#include "simulator/grid/touches_within.h"
#include "simulator/grid/within_horizon.h"

namespace cairn {
namespace {

// Of the horizon: enough for the three digits that are printed.
constexpr std::uint32_t kCells = 240;

std::vector<PlaceId> touchpoints_of(const Journey& journey) {
  std::vector<PlaceId> places;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (journey.places[place].kind == Place::Kind::touchpoint) places.push_back(place);
  }
  return places;
}

/// Nothing if nobody converts.
std::optional<BuyerTouches> describe_touches(const TouchCounts& sum) {
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

/// All places but one, in order.
GivenReach ask_given(const Journey& journey, PlaceId given) {
  GivenReach answer;
  answer.given = given;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (place != given) answer.rows.push_back({place, 0, 0});
  }
  return answer;
}

/// Of those who come there; nothing if nobody does.
std::optional<GivenReach> relate_to_given(GivenReach answer) {
  if (!(answer.reach > 0)) return std::nullopt;
  for (GivenReach::Row& row : answer.rows) {
    row.ever = std::min(1.0, row.ever / answer.reach);
    row.after = std::min(1.0, row.after / answer.reach);
  }
  return answer;
}

double half_width(const Chance& chance) {
  return (chance.high - chance.low) / 2;
}

std::vector<TouchpointRole> roles_ever(const Setting& setting, const WorldChains& numbers) {
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

std::optional<BuyerTouches> touches_ever(const Setting& setting, const WorldChains& numbers) {
  TouchCounts sum;
  for (std::size_t c = 0; c < setting.plans.size(); ++c) {
    if (!(numbers.shares[c] > 0)) continue;
    add_class(sum, count_touches(setting.plans[c], numbers.chains[c]), numbers.shares[c]);
  }
  return describe_touches(sum);
}

std::optional<GivenReach> given_ever(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given) {
  GivenReach answer = ask_given(*setting.journey, given);
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
  return relate_to_given(std::move(answer));
}

std::optional<std::vector<TouchpointRole>> mix_roles_within(const Setting& setting,
                                                            const WorldChains& numbers,
                                                            std::uint32_t cells) {
  const std::vector<PlaceId> places = touchpoints_of(*setting.journey);
  std::vector<TouchpointRole> roles;
  std::vector<double> reach(places.size(), 0.0), errors(2 * places.size(), 0.0);
  for (const PlaceId place : places) {
    roles.emplace_back();
    roles.back().place = place;
  }
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    const double share = numbers.shares[c];
    if (!(share > 0)) continue;
    const Chain& chain = numbers.chains[c];
    const auto found = roles_within(chain, make_ledger(*setting.journey, chain, setting.layout),
                                    places, numbers.weights.horizon_days, cells);
    if (!found) return std::nullopt;
    for (std::size_t p = 0; p < places.size(); ++p) {
      const RoleWithin& role = found->roles[p];
      roles[p].lost += share * role.lost.best;
      roles[p].passed_on += share * role.passed_on.best;
      reach[p] += share * role.reach.best;
      errors[2 * p] += share * half_width(role.lost);
      errors[2 * p + 1] += share * half_width(role.passed_on);
    }
  }
  for (std::size_t p = 0; p < places.size(); ++p) {
    TouchpointRole& role = roles[p];
    role.converts_after = reach[p] > 0 ? std::min(1.0, role.lost / reach[p]) : 0;
  }
  const double error = *std::max_element(errors.begin(), errors.end());
  for (TouchpointRole& role : roles) role.error = error;
  return roles;
}

std::optional<BuyerTouches> mix_touches_within(const Setting& setting, const WorldChains& numbers,
                                               std::uint32_t cells) {
  TouchCounts sum;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    if (!(numbers.shares[c] > 0)) continue;
    const Chain& chain = numbers.chains[c];
    add_class(sum,
              touches_within(chain, make_ledger(*setting.journey, chain, setting.layout),
                             numbers.weights.horizon_days, cells),
              numbers.shares[c]);
  }
  return describe_touches(sum);
}

/// Not found: too much work. Found and empty: nobody comes there.
struct GivenFound {
  bool is_found = false;
  std::optional<GivenReach> answer;
};

GivenFound mix_given_within(const Setting& setting, const WorldChains& numbers, PlaceId given,
                            std::uint32_t cells) {
  GivenReach answer = ask_given(*setting.journey, given);
  std::vector<PlaceId> places;
  for (const GivenReach::Row& row : answer.rows) places.push_back(row.place);
  // Of reach, then of each row and column.
  std::vector<double> errors(1 + 2 * places.size(), 0.0);
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    const double share = numbers.shares[c];
    if (!(share > 0)) continue;
    const Chain& chain = numbers.chains[c];
    const auto found = given_within(chain, make_ledger(*setting.journey, chain, setting.layout),
                                    given, places, numbers.weights.horizon_days, cells);
    if (!found) return {};
    answer.reach += share * found->given.best;
    errors[0] += share * half_width(found->given);
    for (std::size_t p = 0; p < places.size(); ++p) {
      answer.rows[p].ever += share * found->rows[p].ever.best;
      answer.rows[p].after += share * found->rows[p].x_first.best;
      errors[2 * p + 1] += share * half_width(found->rows[p].ever);
      errors[2 * p + 2] += share * half_width(found->rows[p].x_first);
    }
  }
  answer.error = *std::max_element(errors.begin(), errors.end());
  return {true, relate_to_given(std::move(answer))};
}

bool has_horizon(const WorldChains& numbers) {
  return std::isfinite(numbers.weights.horizon_days);
}

}  // namespace

std::vector<TouchpointRole> find_roles(const Setting& setting, const WorldChains& numbers) {
  if (!has_horizon(numbers)) return roles_ever(setting, numbers);
  if (auto roles = mix_roles_within(setting, numbers, align_cells(numbers, kCells))) return *roles;
  std::vector<TouchpointRole> roles = roles_ever(setting, numbers);
  for (TouchpointRole& role : roles) role.ignores_horizon = true;
  return roles;
}

std::optional<BuyerTouches> find_touches(const Setting& setting, const WorldChains& numbers) {
  if (!has_horizon(numbers)) return touches_ever(setting, numbers);
  return mix_touches_within(setting, numbers, align_cells(numbers, kCells));
}

std::optional<GivenReach> find_given(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given) {
  if (!has_horizon(numbers)) return given_ever(setting, numbers, given);
  const GivenFound within = mix_given_within(setting, numbers, given, align_cells(numbers, kCells));
  if (within.is_found) return within.answer;
  std::optional<GivenReach> answer = given_ever(setting, numbers, given);
  if (answer) answer->ignores_horizon = true;
  return answer;
}

AfterPlace happens_after(const Setting& setting, const WorldChains& numbers, PlaceId place,
                         const Metric& metric) {
  AfterPlace after;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    const double share = numbers.shares[c];
    if (!(share > 0)) continue;
    const bool is_reach = metric.kind == Metric::Kind::reach;
    const ReachBoth both =
        reach_both(setting.plans[c], numbers.chains[c], place, is_reach ? metric.place : place);
    after.reach += share * both.x;
    after.happens +=
        share *
        (is_reach
             ? both.x_first
             : removal_effects(setting.plans[c], numbers.chains[c], {place}).effects.front().lost);
  }
  return after;
}

}  // namespace cairn
