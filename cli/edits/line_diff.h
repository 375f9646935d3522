// Differences between two texts, line by line, as a unified diff.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

/// Pairs of lines (from 0) that stay, increasing in both texts.
struct LinePair {
  std::size_t before = 0;
  std::size_t after = 0;
  bool operator==(const LinePair&) const = default;
};

/// Lines that stay the same: common ends first, then lines that occur once in each text keep their
/// longest increasing order (patience), then what lies between is compared in full where it is
/// small. Memory is linear in the texts; time is linear times a logarithm plus a constant per gap.
std::vector<LinePair> match_lines(const std::vector<std::string_view>& before,
                                  const std::vector<std::string_view>& after);

/// The text `diff -u` would give, three lines of context; empty if the texts are equal.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view path);

}  // namespace cairn
