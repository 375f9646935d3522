// The raw figures every engine produces: sums per entrant that mix linearly over classes.
// Every metric is one of them or a ratio of two (docs/counting.md), so engines, worlds and
// brackets all work on one flat vector.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// Where each figure stands in a Totals vector. All are per entrant of the class (or of the mix)
/// and count only what happens within the horizon; money is signed as written, both counts
/// positive. A passage (and an exit) happens when the customer arrives at its target; days at a
/// place and money per time are cut at the horizon. Touchpoints are counted visit by visit, the
/// target's not included.
struct TotalsLayout {
  struct FlowKey {
    SourceId source;  // valid: from a source; else `from` is valid
    PlaceId from;
    PlaceId to;
  };
  std::size_t place_count = 0;
  std::vector<FlowKey> flows;  // every written way, each once

  // one number each
  std::size_t conversion() const { return 0; }       // P(first conversion within the horizon)
  std::size_t conversion_time() const { return 1; }  // E[days to it; it happens]
  std::size_t conversion_touches() const {
    return 2;
  }                                              // E[touchpoints visited before it; it happens]
  std::size_t end_time() const { return 3; }     // E[min(length of the journey, horizon)] in days
  std::size_t end_touches() const { return 4; }  // E[touchpoints visited]
  std::size_t revenue() const { return 5; }      // discounted to entry
  std::size_t cost() const { return 6; }         // discounted to entry, source costs included
  std::size_t value() const { return 7; }  // earns - costs from the first conversion on, discounted
  std::size_t window_revenue() const {
    return 8;
  }  // undiscounted, within the calendar window (R10)
  std::size_t window_cost() const { return 9; }
  std::size_t total_revenue() const { return 10; }  // within the window, discounted to its start
  std::size_t total_cost() const { return 11; }
  // second moments: days squared
  std::size_t conversion_time_square() const { return 12; }  // E[(days to it)^2; it happens]
  std::size_t end_time_square() const { return 13; }         // E[min(length, horizon)^2]
  // one number per place
  std::size_t reach(PlaceId place) const { return at(0, place); }   // P(at least one visit)
  std::size_t visits(PlaceId place) const { return at(1, place); }  // E[visits]
  std::size_t exits(PlaceId place) const {
    return at(2, place);
  }  // E[passages from here to a loss]
  std::size_t days_at(PlaceId place) const {
    return at(3, place);
  }  // E[days spent in `takes` here]
  std::size_t time_to(PlaceId place) const {
    return at(4, place);
  }  // E[days to the first visit; it happens]
  std::size_t touches_to(PlaceId place) const {
    return at(5, place);
  }  // E[touchpoints visited before it; it happens]
  std::size_t feeling_sum(PlaceId place) const {
    return at(6, place);
  }  // E[sum of feelings over visits]
  std::size_t felt_visits(PlaceId place) const { return at(7, place); }  // E[visits with a feeling]
  std::size_t time_square_to(PlaceId place) const {
    return at(8, place);
  }  // E[(days to the first visit)^2; it happens]
  // one number per flow
  std::size_t passages(std::size_t flow) const { return kScalars + kPerPlace * place_count + flow; }

  std::size_t size() const { return passages(flows.size()); }

 private:
  static constexpr std::size_t kScalars = 14;
  static constexpr std::size_t kPerPlace = 9;
  std::size_t at(std::size_t row, PlaceId place) const {
    return kScalars + row * place_count + place.index;
  }
};

using Totals = std::vector<double>;

TotalsLayout make_totals_layout(const Journey& journey);

/// Weights by which money at age t (days since entry) enters each sum, for one journey and world.
/// With horizon H, rate of discount r per day (continuous: ln(1 + discount) / period), and entrants
/// spread evenly over the window [0, H] (or all at its start for `once`):
///   per entrant: exp(-r t); window: 1 - t/H (once: 1); total: (exp(-r t) - exp(-r H)) / (r H)
///   (once: exp(-r t)). Without a horizon window weight is 1 and total is not defined (0).
/// Nothing after H counts; an event exactly at H does.
struct MoneyWeights {
  double horizon_days = 0;  // infinity: for ever
  double rate_per_day = 0;
  bool is_once = false;

  double per_entrant(double age_days) const;
  double window(double age_days) const;
  double total(double age_days) const;
};
MoneyWeights money_weights(const Journey& journey, const World& world);

}  // namespace cairn
