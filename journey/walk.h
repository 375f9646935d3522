// Who can come where, with which memory: the states of a journey without the lines that hold in
// them. Lighter than a state space; used to count states and to prove `requires`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "journey/explore.h"

namespace cairn {

/// A visit to a place with a memory, or the moment of entry by a source.
struct Visit {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  StateKey key;
  std::uint32_t before = kNone;  // the visit people came from, on a shortest path
};

/// A way somebody can take from a visit.
struct Step {
  std::uint32_t from = 0;  // index of the visit
  std::uint32_t line = 0;  // index into the flows of its site
  PlaceId target;
  Memory arrival = 0;  // before the target clears or sets anything
};

struct Walk {
  std::vector<Visit> visits;  // breadth first: in order of their distance from a source
  bool is_complete = true;    // false: more than the limit
};

struct WalkOptions {
  std::size_t state_limit = kDefaultStateLimit;
  std::vector<SourceId> sources;             // where people enter
  const std::vector<bool>* fixes = nullptr;  // by FixId: whose added ways are open; null: none
  /// Called for every way of every visit, visits in order; false stops the walk.
  std::function<bool(const Walk&, const Step&)> on_step;
};

/// Walks all ways one class of customers can take. Where two lines tie (an error of its own) both
/// are followed.
Walk walk_class(const Journey& journey, Ground& ground, const CustomerClass& customer,
                const WalkOptions& options);

/// The sites from the source to a visit, as site_index gives them.
std::vector<std::uint32_t> path_to(const Walk& walk, std::uint32_t visit);

}  // namespace cairn
