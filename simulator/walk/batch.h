// What all ways of walking share: the batch of customers of one class, what is asked of them, and
// what comes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/walk/monte_carlo.h"

namespace cairn {

/// Customers first … last-1, all of one class.
struct BatchTask {
  std::size_t class_index = 0;
  std::uint64_t first = 0, last = 0;
};

struct BatchResult {
  Totals sums;
  std::uint64_t cut_walks = 0;
};

/// The same for all batches.
struct WalkSetup {
  const TotalsLayout* layout = nullptr;
  const MoneyWeights* weights = nullptr;
  std::uint64_t seed = 0;
  double horizon_days = 0;
  double last_moment = 0;  // an age up to here counts as within the horizon
};

/// Sums of durations that meet the horizon on paper may pass it by a rounding error.
inline double last_moment_of(const MoneyWeights& weights) {
  return weights.horizon_days * (1 + 1e-12);
}

inline WalkSetup make_setup(const TotalsLayout& layout, const MoneyWeights& weights,
                            std::uint64_t seed) {
  return {&layout, &weights, seed, weights.horizon_days, last_moment_of(weights)};
}

/// Batches of the customers first … first+people-1, at most `most_batches` (and at least 16) of one
/// class, as few as memory asks for.
std::vector<BatchTask> plan_batches(const std::vector<WalkClass>& classes, std::size_t totals_size,
                                    std::uint64_t seed, std::uint64_t first, std::uint64_t people);

/// The same where nothing is estimated from the batches: as few as keep threads busy.
std::vector<BatchTask> plan_large_batches(const std::vector<WalkClass>& classes, std::uint64_t seed,
                                          std::uint64_t people);

/// The class of each customer, for walking them in their own order.
class ClassFinder {
 public:
  ClassFinder(const std::vector<WalkClass>& classes, std::uint64_t seed, std::uint64_t people);
  /// `customer` must not decrease from call to call.
  std::size_t class_of(std::uint64_t customer);

 private:
  std::vector<BatchTask> tasks_;
  std::size_t at_ = 0;
};

}  // namespace cairn
