// What `cairn why` says is what the engines use.
#include "journey/flow_trace.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/compiled_text.h"
#include "tests/support/effort.h"
#include "tests/support/random_journey.h"

namespace {

using namespace cairn;

/// The share of a flow in a state, as the engines see it; 0 where no way leads there.
double resolved_share(const Journey& journey, const State& state, PlaceId target) {
  const ResolvedRow row = resolve_row(state, best_estimate(journey));
  double share = 0;
  for (std::size_t i = 0; i < state.ways.size(); ++i) {
    if (state.ways[i].target == target) share += row.shares[i];
  }
  return share;
}

void check_flow(const Journey& journey, const StateSpaces& spaces, PlaceId from, PlaceId to) {
  Site site;
  site.place = from;
  std::vector<std::string> without_effect;
  std::size_t explained = 0;
  for (const FlowTrace& trace : trace_flow(journey, spaces, site, to, {}, without_effect)) {
    for (const StateRef ref : trace.states) {
      ++explained;
      CHECK(trace.share == Approx(resolved_share(journey, state_at(spaces, ref), to)));
    }
    if (!trace.chosen) continue;
    const std::vector<FlowLine>& flows = journey.places[from].flows;
    double product = trace.written;
    for (const std::uint32_t line : trace.factors) {
      product *= to_double(journey.parameters[flows[line].value].best);
    }
    double others = 0;
    for (const OtherWay& other : trace.others) others += other.share;
    const bool is_rest = flows[*trace.chosen].kind == FlowLine::Kind::rest;
    if (trace.was_scaled) continue;
    // The steps that are printed lead to the number that is printed.
    CHECK(trace.share == Approx(is_rest ? 1 - others : std::min(1.0, product)).margin(1e-9));
  }
  std::size_t met = 0;
  for (const StateSpace& space : spaces.spaces) {
    for (const State& state : space.states) met += state.place == from ? 1U : 0U;
  }
  CHECK(explained == met);
  CHECK(without_effect.empty());
}

}  // namespace

TEST_CASE("every step that why prints leads to the share the engines use") {
  std::size_t flows = 0;
  for (std::uint64_t seed = 1; seed <= effort(60, 15); ++seed) {
    INFO(seed);
    const Journey journey = compile_text(random_journey_text(seed)).compiled.journey;
    const StateSpaces spaces = build_state_spaces(journey);
    if (!spaces.is_complete) continue;
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId from = journey.places.id_at(i);
      for (const FlowLine& line : journey.places[from].flows) {
        check_flow(journey, spaces, from, line.target);
        ++flows;
      }
    }
  }
  CHECK(flows > effort(200, 50));
}
