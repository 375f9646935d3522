#include "simulator/chain/chain.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "journey/classes.h"
#include "simulator/exact/exact.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

ParameterId number(Journey& journey, double value) {
  Parameter parameter;
  parameter.best = {value, 0};
  return journey.parameters.add(parameter);
}

Amount amount(Journey& journey, Law law, double first, double second = 0) {
  Amount result;
  result.law = law;
  result.first = number(journey, first);
  if (law == Law::lognormal_p90 || law == Law::lognormal_p5_p95) {
    result.second = number(journey, second);
  }
  return result;
}

FlowLine flow(Journey& journey, FlowLine::Kind kind, PlaceId target, double share = 0) {
  FlowLine line;
  line.kind = kind;
  line.target = target;
  if (kind == FlowLine::Kind::share || kind == FlowLine::Kind::factor) {
    line.value = number(journey, share);
  }
  return line;
}

/// source -> page; page: 30 % -> basket, rest -> leave; basket: 40 % -> paid, rest -> leave.
Journey shop() {
  Journey journey;
  const PlaceId page = journey.places.add({}), basket = journey.places.add({});
  Place paid;
  paid.kind = Place::Kind::outcome;
  paid.counts = Counts::win;
  paid.heading.name = "paid";
  const PlaceId paid_id = journey.places.add(paid);
  Place leave;
  leave.kind = Place::Kind::outcome;
  leave.counts = Counts::loss;
  leave.heading.name = "leave";
  journey.leave = journey.places.add(leave);
  journey.places[page].heading.name = "page";
  journey.places[basket].heading.name = "basket";
  const SourceId ad = journey.sources.add({});
  journey.sources[ad].heading.name = "ad";
  journey.sources[ad].flows = {flow(journey, FlowLine::Kind::everyone, page)};
  MoneyLine click;
  click.amount = amount(journey, Law::fixed, 0.5);
  journey.sources[ad].costs = {click};
  ShareLine all;
  all.is_rest = true;
  journey.sources[ad].shares = {all};

  journey.places[page].flows = {flow(journey, FlowLine::Kind::share, basket, 0.3),
                                flow(journey, FlowLine::Kind::rest, journey.leave)};
  journey.places[page].flows[0].after = amount(journey, Law::lognormal_p90, 3, 10);
  TimeLine takes;
  takes.amount = amount(journey, Law::exponential, 2);
  journey.places[page].takes = {takes};
  FeelingLine feels;
  feels.value = number(journey, -1);
  journey.places[page].feels = {feels};
  journey.places[basket].flows = {flow(journey, FlowLine::Kind::share, paid_id, 0.4),
                                  flow(journey, FlowLine::Kind::rest, journey.leave)};
  MoneyLine rent;
  rent.amount = amount(journey, Law::fixed, 7);
  rent.basis = MoneyLine::Basis::time;
  rent.per_days = 30;
  journey.places[basket].earns = {rent};
  return journey;
}

double share_below(const Draw& draw, double value) {
  return std::erfc(-(std::log(value) - draw.mu) / draw.sigma / std::sqrt(2)) / 2;
}

}  // namespace

TEST_CASE("amounts become laws with the written quantiles", "[chain]") {
  Journey journey;
  const Amount p90 = amount(journey, Law::lognormal_p90, 58, 140);
  const Amount range = amount(journey, Law::lognormal_p5_p95, 2, 4);
  const Amount mean = amount(journey, Law::exponential, 12);
  const Amount plain = amount(journey, Law::fixed, 30);
  const Amount crossed = amount(journey, Law::lognormal_p90, 5, 4);
  const World world = best_estimate(journey);
  const Draw a = to_draw(p90, world);
  CHECK(share_below(a, 58) == Approx(0.5).epsilon(1e-14));
  CHECK(share_below(a, 140) == Approx(0.9).epsilon(1e-14));
  CHECK(a.mean() == Approx(std::exp(a.mu + a.sigma * a.sigma / 2)));
  const Draw b = to_draw(range, world);
  CHECK(share_below(b, 2) == Approx(0.05).epsilon(1e-13));
  CHECK(share_below(b, 4) == Approx(0.95).epsilon(1e-13));
  CHECK(to_draw(mean, world) == on_average(12));
  CHECK(to_draw(plain, world) == exactly(30));
  // A world in which the quantiles cross leaves no spread.
  CHECK(to_draw(crossed, world) == exactly(5));
}

TEST_CASE("the layout lists every written way once, in order", "[chain]") {
  Journey journey = shop();
  auto& flows = journey.places[PlaceId{0}].flows;
  flows.push_back(flow(journey, FlowLine::Kind::share, PlaceId{1}, 0.5));   // an override
  flows.push_back(flow(journey, FlowLine::Kind::factor, PlaceId{1}, 0.5));  // a modifier
  const TotalsLayout layout = make_totals_layout(journey);
  REQUIRE(layout.flows.size() == 5);
  CHECK(layout.flows[0].source == SourceId{0});
  CHECK(layout.flows[0].to == PlaceId{0});
  CHECK(layout.flows[1].from == PlaceId{0});
  CHECK(layout.flows[1].to == PlaceId{1});
  CHECK(layout.flows[2].to == journey.leave);
  CHECK(layout.flows[3].from == PlaceId{1});
  CHECK(layout.size() == layout.passages(5));
}

TEST_CASE("weights of money", "[chain]") {
  Journey journey;
  journey.frame.horizon = number(journey, 730.5);
  journey.frame.discount = number(journey, 0.1);
  journey.frame.entrants = number(journey, 1000);
  journey.frame.entrants_per_days = 30.4375;
  MoneyWeights weights = money_weights(journey, best_estimate(journey));
  CHECK(weights.per_entrant(365.25) == Approx(1 / 1.1).epsilon(1e-14));
  CHECK(weights.per_entrant(730.5) == Approx(1 / 1.21).epsilon(1e-14));
  CHECK(weights.per_entrant(730.6) == 0);
  CHECK(weights.window(0) == 1);
  CHECK(weights.window(365.25) == Approx(0.5));
  CHECK(weights.total(365.25) == Approx((1 / 1.1 - 1 / 1.21) / (2 * std::log(1.1))).epsilon(1e-13));
  journey.frame.entrants_per_days.reset();
  weights = money_weights(journey, best_estimate(journey));
  CHECK(weights.window(365.25) == 1);
  CHECK(weights.total(365.25) == weights.per_entrant(365.25));
  journey.frame.horizon = {};
  journey.frame.entrants_per_days = 1;
  weights = money_weights(journey, best_estimate(journey));
  CHECK(weights.window(1e9) == 1);
  CHECK(weights.total(1) == 0);
}

TEST_CASE("a spec becomes a chain", "[chain]") {
  const Journey journey = shop();
  const World world = best_estimate(journey);
  const std::vector<CustomerClass> classes = find_classes(journey);
  REQUIRE(classes.size() == 1);
  const StateSpace space = build_state_space(journey, classes[0]);
  const Chain chain = build_chain(journey, space, world);
  REQUIRE(chain.states.size() == 5);
  CHECK(chain.scaled.empty());
  double entry = 0;
  for (const double share : chain.entry) entry += share;
  CHECK(entry == 1);
  for (const ChainState& state : chain.states) {
    double sum = 0;
    for (std::uint32_t e = 0; e < state.edge_count; ++e) {
      sum += chain.edges[state.first_edge + e].probability;
    }
    CHECK(sum == Approx(state.is_outcome ? 0 : 1).epsilon(1e-15));
  }
  const TotalsLayout layout = make_totals_layout(journey);
  const Totals totals = solve_exact(journey, space, chain, layout, for_ever());
  CHECK(totals[layout.conversion()] == Approx(0.12).epsilon(1e-15));
  CHECK(totals[layout.cost()] == Approx(0.5));
  CHECK(totals[layout.exits(PlaceId{0})] == Approx(0.7));
  CHECK(totals[layout.feeling_sum(PlaceId{0})] == Approx(-1));
  CHECK(totals[layout.days_at(PlaceId{0})] == Approx(2));

  const std::string dump = dump_chain(journey, space, chain);
  CHECK(dump.find("5 states, 5 edges") == 0);
  CHECK(dump.find("takes exponential(mean 2) days") != std::string::npos);
  CHECK(dump.find("earns 7 per 30 days") != std::string::npos);
  CHECK(dump.find("costs 0.5") != std::string::npos);
  CHECK(dump.find("after lognormal(mu ") != std::string::npos);
  CHECK(dump.find("enter ad") != std::string::npos);
}

}  // namespace cairn
