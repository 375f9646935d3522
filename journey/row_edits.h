// Removing what a pain causes, and moving a part of one way to another (R14): what active fixes do
// to the shares of a row as it is written.
#pragma once

#include <vector>

#include "journey/share_gradient.h"
#include "journey/state_space.h"

namespace cairn {

/// `shares`, by way. With exits e, shares a_i that pains cause and removed parts x_i = 1 - Π(1 - x)
/// the part e Σ a_i x_i is freed; losses shrink in proportion, and what is freed goes to the other
/// ways in proportion to what they have, or toward one way. Then parts of ways are moved, all of
/// them parts of the row that removals left. Returns whether more than a whole was removed or moved
/// and scaled to it.
bool edit_row(const State& state, const World& world, std::vector<double>& shares);

/// By cause of the state: its part of the exits that are left, a_i (1 - x_i) / (1 - Σ a x).
std::vector<double> causes_left(const State& state, const World& world);

/// The reverse: `shares` as written, `by_share` the slopes by the edited shares, which become those
/// by the written ones. Adds what each part and cause gets. Where more than a whole was removed or
/// moved the slopes are those before it was scaled.
void add_edits_gradient(const State& state, const World& world, const std::vector<double>& shares,
                        std::vector<double>& by_share, ParameterGradient& gradient);

}  // namespace cairn
