// The words of chance as the walk lays them out, under a battery of tests: along customers, along
// steps, as a block of walkers meets them, with seeds and keys of little entropy.
#include "tests/support/battery.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/stream.h"

namespace cairn {
namespace {

/// Counter and key of the i-th call of a layout.
struct Place32 {
  WordPair counter, key;
};

struct Layout {
  const char* name;
  Place32 (*at)(std::uint64_t call);
};

WordPair counter_of(std::uint64_t customer, std::uint64_t step, WordBlock block = WordBlock::step) {
  return {static_cast<std::uint32_t>(customer),
          static_cast<std::uint32_t>(block) << kStepBits | static_cast<std::uint32_t>(step)};
}

const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all = {
      {"by customer",
       [](std::uint64_t i) {
         return Place32{counter_of(i, 1), stream_key(1, 0)};
       }},
      {"by step",
       [](std::uint64_t i) {
         return Place32{counter_of(i / kStepLimit, i % kStepLimit), stream_key(1, 0)};
       }},
      {"eight steps a customer",
       [](std::uint64_t i) {
         return Place32{counter_of(i / 8, i % 8), stream_key(1, 0)};
       }},
      {"256 customers a step",
       [](std::uint64_t i) {
         return Place32{counter_of(i / 2048 * 256 + i % 256, i / 256 % 8), stream_key(1, 0)};
       }},
      {"step and after",
       [](std::uint64_t i) {
         return Place32{
             counter_of(i / 16, i / 2 % 8, i % 2 == 0 ? WordBlock::step : WordBlock::after),
             stream_key(1, 0)};
       }},
      {"by seed",
       [](std::uint64_t i) {
         return Place32{counter_of(0, 1), stream_key(i, 0)};
       }},
      {"by purpose of few bits",
       [](std::uint64_t i) {
         return Place32{counter_of(7, 1), stream_key(1, 0, i)};
       }},
      {"by high bits of the customer",
       [](std::uint64_t i) {
         return Place32{counter_of(0, 1), stream_key(0, i << 32)};
       }},
      {"every 2^20th customer",
       [](std::uint64_t i) {
         return Place32{counter_of(i << 20, i >> 12), stream_key(0, 0)};
       }},
      {"raw keys of few bits",
       [](std::uint64_t i) {
         return Place32{counter_of(i % 64, i / 64 % 64), {static_cast<std::uint32_t>(i / 4096), 0}};
       }},
  };
  return all;
}

template <int kRounds>
WordSource words_of(const Layout& layout) {
  return [&layout](std::uint64_t i) {
    const Place32 place = layout.at(i / 2);
    const WordPair words = threefry<kRounds>(place.counter, place.key);
    return i % 2 == 0 ? words.first : words.second;
  };
}

/// One of the two words alone: the walk never mixes them.
template <int kRounds>
WordSource first_words_of(const Layout& layout) {
  return [&layout](std::uint64_t i) {
    const Place32 place = layout.at(i);
    return threefry<kRounds>(place.counter, place.key).first;
  };
}

/// The farthest of all tests of all layouts, with its name.
template <int kRounds>
BatteryResult worst_of_battery(std::uint64_t count) {
  BatteryResult worst;
  for (const Layout& layout : layouts()) {
    for (const bool is_first_only : {false, true}) {
      const WordSource words =
          is_first_only ? first_words_of<kRounds>(layout) : words_of<kRounds>(layout);
      for (const BatteryResult& result : run_battery(words, count)) {
        if (result.p >= worst.p) continue;
        worst = {
            std::string(layout.name) + (is_first_only ? ", first words: " : ": ") + result.test,
            result.p};
      }
    }
  }
  return worst;
}

/// Largest deviation, in standard errors, of the share of output bits that turn when one bit of
/// counter or key is turned, over all pairs of bits.
template <int kRounds>
double worst_avalanche(std::uint32_t trials) {
  double worst = 0;
  for (int in = 0; in < 32 + kStepBits + 2 + 64; ++in) {
    std::vector<std::uint32_t> turned(64);
    for (std::uint32_t t = 0; t < trials; ++t) {
      WordPair counter = counter_of(t * 7, t % 1000), key = stream_key(t / 1000, 0);
      const WordPair before = threefry<kRounds>(counter, key);
      if (in < 32) {
        counter.first ^= 1u << in;
      } else if (in < 32 + kStepBits + 2) {
        counter.second ^= 1u << (in - 32);
      } else {
        const int bit = in - (32 + kStepBits + 2);
        (bit < 32 ? key.first : key.second) ^= 1u << (bit % 32);
      }
      const WordPair after = threefry<kRounds>(counter, key);
      for (std::size_t out = 0; out < 32; ++out) {
        turned[out] += (before.first ^ after.first) >> out & 1;
        turned[32 + out] += (before.second ^ after.second) >> out & 1;
      }
    }
    for (const std::uint32_t count : turned) {
      const double z = (count - 0.5 * trials) / std::sqrt(0.25 * trials);
      worst = std::max(worst, std::fabs(z));
    }
  }
  return worst;
}

// Some 600 tests: a p below this comes by chance about once in twenty thousand batteries.
constexpr double kLeastP = 1e-7;

template <int kRounds>
void print_rounds(std::uint64_t count) {
  const BatteryResult worst = worst_of_battery<kRounds>(count);
  std::printf("%2d rounds: least p %.2g (%s); avalanche %.1f standard errors\n", kRounds, worst.p,
              worst.test.c_str(), worst_avalanche<kRounds>(20'000));
  std::fflush(stdout);
}

}  // namespace

TEST_CASE("the words of the walk pass the battery") {
  const BatteryResult worst = worst_of_battery<kThreefryRounds>(std::uint64_t{1} << 18);
  INFO(worst.test << ": p " << worst.p);
  CHECK(worst.p > kLeastP);
  // About 7 000 pairs of bits: 5.5 standard errors come by chance once in four thousand times.
  CHECK(worst_avalanche<kThreefryRounds>(4'000) < 5.5);
}

TEST_CASE("the battery notices too few rounds, counters and short cycles") {
  CHECK(worst_of_battery<4>(std::uint64_t{1} << 16).p < 1e-12);
  CHECK(worst_avalanche<6>(4'000) > 20);
  const auto worst_p = [](const WordSource& words) {
    double worst = 1;
    for (const BatteryResult& result : run_battery(words, 1 << 17)) {
      worst = std::min(worst, result.p);
    }
    return worst;
  };
  CHECK(worst_p([](std::uint64_t i) { return static_cast<std::uint32_t>(i * 2654435761u); }) <
        1e-12);
  // A linear generator of 32 bits: only its low bits are bad.
  std::uint32_t state = 1;
  CHECK(worst_p([&](std::uint64_t) { return state = state * 1664525u + 1013904223u; }) < 1e-12);
  // Good words, but every 2^12th is the one before it.
  CHECK(worst_p([](std::uint64_t i) {
          return draw_words({1, 2}, i - (i % 64 == 63 ? 1 : 0), 0).first;
        }) < 1e-12);
}

TEST_CASE("round counts beside each other", "[.][by-hand]") {
  constexpr std::uint64_t kCount = std::uint64_t{1} << 22;
  print_rounds<6>(kCount);
  print_rounds<8>(kCount);
  print_rounds<9>(kCount);
  print_rounds<10>(kCount);
  print_rounds<11>(kCount);
  print_rounds<12>(kCount);
  print_rounds<13>(kCount);
  print_rounds<20>(kCount);
}

TEST_CASE("words for other batteries, on stdout", "[.][words]") {
  // statistical_test "[words]" | tail -c +1 | dieharder -g 200 -a
  std::vector<std::uint32_t> words(1 << 16);
  for (std::uint64_t i = 0;; i += words.size()) {
    for (std::size_t k = 0; k < words.size(); k += 2) {
      const std::uint64_t call = (i + k) / 2;
      const WordPair pair = draw_words(stream_key(1, 0), call / 8, call % 8);
      words[k] = pair.first;
      words[k + 1] = pair.second;
    }
    if (std::fwrite(words.data(), 4, words.size(), stdout) != words.size()) break;
  }
}

}  // namespace cairn
