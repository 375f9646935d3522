// The journeys of single people as an event log for other tools.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "simulator/walk/monte_carlo.h"

namespace cairn {

/// Takes the next piece of text; false: no more can be taken (a full disk), stop.
using TextSink = std::function<bool(std::string_view text)>;

struct PathsWritten {
  std::uint64_t people = 0, rows = 0;
  std::uint64_t cut_walks = 0;  // walks stopped at the step limit
  bool is_complete = true;      // false: the sink stopped it
};

/// Writes one line of CSV (RFC 4180, CRLF, UTF-8, header first) per visit:
///   customer    from 1, in order
///   step        from 1: the visits of this customer
///   touchpoint  the touchpoint or outcome
///   time        days from entry to the beginning of the visit
///   money       earned minus spent in this visit, undiscounted and within the horizon; what the
///               source costs is in the first visit
///   persona, source, device  empty where the journey does not tell them apart
/// The same journeys, bit by bit, that `walk` and `walk_records` walk with the fast kernel and the
/// same seed and people (without `precision`). In constant memory, however many people.
PathsWritten write_paths(const Journey& journey, const std::vector<WalkClass>& classes,
                         const MoneyWeights& weights, const WalkOptions& options,
                         const TextSink& sink);

}  // namespace cairn
