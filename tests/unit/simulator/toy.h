// Journeys made by hand, state by state, for testing the engines alone.
#pragma once

#include <limits>
#include <vector>

#include "journey/journey.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"

namespace cairn {

inline Draw exactly(double value) {
  return {Draw::Kind::fixed, value, 0, 0};
}
inline Draw on_average(double mean) {
  return {Draw::Kind::exponential, mean, 0, 0};
}
inline Draw lognormal(double mu, double sigma) {
  return {Draw::Kind::lognormal, 0, mu, sigma};
}

inline MoneyWeights until(double horizon_days, double rate_per_day = 0, bool is_once = false) {
  return {horizon_days, rate_per_day, is_once};
}
inline MoneyWeights for_ever(double rate_per_day = 0, bool is_once = false) {
  return until(std::numeric_limits<double>::infinity(), rate_per_day, is_once);
}

/// One class; one state per place unless more are asked for. The first state is the entry by the
/// one source; state 1 is `leave`.
struct Toy {
  struct Arrow {
    std::uint32_t from = 0, to = 0;
    double probability = 0;
    Draw after;
  };

  Journey journey;
  StateSpace space;
  Chain chain;
  TotalsLayout layout;
  std::vector<Arrow> arrows;

  Toy() {
    chain.states.resize(1);
    chain.states[0].source = journey.sources.add({});
    add(Place::Kind::outcome, Counts::loss);
    journey.leave = chain.states[leave()].place;
  }

  static std::uint32_t leave() { return 1; }

  std::uint32_t add(Place::Kind kind, Counts counts = Counts::nothing, Draw takes = {}) {
    Place place;
    place.kind = kind;
    place.counts = counts;
    return add_state(journey.places.add(place), takes);
  }
  std::uint32_t touchpoint(Draw takes = {}, Counts counts = Counts::nothing) {
    return add(Place::Kind::touchpoint, counts, takes);
  }
  std::uint32_t outcome(Counts counts = Counts::win) { return add(Place::Kind::outcome, counts); }

  std::uint32_t add_state(PlaceId place, Draw takes = {}) {
    ChainState state;
    state.place = place;
    state.takes = takes;
    state.is_outcome = journey.places[place].kind == Place::Kind::outcome;
    chain.states.push_back(state);
    return static_cast<std::uint32_t>(chain.states.size() - 1);
  }

  void arrow(std::uint32_t from, std::uint32_t to, double probability, Draw after = {}) {
    arrows.push_back({from, to, probability, after});
  }
  void earns(std::uint32_t state, double amount, double per_days = 0) {
    chain.states[state].money.push_back({exactly(amount), 1, per_days});
  }
  void costs(std::uint32_t state, double amount, double per_days = 0) {
    chain.states[state].money.push_back({exactly(amount), -1, per_days});
  }
  void feels(std::uint32_t state, double feeling) {
    chain.states[state].feeling = feeling;
    chain.states[state].has_feeling = true;
  }
  PlaceId place(std::uint32_t state) const { return chain.states[state].place; }

  /// Puts the arrows into the chain; to be called once, at the end.
  void close() {
    chain.entry.assign(chain.states.size(), 0);
    chain.entry[0] = 1;
    std::vector<std::vector<Arrow>> by_state(chain.states.size());
    for (const Arrow& arrow : arrows) by_state[arrow.from].push_back(arrow);
    for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
      ChainState& state = chain.states[s];
      state.first_edge = static_cast<std::uint32_t>(chain.edges.size());
      for (const Arrow& arrow : by_state[s]) {
        chain.edges.push_back({arrow.to, state.edge_count++, arrow.probability, arrow.after});
        FlowLine line;
        line.target = chain.states[arrow.to].place;
        auto& flows = state.source.is_valid() ? journey.sources[state.source].flows
                                              : journey.places[state.place].flows;
        flows.push_back(line);
      }
    }
    layout = make_totals_layout(journey);
  }
};

}  // namespace cairn
