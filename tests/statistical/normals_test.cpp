// Moments and tails of many normals as the walk draws them, against the law: by the million, and by
// hand by the thousand million.
#include <array>
#include <cmath>
#include <cstdint>

#include <catch2/catch.hpp>

#include "simulator/walk/normal_law.h"
#include "simulator/walk/stream.h"

namespace cairn {
namespace {

/// Within 5 standard errors each; the seed is fixed.
void check_normals(std::uint64_t count) {
  // 2^(sigma z) with sigma = log2(e) is exp(z): the logarithm of the duration is the normal.
  constexpr std::array<double, 6> kLimits = {1, 2, 3, 4, 5, 5.5};
  std::array<double, 4> power_sums{};
  std::array<std::uint64_t, 6> above{}, below{};
  const WordPair key = stream_key(42, 0);
  for (std::uint64_t i = 0; i < count; ++i) {
    const WordPair words = draw_words(key, i, static_cast<std::uint32_t>(i >> 32));
    const double z =
        is_tail(words.second)
            ? normal_of(
                  words.second,
                  draw_words(key, i, static_cast<std::uint32_t>(i >> 32), WordBlock::after).second)
            : static_cast<double>(bulk_normal(words.second));
    double power = 1;
    for (double& sum : power_sums) sum += power *= z;
    if (std::fabs(z) < kLimits[0]) continue;
    for (std::size_t k = 0; k < kLimits.size(); ++k) {
      above[k] += z > kLimits[k] ? 1 : 0;
      below[k] += z < -kLimits[k] ? 1 : 0;
    }
  }
  const double n = static_cast<double>(count), root = std::sqrt(n);
  const std::array<double, 4> means = {0, 1, 0, 3};
  const std::array<double, 4> variances = {1, 2, 15, 96};  // of z, z^2, z^3, z^4
  for (std::size_t k = 0; k < 4; ++k) {
    INFO("moment " << k + 1 << ": " << power_sums[k] / n);
    CHECK(std::fabs(power_sums[k] / n - means[k]) < 5 * std::sqrt(variances[k]) / root);
  }
  for (std::size_t k = 0; k < kLimits.size(); ++k) {
    const double expected = n * std::erfc(kLimits[k] / std::sqrt(2.0)) / 2;
    INFO(kLimits[k] << ": " << above[k] << " above, " << below[k] << " below, expected "
                    << expected);
    // Poisson where few are expected.
    const double most = 5 * std::sqrt(expected) + 5;
    CHECK(std::fabs(static_cast<double>(above[k]) - expected) < most);
    CHECK(std::fabs(static_cast<double>(below[k]) - expected) < most);
  }
}

}  // namespace

TEST_CASE("ten million normals have their moments and tails") {
  check_normals(10'000'000);
}

TEST_CASE("a thousand million normals", "[.][by-hand]") {
  check_normals(1'000'000'000);
}

}  // namespace cairn
