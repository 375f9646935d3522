#include "simulator/walk/rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

#include "base/check.h"
#include "base/double_double.h"
#include "simulator/walk/tables.h"

namespace cairn {
namespace {

constexpr std::uint64_t kWhole = std::numeric_limits<std::uint64_t>::max();
constexpr int kMostSlotBits = 12;

std::uint64_t to_bits(DoubleDouble part) {
  const double scaled = part.hi * 0x1p64;
  if (!(scaled < 0x1p64)) return kWhole;
  if (!(scaled > 0)) return 0;
  const auto high = static_cast<std::uint64_t>(scaled);
  const double low = std::floor((scaled - static_cast<double>(high)) + part.lo * 0x1p64);
  const auto moved = static_cast<std::int64_t>(low);
  if (moved < 0) return high - std::min(high, static_cast<std::uint64_t>(-moved));
  return high + std::min(kWhole - high, static_cast<std::uint64_t>(moved));
}

/// One slot: all words whose high bits are `slot`. False if more than one way ends in it.
bool make_slot(const std::vector<std::uint64_t>& ends, const std::vector<std::uint32_t>& codes,
               std::uint64_t slot, int bits, std::uint64_t& made) {
  const std::uint64_t low = slot << (64 - bits);
  const std::uint64_t high = low + ((std::uint64_t{1} << (64 - bits)) - 1);
  const std::size_t below = way_at(ends.data(), ends.size(), low);
  const std::size_t above = way_at(ends.data(), ends.size(), high);
  std::uint64_t threshold = 0;
  bool is_simple = true;
  if (below != above) {
    // Ways between the two would take words in between.
    is_simple = ends[below] == ends[above - 1];
    threshold = ends[below] >> 32;
  }
  std::uint64_t code_below = codes[below], code_above = codes[above];
  if (!is_simple) code_below = code_above = kRareWay;
  if (below == above && (codes[below] & kRareWay) == 0) threshold = 0;
  made = threshold << 32 | code_above << 16 | code_below;
  return is_simple;
}

}  // namespace

std::size_t way_at(const std::uint64_t* ends, std::size_t count, std::uint64_t bits) {
  // The whole is one too large for 64 bits; the last bit of chance is given up for it.
  return static_cast<std::size_t>(std::upper_bound(ends, ends + count, std::min(bits, kWhole - 1)) -
                                  ends);
}

std::vector<std::uint64_t> cumulate(const std::vector<double>& shares) {
  DoubleDouble whole;
  std::size_t last = shares.size();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    CAIRN_CHECK(std::isfinite(shares[i]) && shares[i] >= 0);
    whole = add(whole, {shares[i], 0});
    if (shares[i] > 0) last = i;
  }
  CAIRN_CHECK(last < shares.size());
  std::vector<std::uint64_t> ends;
  DoubleDouble sum;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    sum = add(sum, {shares[i], 0});
    ends.push_back(i >= last ? kWhole : to_bits(divide(sum, whole)));
  }
  return ends;
}

int append_slots(const std::vector<std::uint64_t>& ends, const std::vector<std::uint32_t>& codes,
                 std::vector<std::uint64_t>& slots) {
  const int fewest = static_cast<int>(std::bit_width(2 * ends.size() - 1));
  // Finer rows leave fewer slots with two breakpoints, but push others out of the cache.
  const int most = std::clamp(fewest + 2, fewest, std::max(fewest, kMostSlotBits));
  const std::size_t begin = slots.size();
  for (int bits = ends.size() == 1 ? 1 : fewest;; ++bits) {
    slots.resize(begin);
    bool all_simple = true;
    for (std::uint64_t slot = 0; slot < std::uint64_t{1} << bits; ++slot) {
      std::uint64_t made = 0;
      if (!make_slot(ends, codes, slot, bits, made)) all_simple = false;
      slots.push_back(made);
    }
    if (all_simple || bits >= most || ends.size() == 1) return 32 - bits;
  }
}

}  // namespace cairn
