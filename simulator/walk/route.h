// A class made ready for the walk: alias rows, and what every state and edge counts as.
#pragma once

#include <cstddef>
#include <vector>

#include "journey/journey.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/walk/alias_table.h"
#include "simulator/walk/monte_carlo.h"

namespace cairn {

/// What the walk needs to know of a state, beside the Chain.
struct WalkStop {
  PlaceId place;  // invalid at the moment of entry by a source
  bool is_touchpoint = false;
  bool is_conversion = false;
  AliasRow ways;  // empty: the journey ends here
};

/// What passing an edge counts as.
struct WalkPassage {
  std::size_t flow = 0;  // position of the flow's passages in Totals
  bool is_exit = false;
};

/// One class, made ready for walking.
struct WalkRoute {
  const Chain* chain = nullptr;
  AliasRow entry;
  std::vector<WalkStop> stops;        // by state
  std::vector<WalkPassage> passages;  // by edge
  // Numbers of the time questions this class is asked.
  std::vector<std::vector<std::size_t>> questions_to_place;  // by PlaceId
  std::vector<std::size_t> questions_to_conversion;
  std::vector<std::size_t> questions_to_end;
};

/// One route per class, same order. The classes' spaces and chains must outlive them.
std::vector<WalkRoute> make_routes(const Journey& journey, const std::vector<WalkClass>& classes,
                                   const TotalsLayout& layout,
                                   const std::vector<TimeQuestion>& questions);

}  // namespace cairn
