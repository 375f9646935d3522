// The example specs, seen as journeys.
#include <cmath>
#include <numeric>
#include <string>

#include <catch2/catch.hpp>

#include "compiler/compile.h"
#include "journey/state_space.h"

using namespace cairn;

namespace {

Journey compile_spec(const std::string& name) {
  const DiskFiles disk;
  Diagnostics diagnostics;
  const Project project =
      load_project(disk, std::string(CAIRN_SOURCE_DIR) + "/specs/" + name, {}, diagnostics);
  const Compiled compiled = compile(project, {}, diagnostics);
  REQUIRE(compiled.is_sound);
  return compiled.journey;
}

PlaceId find_place(const Journey& journey, const std::string& name) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    if (journey.places[journey.places.id_at(i)].heading.name == name)
      return journey.places.id_at(i);
  }
  return {};
}

}  // namespace

TEST_CASE("the shop has four kinds of customers and they are everybody") {
  const Journey journey = compile_spec("shop.journey");
  const std::vector<CustomerClass> classes = find_classes(journey);
  REQUIRE(classes.size() == 4);
  CHECK(class_name(journey, classes[0]) == "deal-hunter on mobile");
  const std::vector<double> shares = class_shares(journey, classes, best_estimate(journey));
  CHECK(shares[0] == Approx(0.65 * 0.64));
  CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == Approx(1).epsilon(1e-15));
}

TEST_CASE("every row of the shop adds up, and overrides and factors meet at the checkout") {
  const Journey journey = compile_spec("shop.journey");
  const World world = best_estimate(journey);
  const PlaceId checkout = find_place(journey, "checkout");
  const PlaceId order = find_place(journey, "order");
  const StateSpaces all = build_state_spaces(journey);
  CHECK(all.is_complete);
  CHECK(all.ties.empty());
  CHECK(all.never.empty());
  for (const StateSpace& space : all.spaces) {
    const bool is_regular = journey.personas[space.customer.persona].heading.name == "regular";
    const bool is_mobile = journey.devices[space.customer.device].name == "mobile";
    const double share = is_regular ? 0.72 : 418.0 / 1024.0;
    // The median of `0.75 to 0.90` as a lognormal is the geometric mean.
    const double factor = is_mobile ? std::sqrt(0.75 * 0.90) : 1;
    for (const State& state : space.states) {
      const ResolvedRow row = resolve_row(state, world);
      if (!row.shares.empty()) {
        CHECK(std::accumulate(row.shares.begin(), row.shares.end(), 0.0) ==
              Approx(1).epsilon(1e-15));
      }
      if (state.place != checkout) continue;
      for (std::size_t i = 0; i < state.ways.size(); ++i) {
        if (state.ways[i].target == order) CHECK(row.shares[i] == Approx(share * factor));
      }
    }
  }
}

TEST_CASE("a year on the plan is remembered month by month") {
  const Journey journey = compile_spec("saas.journey");
  const PlaceId month = find_place(journey, "pro-month");
  const StateSpaces all = build_state_spaces(journey);
  REQUIRE(all.spaces.size() == 2);
  std::uint32_t most = 0;
  for (const State& state : all.spaces[0].states) {
    if (state.place != month) continue;
    most = std::max(most, visit_count(all.spaces[0].layout, state.memory, month));
  }
  CHECK(most == 12);
}
