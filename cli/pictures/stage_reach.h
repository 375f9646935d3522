// How many come to any touchpoint of a stage: whoever comes to two of them is counted once, so that
// it is no sum over touchpoints and has to be solved for.
#pragma once

#include <optional>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// The journey in which to come to any touchpoint of a stage is the one conversion there is. What
/// follows upon it may be left out.
Journey with_stage_as_goal(const Journey& journey, const Stage& stage);

/// By StageId: the share of entrants, of a persona if it is valid, who come to a stage of several
/// touchpoints, at best estimates. None for stages of one touchpoint, whose own figure says it.
std::vector<std::optional<double>> find_stage_reach(const Journey& journey, PersonaId persona,
                                                    unsigned threads);

/// How many solutions that takes.
std::size_t count_wide_stages(const Journey& journey);

}  // namespace cairn
