// The words of chance of one customer, by what they are for. Nothing here depends on the world, on
// other customers or on what was drawn before, so what-ifs are paired and one more draw somewhere
// shifts no other.
#pragma once

#include <cstdint>

#include "simulator/walk/random.h"
#include "simulator/walk/threefry.h"

namespace cairn {

/// What the two words of a block are for. Block and step share the second half of the counter, the
/// customer's low 32 bits are the first half.
enum class WordBlock : std::uint32_t {
  step = 0,   // first: the next touchpoint; second: `takes`. At step 0: the entry; the own point
  after = 1,  // first: `after`; second: more bits of `takes` in its tails
  more = 2,   // first: more bits of the next touchpoint; second: of `after` in its tails
};

/// Steps must stay below 2^17; the limit of steps is 100 000.
inline constexpr int kStepBits = 17;

/// The key of one seed, the customer's high bits and a purpose of its own (a flag, an amount; 0 for
/// everything else), given by the hash of its key of meaning.
constexpr WordPair stream_key(std::uint64_t seed, std::uint64_t customer,
                              std::uint64_t purpose = 0) {
  // Both steps are bijections of 64 bits: no two seeds share a key, nor do the high halves of the
  // customers of one seed.
  const std::uint64_t of_seed = mix_bits(seed + 0x9e3779b97f4a7c15u);
  const std::uint64_t key = mix_bits(of_seed + (customer >> 32) * 0xd1342543de82ef95u) ^ purpose;
  return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

constexpr WordPair draw_words(WordPair key, std::uint64_t customer, std::uint32_t step,
                              WordBlock block = WordBlock::step) {
  return threefry(
      {static_cast<std::uint32_t>(customer), static_cast<std::uint32_t>(block) << kStepBits | step},
      key);
}

}  // namespace cairn
