#include "simulator/walk/alias_table.h"

#include <cmath>
#include <limits>
#include <utility>

#include "base/check.h"

namespace cairn {
namespace {

constexpr double kTwoTo64 = 0x1.0p64;

/// The last of 2^64 equal bits that belongs to a part in (0, 1].
std::uint64_t last_of(double part) {
  const double bits = part * kTwoTo64;
  if (bits >= kTwoTo64) return std::numeric_limits<std::uint64_t>::max();
  return bits < 1 ? 0 : static_cast<std::uint64_t>(bits) - 1;
}

}  // namespace

AliasRow::AliasRow(const std::vector<double>& weights) {
  std::vector<std::pair<std::uint32_t, double>> items;
  double total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    CAIRN_CHECK(std::isfinite(weights[i]) && weights[i] >= 0);
    total += weights[i];
    if (weights[i] > 0) items.emplace_back(static_cast<std::uint32_t>(i), weights[i]);
  }
  CAIRN_CHECK(!items.empty());

  // Each column holds one n-th of the whole; small items are filled up from large ones.
  std::vector<std::size_t> small, large;
  const double scale = static_cast<double>(items.size()) / total;
  columns_.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].second *= scale;
    columns_[i] = {std::numeric_limits<std::uint64_t>::max(), items[i].first, items[i].first};
    (items[i].second < 1 ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t little = small.back();
    const std::size_t giver = large.back();
    small.pop_back();
    columns_[little].last_own = last_of(items[little].second);
    columns_[little].other = items[giver].first;
    items[giver].second -= 1 - items[little].second;
    if (items[giver].second < 1) {
      large.pop_back();
      small.push_back(giver);
    }
  }
  // What is left over is full up to rounding and keeps its whole column.
}

}  // namespace cairn
