#include "simulator/walk/normal_law.h"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "simulator/walk/stream.h"

namespace cairn {
namespace {

// Published vectors of Random123 1.14 (kat_vectors), rows threefry2x32.
constexpr WordPair kPi = {0x243f6a88, 0x85a308d3}, kPiKey = {0x13198a2e, 0x03707344};
static_assert(threefry<20>({0, 0}, {0, 0}) == WordPair{0x6b200159, 0x99ba4efe});
static_assert(threefry<20>(kPi, kPiKey) == WordPair{0xc4923a9c, 0x483df7a0});
static_assert(threefry<13>(kPi, kPiKey) == WordPair{0xba3e4725, 0xf27d669e});

}  // namespace

TEST_CASE("Threefry gives the published words") {
  CHECK(threefry<13>({0, 0}, {0, 0}) == WordPair{0x9d1c5ec6, 0x8bd50731});
  CHECK(threefry<13>({~0u, ~0u}, {~0u, ~0u}) == WordPair{0xfd36d048, 0x2d17272c});
  CHECK(threefry<20>({~0u, ~0u}, {~0u, ~0u}) == WordPair{0x1cb996fc, 0xbb002be7});
}

TEST_CASE("keys differ by seed, purpose and the customer's high bits") {
  CHECK_FALSE(stream_key(1, 5) == stream_key(2, 5));
  CHECK(stream_key(1, 5) == stream_key(1, 6));
  CHECK_FALSE(stream_key(1, 5) == stream_key(1, 5 + (std::uint64_t{1} << 32)));
  CHECK_FALSE(stream_key(1, 5) == stream_key(1, 5, 77));
  CHECK_FALSE(draw_words({1, 2}, 3, 4, WordBlock::step) ==
              draw_words({1, 2}, 3, 4, WordBlock::after));
}

TEST_CASE("the walk's exponential and logarithm are those of mathematics") {
  // libm is within one unit in the last place; so are these.
  std::mt19937_64 engine(1);
  for (int i = 0; i < 200'000; ++i) {
    const double x = (static_cast<double>(engine() >> 11) * 0x1p-53 - 0.5) * 1400;
    if (std::fabs(x) < 700) {
      CHECK(std::fabs(exp_of(x) / std::exp(x) - 1) < 1e-15);
      CHECK(std::fabs(log_of(std::exp(x)) - x) <= 1e-15 * std::max(1.0, std::fabs(x)));
    }
    const double small = -std::fabs(x) / 1000;
    CHECK(std::fabs(expm1_of(small) / std::expm1(small) - 1) < 2e-15);
  }
  CHECK(exp_of(0) == 1);
  CHECK(exp_of(-800) == 0);
  CHECK(log_of(1) == 0);
}

TEST_CASE("the normal quantile is right in the middle and in the tails") {
  // Phi(-z) from erfc, which keeps its digits far out.
  for (double z = 0.01; z < 9; z += 0.01) {
    const double p = std::erfc(z / std::sqrt(2.0)) / 2;
    CHECK(std::fabs(lower_normal_quantile(p) + z) < 2e-14);
  }
  // The kernel's normal outside the tails, against the exact one.
  std::mt19937 engine(2);
  for (int i = 0; i < 300'000; ++i) {
    auto word = static_cast<std::uint32_t>(engine());
    if (i % 3 == 0) word &= 0x800fffffu;  // far out
    if (is_tail(word)) continue;
    // `more` in the middle: the word's own centre.
    const double exact = normal_of(word, 0x80000000u);
    CHECK(std::fabs(static_cast<double>(bulk_normal(word)) - exact) < 3e-6);
  }
  // The two meet at the tail.
  const std::uint32_t edge = kTailWords;
  CHECK(std::fabs(normal_of(edge - 1, 0xffffffffu) - static_cast<double>(bulk_normal(edge))) <
        2e-5);
  CHECK(normal_of(0, 0) > 9);
  CHECK(normal_of(0x80000000u, 0) < -9);
}

TEST_CASE("exponential and lognormal durations follow their words") {
  ChanceLaw exponential;
  exponential.mean = 3;
  ChanceLaw lognormal = to_chance_law({Draw::Kind::lognormal, 0, 0.5, 3.0});
  std::mt19937 engine(3);
  for (int i = 0; i < 200'000; ++i) {
    const auto word = static_cast<std::uint32_t>(engine()),
               more = static_cast<std::uint32_t>(engine());
    const double drawn = static_cast<double>(chance_days(exponential, word, more));
    CHECK(std::fabs(drawn - 3 * exponential_of(word, more)) < 1e-6 + 4e-6 * drawn);
    const double stay = static_cast<double>(chance_days(lognormal, word, more));
    CHECK(std::fabs(std::log(stay) - 0.5 - 3 * normal_of(word, more)) < 2e-5);
  }
  CHECK(chance_days(ChanceLaw{}, 5, 5) == 0);
}

}  // namespace cairn
