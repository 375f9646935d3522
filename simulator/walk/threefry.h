// Threefry2x32 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"):
// two random words as a function of a counter and a key, without any state.
#pragma once

#include <cstdint>

namespace cairn {

struct WordPair {
  std::uint32_t first = 0, second = 0;
  constexpr bool operator==(const WordPair&) const = default;
};

/// Rounds that the walk uses. The authors found no failure of BigCrush from 13 rounds on. With the
/// walk's own counters and 2^22 words a layout, tests/statistical/battery_test.cpp sees 9 rounds
/// fail, 10 at the edge of its avalanche (5.0 standard errors) and nothing from 11 on.
inline constexpr int kThreefryRounds = 13;

inline constexpr std::uint32_t kThreefryParity = 0x1bd11bdau;
inline constexpr int kThreefryTurns[8] = {13, 15, 26, 6, 17, 29, 16, 24};

constexpr std::uint32_t turn_left(std::uint32_t x, int bits) {
  return (x << bits) | (x >> (32 - bits));
}

template <int kRounds = kThreefryRounds>
constexpr WordPair threefry(WordPair counter, WordPair key) {
  const std::uint32_t keys[3] = {key.first, key.second, kThreefryParity ^ key.first ^ key.second};
  std::uint32_t x = counter.first + keys[0];
  std::uint32_t y = counter.second + keys[1];
  for (int round = 0; round < kRounds; ++round) {
    x += y;
    y = turn_left(y, kThreefryTurns[round % 8]) ^ x;
    if (round % 4 == 3) {
      const int group = round / 4 + 1;
      x += keys[group % 3];
      y += keys[(group + 1) % 3] + static_cast<std::uint32_t>(group);
    }
  }
  return {x, y};
}

}  // namespace cairn
