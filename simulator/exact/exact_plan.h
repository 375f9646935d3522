// What solving a class without a horizon needs to know once, whatever the world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "journey/journey.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/factor_plan.h"

namespace cairn {

/// Figures that cost more than the rest: days, touchpoints and squared days to the first visit of a
/// place. To outcomes and to the first conversion they are always given.
struct ExactNeeds {
  bool all_places = true;       // of chains with at most kSmallChain states with a way out
  std::vector<PlaceId> places;  // of these in any case
  /// A chain of more states is not eliminated: no order is looked for.
  std::size_t most_states = std::numeric_limits<std::size_t>::max();
};

/// All places of a chain so small take some tens of milliseconds.
inline constexpr std::size_t kSmallChain = 300;
/// In a chain so small all places at once cost less than a few of them one by one.
inline constexpr std::size_t kTinyChain = 64;

/// States of a class in the order in which first visits are worked out: those of one place side by
/// side, then those of no place.
struct PlaceBlock {
  std::vector<std::uint32_t> states;
  std::vector<std::uint32_t> first;  // by group: where its states begin; one more at the end
  std::vector<PlaceId> places;       // by group
};

/// What a solve may leave out where nobody asks, which moves no bit of anything else. NaN stands
/// there.
struct ExactParts {
  bool places = true;           // first visits of places with a way out, …
  bool ends = true;             // … of places where the journey ends
  bool end_time = true;         // and its square
  bool conversion_time = true;  // its square, and touchpoints before it
  bool value = true;            // what comes from the first conversion on
};

struct ExactPlan {
  Ledger ledger;
  FactorPlan factor;
  PlaceBlock block;                          // of places with a way out
  std::vector<PlaceId> ends;                 // places where the journey ends
  std::vector<std::uint32_t> end_states;     // in them
  std::vector<std::uint8_t> is_timed;        // by PlaceId
  std::vector<std::uint8_t> ends_converted;  // by PlaceId: an end that is a conversion
  bool is_small = false;                     // times to all places at once
  bool goes_on_converted = false;            // some conversion has a way out
  bool has_money = false;
  ExactParts finds;
};

/// Where the factor is not affordable there is nothing else but the ledger. Edges of the chain
/// count whatever their probability, so one plan serves every world of the state space it was built
/// from.
ExactPlan plan_exact(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                     const ExactNeeds& needs = {});

}  // namespace cairn
