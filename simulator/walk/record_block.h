// A block of walkers of whom nothing but the record of each is asked, and the records of those who
// have ended. One step of it is the leanest loop of the walk.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simulator/walk/normal_pieces.h"
#include "simulator/walk/record_tables.h"
#include "simulator/walk/threefry.h"

namespace cairn {

/// Walkers by lane, as WalkBlock; they stand at stops of RecordTables.
struct alignas(64) RecordBlock {
  static constexpr std::size_t kLanes = 128;

  std::uint32_t customers[kLanes] = {};  // low 32 bits
  std::uint32_t steps[kLanes] = {};
  std::uint32_t at[kLanes] = {};
  double days[kLanes] = {};
  std::int64_t costs[kLanes] = {};  // money in units, on the way
  std::int64_t revenues[kLanes] = {};

  // what the step draws
  std::uint32_t choices[kLanes] = {};  // words of the next stop
  std::uint32_t words[kLanes] = {};    // of the stay
  std::uint32_t codes[kLanes] = {};
  float stay_days[kLanes] = {};
  std::int32_t paid[kLanes] = {};  // at the stop where the lane stands
  std::int32_t earned[kLanes] = {};

  // look-ups on their way
  std::uint32_t slot_numbers[kLanes] = {};
  std::uint64_t slots[kLanes] = {};
  std::uint32_t piece_numbers[kLanes] = {};
  NormalPiece pieces[kLanes] = {};
  RecordStop stops[kLanes] = {};
};

/// Records until they are handed on. The room at the end is for one block more and for what whole
/// vectors write behind their last lane.
struct RecordColumns {
  static constexpr std::size_t kChunk = 4096;
  static constexpr std::size_t kRoom = kChunk + RecordBlock::kLanes + 16;
  std::size_t count = 0;
  std::uint32_t customers[kRoom];
  std::uint32_t states[kRoom];
  std::uint32_t steps[kRoom];
  double days[kRoom];
  std::int64_t costs[kRoom];
  std::int64_t revenues[kRoom];
  std::uint32_t ended[RecordBlock::kLanes + 16];  // lanes of the last step that did
};

/// What is the same for all steps of a batch.
struct RecordSetting {
  std::uint64_t seed = 0;
  std::uint64_t customer_high = 0;  // bits 32-63
  double last_moment = 0;           // an age up to here counts as within the horizon
};

/// Moves `lanes` lanes on by one step. Appends those whose journey ends there, or would come after
/// the last moment, to the columns, in the order of lanes; they stand at the start again as
/// somebody new, but for the customer's number. Returns how many.
using StepRecords = std::size_t (*)(const RecordTables& tables, const RecordSetting& setting,
                                    std::size_t lanes, RecordBlock& block, RecordColumns& columns);

/// Draws what the kernel cannot: a tail, a tie or a flag.
void draw_rare_record(const RecordTables& tables, const RecordSetting& setting, std::size_t lane,
                      RecordBlock& block);

}  // namespace cairn
