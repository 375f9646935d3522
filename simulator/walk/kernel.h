// The fast walk's inner loop: one step of a block of walkers, drawn side by side. Compiled once for
// every instruction set; all of them compute the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/normal_pieces.h"
#include "simulator/walk/record_block.h"
#include "simulator/walk/tables.h"

namespace cairn {

/// Walkers of one block, by lane. The size is the same for all instruction sets, so that the order
/// in which walkers are taken in and counted is too.
struct alignas(64) WalkBlock {
  static constexpr std::size_t kLanes = 256;

  // where the walkers stand
  std::uint32_t customers[kLanes] = {};  // low 32 bits
  std::uint32_t steps[kLanes] = {};
  std::uint32_t at[kLanes] = {};  // arrival

  // what the step draws
  std::uint32_t next[kLanes] = {};   // arrival
  std::uint32_t codes[kLanes] = {};  // of the slot: kRareWay and kLastWay
  float stay_days[kLanes] = {};      // the part of `takes` left to chance
  float after_days[kLanes] = {};     // of `after`; 0 unless the tables say that some is random
  std::uint32_t rare[kLanes] = {};   // not 0: the kernel could not draw this lane

  // look-ups on their way
  std::uint64_t laws[kLanes] = {};
  std::uint64_t rows[kLanes] = {};
  std::uint64_t slots[kLanes] = {};
  std::uint32_t slot_numbers[kLanes] = {};
  std::uint32_t words[kLanes] = {};  // of the duration
  std::uint32_t piece_numbers[kLanes] = {};
  NormalPiece pieces[kLanes] = {};
  float normals[kLanes] = {};
  float means[kLanes] = {};
};

/// Draws one step of the first `lanes` lanes, a multiple of 16. True if some lane is rare.
using DrawBlock = bool (*)(const WalkTables& tables, WordPair key, std::size_t lanes,
                           WalkBlock& block);

/// A kernel for one instruction set. `draw` never misses: without vectors there is the scalar one.
struct WalkKernel {
  Isa isa = Isa::scalar;
  const char* name = "";
  DrawBlock draw = nullptr;
  StepRecords step_records = nullptr;
};

/// Those that this machine can run, slowest first; the first is scalar.
std::vector<WalkKernel> find_kernels();
/// The kernel for an instruction set; the best one if the machine lacks it.
WalkKernel choose_kernel(Isa isa);

/// One step of all lanes, the rare ones drawn by the exact path.
void draw_lanes(const WalkKernel& kernel, const WalkTables& tables, std::uint64_t seed,
                std::uint64_t customer_high, std::size_t lanes, WalkBlock& block);

}  // namespace cairn
