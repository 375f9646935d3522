// Rows of shares in written order, made ready for inverse CDF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cairn {

/// Cumulated shares of the whole in units of 2^-64, by way. A way of share 0 ends where it begins;
/// the last that has a share ends at the whole, which does not fit and stands as the largest
/// number.
std::vector<std::uint64_t> cumulate(const std::vector<double>& shares);

/// The way that 64 bits of chance give: the first that ends above them.
std::size_t way_at(const std::uint64_t* ends, std::size_t count, std::uint64_t bits);

/// Appends the slots of one row and returns how far a word is shifted to give the slot. `codes` by
/// way: what a slot says where the way is taken.
int append_slots(const std::vector<std::uint64_t>& ends, const std::vector<std::uint32_t>& codes,
                 std::vector<std::uint64_t>& slots);

}  // namespace cairn
