// The walk by person: what each one did in one line, instead of sums over all. The leanest use of
// the fast kernel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/record_tables.h"

namespace cairn {

/// People in the order in which their walks ended, by column.
struct RecordChunk {
  std::size_t count = 0;
  std::uint64_t customer_high = 0;           // bits 32-63 of all of them
  const std::uint32_t* customers = nullptr;  // bits 0-31
  const std::uint32_t* states =
      nullptr;  // of the class's chain, where the walk ended (or the horizon found them)
  const std::uint32_t* steps = nullptr;  // visits, the moment of entry by a source included
  const double* days = nullptr;          // length of the journey, cut at the horizon
  const RecordMoney* money = nullptr;
};

/// Called from many threads at once, with what one batch of one class has ready.
using RecordSink = std::function<void(std::size_t class_index, const RecordChunk& chunk)>;

/// Sums over all records: the same for any threads and instruction set.
struct RecordSums {
  std::uint64_t people = 0, steps = 0, cut_walks = 0;
  RecordMoney money;
  double days = 0;
  std::vector<std::vector<std::uint64_t>>
      ends;  // by class and state: people whose walk ended there
  /// By length of the journey in days: 16 bins in every power of two, from 2^-32 to 2^32.
  std::vector<std::uint64_t> days_histogram;
};
inline constexpr int kRecordBinsPerOctave = 16;

/// Walks people and gives what each did to the sink (none: only the sums). The same journeys as
/// `walk` with the fast kernel; `precision` and `kernel` are not looked at.
RecordSums walk_records(const Journey& journey, const std::vector<WalkClass>& classes,
                        const TotalsLayout& layout, const MoneyWeights& weights,
                        const WalkOptions& options, const RecordSink& sink = {});

}  // namespace cairn
