// What active fixes do to one state (R14): which ways they open, and which numbers they change.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/choice.h"
#include "journey/state_space.h"
#include "journey/woven_table.h"

namespace cairn {

/// A way of a fix to a place that no written way of the state leads to.
struct OpenedWay {
  PlaceId target;
  std::uint32_t line = 0;  // index of the added line in the flows of the site (fix_ways.h)
};

/// Whether a fix sets, scales, raises or lowers the share of a way to `target` from a state in
/// `fit`.
bool is_edited(const Journey& journey, const SitePlan& plan, const Fit& fit, PlaceId target);

/// `state` has its written ways. Each target once; opened ways have nothing of their own but what
/// edit_state gives them.
std::vector<OpenedWay> ways_to_open(const Journey& journey, const SitePlan& plan, const Fit& fit,
                                    const State& state);

/// Puts woven numbers in the place of written ones, and notes what is removed and moved. `state`
/// has all its ways, values and money.
void edit_state(const Journey& journey, const SitePlan& plan, const Fit& fit, WovenTable& table,
                State& state);

/// An assumption's number as changes with `for` or `when` make it here; any other as it is.
ParameterId edit_assumed(const Journey& journey, const SitePlan& plan, const Fit& fit,
                         WovenTable& table, ParameterId id);

}  // namespace cairn
