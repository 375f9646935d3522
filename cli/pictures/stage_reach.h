// How many come to any touchpoint of a stage: whoever comes to two of them is counted once, so that
// it is no sum over touchpoints and has to be solved for.
#pragma once

#include <optional>
#include <vector>

#include "journey/comparison.h"
#include "journey/journey.h"

namespace cairn {

/// The journey in which to come to any touchpoint of a stage is the one conversion there is.
/// `ends_there`: what comes after, which is of no matter but makes most of the work, is left out,
/// and what fixes change there; not for a journey whose fixes are active already.
Journey with_stage_as_goal(const Journey& journey, const Stage& stage, bool ends_there);

/// By StageId: the share of entrants, of a persona if it is valid, who come to a stage of several
/// touchpoints, at best estimates. None for stages of one touchpoint, whose own figure says it.
std::vector<std::optional<double>> find_stage_reach(const Journey& journey, PersonaId persona,
                                                    unsigned threads);

/// The same of everyone with each of these sets of fixes in full, all solved at once. Empty if that
/// makes too many states.
std::vector<std::vector<std::optional<double>>> find_stage_reach(
    const Journey& journey, const std::vector<Alternative>& alternatives, unsigned threads);

/// How many solutions that takes.
std::size_t count_wide_stages(const Journey& journey);

}  // namespace cairn
