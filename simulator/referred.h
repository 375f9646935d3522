// Those whom customers refer, in the figures of the calendar (R21).
#pragma once

#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

/// Whether somebody refers, and a window of the calendar says until when that counts.
bool counts_referrals(const Journey& journey);

/// Adds to the revenue, cost and profit of everyone per time and in total what people bring who are
/// referred within the window, at best estimates; other worlds in proportion to the figure there.
/// Figures of one group, and all that follow one person, stay as they are. What is changed has no
/// walk beside it any more. A journey with active fixes has them in full.
void add_referrals(const Journey& journey, Prediction& prediction);

}  // namespace cairn
