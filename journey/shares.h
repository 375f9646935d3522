// How a whole is divided among personas, sources and devices (R4, R5, R7).
#pragma once

#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// The share line that counts for one part of a whole; null if it has none. `tied` is another line
/// that fits the same customers without either being narrower.
struct ShareChoice {
  const ShareLine* line = nullptr;
  const ShareLine* tied = nullptr;
};

// One choice per persona, source or device, by id.
std::vector<ShareChoice> choose_persona_shares(const Journey& journey);
std::vector<ShareChoice> choose_source_shares(const Journey& journey, PersonaId persona);
std::vector<ShareChoice> choose_device_shares(const Journey& journey, PersonaId persona,
                                              SourceId source);

/// What is written, without `rest`.
DoubleDouble written_sum(const std::vector<ShareChoice>& choices, const World& world);

/// The parts in one world; they sum to 1. Above a whole they are scaled to it; if nothing is
/// written all parts are equal.
std::vector<double> divide_whole(const std::vector<ShareChoice>& choices, const World& world);

}  // namespace cairn
