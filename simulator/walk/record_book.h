// Where the records of one batch are taken down, summed and handed on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/walk/record_block.h"
#include "simulator/walk/records.h"

namespace cairn {

inline constexpr int kRecordOctaves = 64;

struct RecordBatchSums {
  std::uint64_t people = 0, steps = 0, cut_walks = 0;
  RecordMoney money;
  double days = 0;
  std::vector<std::uint64_t> ends, histogram;
};

/// How records become what is handed on.
struct RecordBookSetting {
  std::size_t class_index = 0;
  const RecordSink* sink = nullptr;
  double horizon_days = 0;
  /// By state: money that those who end there have besides (unless they were cut). May be empty.
  const std::vector<RecordMoney>* last_money = nullptr;
  bool has_revenue = true;  // the column says anything
};

class RecordBook {
 public:
  RecordBook(const RecordBookSetting& setting, std::size_t states);

  /// Records are appended here.
  RecordColumns& columns() { return columns_; }
  /// To be called when a step is done, before the columns are full.
  void hand_on_if_full(std::uint64_t customer_high) {
    if (columns_.count >= RecordColumns::kChunk) hand_on(customer_high);
  }
  void hand_on(std::uint64_t customer_high);
  /// Once, after all has been handed on.
  RecordBatchSums take_sums();

 private:
  static constexpr std::size_t kWays = 4;
  void count_steps();
  void count_days();
  void count_ends();
  void give_to_sink(std::uint64_t customer_high);

  RecordBookSetting setting_;
  RecordBatchSums sums_;
  // Each in as many parts as can be counted side by side: who is the next but three in a chunk
  // falls into the same part.
  double days_[kWays] = {};
  std::vector<std::uint64_t> ends_;       // by state, then part
  std::vector<std::uint64_t> histogram_;  // by bin, then part
  RecordColumns columns_;
  std::vector<RecordMoney> money_;  // for the sink
};

}  // namespace cairn
