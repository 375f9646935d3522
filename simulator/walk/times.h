// How many people took how long, for quantiles of times in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cairn {

/// Counts of times in bins of a relative width between 2^-10 and 2^-9 (512 equal parts of every
/// power of two), with the least and greatest time of each bin: what is the same for everybody, as
/// after fixed durations, is kept exactly. Times below 2^-20 days (a tenth of a second) share one
/// bin, those above 2^24 days another. All it holds are counts and extremes, so the order of adding
/// cannot be seen.
class TimeCounts {
 public:
  TimeCounts() = default;
  /// Counts times that somebody has in full.
  TimeCounts(const std::vector<double>& times) {
    for (const double days : times) add(days);
  }

  void add(double days);
  void add(const TimeCounts& other);

  std::uint64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool operator==(const TimeCounts&) const;

  /// How many times are below `days`; within a bin as `at` has them.
  double count_below(double days) const;
  /// The time at a position 0 … size-1 in ascending order, between positions by interpolation;
  /// within a bin times are taken to be spread evenly from its least to its greatest.
  double at(double position) const;
  /// Distance between the least and the greatest time of the bin at a position: how far off `at`
  /// may be at most.
  double width_at(double position) const;

 private:
  struct Bin {
    std::uint64_t count = 0;
    double least = 0, greatest = 0;
    bool operator==(const Bin&) const = default;
  };
  struct Spot {
    std::size_t bin = 0;
    std::uint64_t rank = 0;  // within the bin
  };
  Bin& bin_of(std::size_t number);
  Spot find(std::uint64_t rank) const;
  double at_rank(std::uint64_t rank) const;

  std::vector<Bin> bins_;      // a stretch of all bins
  std::size_t first_bin_ = 0;  // number of the first in the stretch
  std::uint64_t size_ = 0;
};

}  // namespace cairn
