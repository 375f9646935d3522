// One-draw sampling of a row of probabilities (Walker 1977, in the stable form of Vose 1991).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cairn {

/// Items with a probability of 0 stand in no column, so they are never drawn, not even by rounding.
class AliasRow {
 public:
  /// Nothing to draw; `pick` must not be called.
  AliasRow() = default;
  /// `weights`: not negative, in any total; at least one is positive.
  explicit AliasRow(const std::vector<double>& weights);

  bool is_empty() const { return columns_.empty(); }

  /// The item for 64 random bits. The column takes the high part of bits × columns, the choice
  /// within it the low part, so probabilities down to about 2^-64 are kept.
  std::uint32_t pick(std::uint64_t bits) const {
    const std::uint64_t columns = columns_.size();
    const std::uint64_t low = (bits & 0xffffffffu) * columns;
    const std::uint64_t high = (bits >> 32) * columns + (low >> 32);
    const Column& column = columns_[static_cast<std::size_t>(high >> 32)];
    const std::uint64_t within = (high << 32) | (low & 0xffffffffu);
    return within <= column.last_own ? column.own : column.other;
  }

 private:
  struct Column {
    std::uint64_t last_own = 0;  // bits up to here, included, give `own`
    std::uint32_t own = 0;
    std::uint32_t other = 0;
  };
  std::vector<Column> columns_;
};

}  // namespace cairn
