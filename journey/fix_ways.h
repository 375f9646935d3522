// The ways that fixes add to a journey (R14), all at once and as if every share were positive: what
// is proved of it holds in every scenario, on every day.
#pragma once

#include <cstddef>
#include <vector>

#include "journey/journey.h"

namespace cairn {

struct FixWays {
  Journey journey;          // a copy; added ways stand behind the written ones (FlowLine::added_by)
  std::vector<bool> adds;   // by FixId: whether it adds any way
  bool is_complete = true;  // false: more added ways than the limit; the rest is left out
};

/// Many fixes that each move every way in multiply; a project of people has a few dozen.
inline constexpr std::size_t kMostAddedWays = 100'000;

FixWays add_fix_ways(const Journey& journey);

/// The same for some fixes alone.
FixWays add_fix_ways(const Journey& journey, const std::vector<FixId>& fixes);

/// Whether some fix could add a way, so that the copy is worth making.
bool may_add_ways(const Journey& journey);

}  // namespace cairn
