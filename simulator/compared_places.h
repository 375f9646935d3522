// What alternatives do at every place, at best estimates.
#pragma once

#include <vector>

#include "journey/comparison.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/setting.h"
#include "simulator/walked.h"

namespace cairn {

/// One alternative at best estimates.
struct SolvedAlternative {
  WorldChains at_best;
  BestAnswer best;
  Walked walked;
};

// Each fills in rows of `comparison` from those of `solved`, today first.

/// ComparedAlternative::places and pains.
void find_places(const Setting& setting, const FigurePlan& plan,
                 const std::vector<SolvedAlternative>& solved, Comparison& comparison);

/// ComparedAlternative::nps, where touchpoints are scored.
void find_scores(Setting setting, const std::vector<SolvedAlternative>& solved,
                 Comparison& comparison);

/// ComparedAlternative::flows.
void find_flows(const Setting& setting, const FigurePlan& plan,
                const std::vector<SolvedAlternative>& solved, Comparison& comparison);

/// ComparedAlternative::persona_reach.
void find_persona_reach(const Setting& setting, const std::vector<SolvedAlternative>& solved,
                        Comparison& comparison);

}  // namespace cairn
