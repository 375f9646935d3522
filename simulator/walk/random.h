// Keyed draws: every random number of the walk is a function of what it is for, never of what was
// drawn before it. So one more draw somewhere moves no other, and the same customer meets the same
// chance in every world, scenario and thread.
#pragma once

#include <cstdint>
#include <limits>

#include "simulator/chain/chain.h"

namespace cairn {

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014; constants of Stafford's variant 13): a
/// bijection whose every output bit depends on every input bit.
constexpr std::uint64_t mix_bits(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// A uniform in [0, 1) on the grid of 2^-53: our own, because std's conversions differ by library.
constexpr double to_unit_interval(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

/// What a draw of one step is for. Money amounts follow from `money` on, in order of their lines.
/// Flags need no draw of their own: an edge of the Chain is a way together with the flags on
/// arrival.
enum class Purpose : std::uint32_t { next = 0, takes = 1, after = 2, money = 3 };

/// A UniformRandomBitGenerator over one key; a SplitMix64 sequence from there on.
class KeyedEngine {
 public:
  using result_type = std::uint64_t;
  explicit constexpr KeyedEngine(std::uint64_t key) : state_(key) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  constexpr result_type operator()() { return mix_bits(state_ += kGolden); }

 private:
  static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;  // 2^64 / golden ratio, odd
  std::uint64_t state_;
};

/// The keys of one customer: (seed; customer, step, purpose). World and scenario are not in them.
/// Step 0 is the entry: `next` gives the customer's own point among all, `takes` the entry state.
class CustomerKeys {
 public:
  constexpr CustomerKeys(std::uint64_t seed, std::uint64_t customer)
      : key_(mix_bits(mix_bits(seed + kSeedStep) ^ mix_bits(customer * kCustomerStep + 1))) {}

  constexpr KeyedEngine at(std::uint64_t step, Purpose purpose, std::uint32_t line = 0) const {
    const std::uint64_t number = static_cast<std::uint64_t>(purpose) + line;
    return KeyedEngine(mix_bits(key_ + step * kStepStep) + number * kPurposeStep);
  }

 private:
  // Odd numbers with no small common multiple, so that keys of neighbours share no sequence.
  static constexpr std::uint64_t kSeedStep = 0xd1342543de82ef95u;
  static constexpr std::uint64_t kCustomerStep = 0xaef17502108ef2d9u;
  static constexpr std::uint64_t kStepStep = 0xf1357aea2e62a9c5u;
  static constexpr std::uint64_t kPurposeStep = 0xda942042e4dd58b5u;
  std::uint64_t key_;
};

/// One draw of a duration or amount.
double sample(const Draw& draw, KeyedEngine engine);

}  // namespace cairn
