#include "simulator/walk/batch.h"

#include <algorithm>

#include "simulator/walk/stream.h"

namespace cairn {
namespace {

/// Most batches of one class. Enough for a standard error known to about 6 %, few enough for sums
/// over a batch to be near normal.
constexpr std::uint64_t kMostBatches = 128;
constexpr std::uint64_t kFewestBatchesOfAClass = 16;
/// Doubles that all batches together may take: 32 MiB.
constexpr std::uint64_t kMostSums = std::uint64_t{1} << 22;

/// The first of the customers whose point (i + u_i)/N lies at or above `cumulated`; counted from
/// `first`.
std::uint64_t first_customer_at(double cumulated, std::uint64_t seed, std::uint64_t first,
                                std::uint64_t people) {
  const double point = cumulated * static_cast<double>(people);
  if (point >= static_cast<double>(people)) return people;
  const auto before = static_cast<std::uint64_t>(point);
  const std::uint64_t customer = first + before;
  const std::uint32_t word = draw_words(stream_key(seed, customer), customer, 0).second;
  const double own = (static_cast<double>(word) + 0.5) * 0x1p-32;
  return static_cast<double>(before) + own < point ? before + 1 : before;
}

std::vector<BatchTask> plan(const std::vector<WalkClass>& classes, std::uint64_t most_batches,
                            std::uint64_t seed, std::uint64_t first, std::uint64_t people) {
  double whole = 0;
  for (const WalkClass& walk_class : classes) whole += walk_class.share;
  std::vector<BatchTask> tasks;
  double cumulated = 0;
  std::uint64_t begin = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    cumulated += classes[c].share;
    const bool is_last = c + 1 == classes.size() || cumulated >= whole;
    const std::uint64_t end =
        is_last ? people
                : std::max(begin, first_customer_at(cumulated / whole, seed, first, people));
    const std::uint64_t count = end - begin;
    const std::uint64_t batches = std::min(count, most_batches);
    for (std::uint64_t b = 0; b < batches; ++b) {
      // Sizes differ by one at most; 128-bit products are avoided by splitting off the remainder.
      const std::uint64_t each = count / batches, extra = count % batches;
      const std::uint64_t from = first + begin + b * each + std::min(b, extra);
      tasks.push_back({c, from, from + each + (b < extra ? 1 : 0)});
    }
    begin = end;
  }
  return tasks;
}

}  // namespace

std::vector<BatchTask> plan_batches(const std::vector<WalkClass>& classes, std::size_t totals_size,
                                    std::uint64_t seed, std::uint64_t first, std::uint64_t people) {
  const std::uint64_t fitting =
      kMostSums / (std::max<std::uint64_t>(classes.size(), 1) * totals_size);
  return plan(classes, std::clamp(fitting, kFewestBatchesOfAClass, kMostBatches), seed, first,
              people);
}

std::vector<BatchTask> plan_large_batches(const std::vector<WalkClass>& classes, std::uint64_t seed,
                                          std::uint64_t people) {
  // Walkers who are the last of their batch walk alone; more people in a batch make that rare.
  constexpr std::uint64_t kPeopleOfABatch = 65'536;
  const std::uint64_t batches = people / kPeopleOfABatch / std::max<std::size_t>(classes.size(), 1);
  return plan(classes, std::clamp<std::uint64_t>(batches, 2, kMostBatches), seed, 0, people);
}

ClassFinder::ClassFinder(const std::vector<WalkClass>& classes, std::uint64_t seed,
                         std::uint64_t people)
    : tasks_(plan(classes, 1, seed, 0, people)) {}

std::size_t ClassFinder::class_of(std::uint64_t customer) {
  while (tasks_[at_].last <= customer) ++at_;
  return tasks_[at_].class_index;
}

}  // namespace cairn
