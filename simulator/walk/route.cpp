#include "simulator/walk/route.h"

#include <cstdint>
#include <map>
#include <utility>

#include "base/check.h"
#include "journey/classes.h"
#include "journey/state_space.h"

namespace cairn {
namespace {

using FlowIndex = std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t>;

std::uint64_t origin_key(SourceId source, PlaceId from) {
  return source.is_valid() ? (std::uint64_t{1} << 32) + source.index : std::uint64_t{from.index};
}

FlowIndex index_flows(const TotalsLayout& layout) {
  FlowIndex index;
  for (std::size_t f = 0; f < layout.flows.size(); ++f) {
    const auto& flow = layout.flows[f];
    index.emplace(std::pair(origin_key(flow.source, flow.from), flow.to.index), layout.passages(f));
  }
  return index;
}

AliasRow ways_of(const Chain& chain, const ChainState& state) {
  std::vector<double> probabilities;
  double sum = 0;
  for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
    probabilities.push_back(chain.edges[e].probability);
    sum += chain.edges[e].probability;
  }
  return sum > 0 ? AliasRow(probabilities) : AliasRow();
}

void add_questions(const Journey& journey, const CustomerClass& customer,
                   const std::vector<TimeQuestion>& questions, WalkRoute& route) {
  route.questions_to_place.resize(journey.places.size());
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (!fits_any(journey, customer, questions[q].groups)) continue;
    switch (questions[q].metric.to) {
      case Metric::To::place:
        route.questions_to_place[questions[q].metric.place.index].push_back(q);
        break;
      case Metric::To::conversion:
        route.questions_to_conversion.push_back(q);
        break;
      case Metric::To::end:
        route.questions_to_end.push_back(q);
        break;
    }
  }
}

WalkRoute make_route(const Journey& journey, const WalkClass& walk_class, const FlowIndex& flows,
                     const std::vector<bool>& is_conversion,
                     const std::vector<TimeQuestion>& questions) {
  const Chain& chain = *walk_class.chain;
  const StateSpace& space = *walk_class.space;
  WalkRoute route;
  route.chain = &chain;
  if (walk_class.share > 0) route.entry = AliasRow(chain.entry);
  route.passages.resize(chain.edges.size());
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    const bool is_entry = state.source.is_valid();
    WalkStop stop;
    if (!is_entry) {
      stop.place = state.place;
      stop.is_touchpoint = journey.places[state.place].kind == Place::Kind::touchpoint;
      stop.is_conversion = is_conversion[state.place.index];
    }
    if (!state.is_outcome) stop.ways = ways_of(chain, state);
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const PlaceId target = space.states[s].ways[chain.edges[e].way].target;
      const auto flow = flows.find({origin_key(state.source, state.place), target.index});
      CAIRN_CHECK(flow != flows.end());
      route.passages[e] = {flow->second, !is_entry && is_loss(journey, target)};
    }
    route.stops.push_back(std::move(stop));
  }
  add_questions(journey, space.customer, questions, route);
  return route;
}

}  // namespace

std::vector<WalkRoute> make_routes(const Journey& journey, const std::vector<WalkClass>& classes,
                                   const TotalsLayout& layout,
                                   const std::vector<TimeQuestion>& questions) {
  const FlowIndex flows = index_flows(layout);
  const std::vector<bool> is_conversion = conversion_places(journey);
  std::vector<WalkRoute> routes;
  for (const WalkClass& walk_class : classes) {
    routes.push_back(make_route(journey, walk_class, flows, is_conversion, questions));
  }
  return routes;
}

}  // namespace cairn
