// Where the share of a flow comes from: for each kind of customer the line that counts, the lines
// it goes before, the factors, and what the rest is left over from. What `cairn why` prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/describe.h"
#include "journey/journey.h"
#include "journey/state_space.h"

namespace cairn {

/// Another way out of the same place, with its share at best estimates: what `rest` leaves.
struct OtherWay {
  PlaceId target;
  std::uint32_t line = 0;
  double share = 0;
};

/// One explanation, and the states it holds in. Lines are indexes into the flows of the place or
/// source.
struct FlowTrace {
  std::vector<StateRef> states;
  std::optional<std::uint32_t> chosen;    // nothing: no line leads there for them
  std::vector<std::uint32_t> overridden;  // lines that fit too but are wider
  std::vector<std::uint32_t> factors;     // `times` lines that fit
  std::vector<OtherWay> others;           // if the chosen line is `rest`
  bool was_scaled = false;                // the ways out exceeded everyone
  double written = 0;                     // share of the chosen line, before factors
  double share = 0;                       // what comes out, at best estimates
};

/// All explanations of the flow from a place or source to a place, for those customers and
/// memories at the site that `asked` fits; in order of first appearance. Parts of `asked` that tell
/// nobody apart at this site are ignored; `without_effect` gets their words.
std::vector<FlowTrace> trace_flow(const Journey& journey, const StateSpaces& spaces, Site site,
                                  PlaceId target, const Scope& asked,
                                  std::vector<std::string>& without_effect);

}  // namespace cairn
