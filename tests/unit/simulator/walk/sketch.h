// Journeys made by hand, state by state, for testing the walk alone.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/walk/monte_carlo.h"

namespace cairn {

inline Draw fixed(double value) {
  return {Draw::Kind::fixed, value, 0, 0};
}
inline Draw exponential(double mean) {
  return {Draw::Kind::exponential, mean, 0, 0};
}

/// One class; one state per place. State 0 is the entry by the one source.
struct Sketch {
  Journey journey;
  StateSpace space;
  Chain chain;
  TotalsLayout layout;
  MoneyWeights weights;
  SourceId source;

  struct Arrow {
    std::uint32_t from = 0, to = 0;
    double probability = 0;
    Draw after;
  };
  std::vector<Arrow> arrows;

  Sketch() {
    source = journey.sources.add({});
    journey.leave = journey.places.add({});
    journey.places[journey.leave].kind = Place::Kind::outcome;
    journey.places[journey.leave].counts = Counts::loss;
    weights.horizon_days = std::numeric_limits<double>::infinity();
    State entry;
    entry.source = source;
    space.states.push_back(entry);
    chain.states.emplace_back();
    chain.states[0].source = source;
    add_state(journey.leave);
  }

  std::uint32_t leave() const { return 1; }

  std::uint32_t add(Place::Kind kind, Counts counts = Counts::nothing) {
    Place place;
    place.kind = kind;
    place.counts = counts;
    return add_state(journey.places.add(place));
  }

  void arrow(std::uint32_t from, std::uint32_t to, double probability, Draw after = {}) {
    arrows.push_back({from, to, probability, after});
  }

  PlaceId place(std::uint32_t state) const { return chain.states[state].place; }

  /// Puts the arrows into the chain; to be called once, at the end.
  void close() {
    layout.place_count = journey.places.size();
    chain.entry.assign(chain.states.size(), 0.0);
    chain.entry[0] = 1;
    for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
      chain.states[s].first_edge = static_cast<std::uint32_t>(chain.edges.size());
      for (const Arrow& a : arrows) {
        if (a.from != s) continue;
        Way way;
        way.target = chain.states[a.to].place;
        const auto number = static_cast<std::uint32_t>(space.states[s].ways.size());
        space.states[s].ways.push_back(way);
        chain.edges.push_back({a.to, number, a.probability, a.after});
        chain.states[s].edge_count += 1;
        layout.flows.push_back({chain.states[s].source, chain.states[s].place, way.target});
      }
    }
  }

  /// The totals per person of a walk of one class.
  Totals mean_of(const WalkResult& walk) const {
    Totals totals(layout.size(), 0.0);
    double people = 0;
    for (const auto& batch : walk.classes.at(0)) {
      people += static_cast<double>(batch.people);
      for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += batch.sums[i];
    }
    for (double& total : totals) total /= people;
    return totals;
  }

  WalkResult walk(std::uint64_t people, unsigned threads = 1,
                  const std::vector<TimeQuestion>& questions = {}, std::uint64_t seed = 1) const {
    return cairn::walk(journey, {{&space, &chain, 1.0}}, layout, weights, questions,
                       {seed, people, threads});
  }

 private:
  std::uint32_t add_state(PlaceId place) {
    State state;
    state.place = place;
    space.states.push_back(state);
    ChainState chain_state;
    chain_state.place = place;
    chain_state.is_outcome = journey.places[place].kind == Place::Kind::outcome;
    chain.states.push_back(chain_state);
    return static_cast<std::uint32_t>(chain.states.size() - 1);
  }
};

}  // namespace cairn
