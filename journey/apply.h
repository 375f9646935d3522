// Fixes applied to a journey (R14).
#pragma once

#include <optional>
#include <vector>

#include "journey/journey.h"
#include "journey/state_space.h"

namespace cairn {

/// A copy of the journey in which these fixes are active: its classes, memory and states are those
/// of today and of the fixes together, so that any of them may be taken or left by its strength
/// (woven.h) without another layout. Its best estimate has all of them in full. Nothing if that
/// makes more states than the limit.
std::optional<Journey> apply_fixes(const Journey& journey, const std::vector<FixId>& fixes,
                                   std::size_t state_limit = kDefaultStateLimit);

/// All fixes of a journey.
std::vector<FixId> all_fixes(const Journey& journey);

/// Two lines of fixes that cannot be taken together: both `set` one number for somebody (E503), or
/// they belong to moves of more than all of one flow (E402).
std::optional<std::pair<ChangeRef, ChangeRef>> find_clash(const Journey& journey,
                                                          const std::vector<FixId>& fixes);

}  // namespace cairn
