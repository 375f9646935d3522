// The answer of `cairn why` as text: lines of the spec with what each of them does to the number.
#pragma once

#include <string>

#include "compiler/question.h"
#include "journey/flow_trace.h"
#include "journey/prediction.h"
#include "render/terminal/tables.h"

namespace cairn {

/// What both answers are made from.
struct WhyGround {
  const Journey& journey;
  const TextFiles& files;
  const StateSpaces& spaces;
  const Prediction& prediction;  // its flows are those of the customers asked about
  TerminalStyle style;
};

/// A flow, kind of customer by kind of customer: written line, wider lines it goes before, factors,
/// what the rest is left over from.
std::string explain_flow(const WhyGround& ground, const WhyQuestion& question);

/// A place: how many of 1 000 entrants come by each way in, and the most travelled road there.
std::string explain_reach(const WhyGround& ground, const WhyQuestion& question);

}  // namespace cairn
