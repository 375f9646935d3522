#include "tests/support/battery.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace cairn {
namespace {

double chi_square_of(const std::vector<double>& counts, const std::vector<double>& shares) {
  double total = 0, sum = 0;
  for (const double count : counts) total += count;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = total * shares[i];
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

double chi_square_p_of(const std::vector<double>& counts, const std::vector<double>& shares) {
  return chi_square_p(chi_square_of(counts, shares), static_cast<double>(counts.size()) - 1);
}

/// The smallest of several p-values, as one.
double least_of(const std::vector<double>& ps) {
  const double least = *std::min_element(ps.begin(), ps.end());
  return -std::expm1(static_cast<double>(ps.size()) * std::log1p(-std::min(least, 1 - 1e-16)));
}

double test_bits(const std::vector<std::uint32_t>& words) {
  std::array<std::uint64_t, 32> ones{};
  for (const std::uint32_t word : words) {
    for (std::size_t b = 0; b < 32; ++b) ones[b] += word >> b & 1;
  }
  std::vector<double> ps;
  const auto n = static_cast<double>(words.size());
  for (const std::uint64_t count : ones) {
    ps.push_back(normal_p((static_cast<double>(count) - n / 2) / std::sqrt(n / 4)));
  }
  return least_of(ps);
}

/// Pairs of words `lag` apart: 8 bits of each from `shift` on.
double test_pairs(const std::vector<std::uint32_t>& words, std::size_t lag, int shift) {
  std::vector<double> counts(65'536);
  // Pairs must not overlap, or the cells would not be independent.
  for (std::size_t i = 0; i + lag < words.size(); ++i) {
    if (i / lag % 2 != 0) continue;
    counts[(words[i] >> shift & 255) << 8 | (words[i + lag] >> shift & 255)] += 1;
  }
  return chi_square_p_of(counts, std::vector<double>(counts.size(), 1.0 / 65'536));
}

/// Lengths of runs without a word whose three bits from `shift` on are 0.
double test_gaps(const std::vector<std::uint32_t>& words, int shift) {
  constexpr std::size_t kMost = 48;
  std::vector<double> counts(kMost + 1), shares(kMost + 1);
  std::size_t gap = 0;
  for (const std::uint32_t word : words) {
    if ((word >> shift & 7) != 0) {
      ++gap;
      continue;
    }
    counts[std::min(gap, kMost)] += 1;
    gap = 0;
  }
  for (std::size_t g = 0; g < kMost; ++g) shares[g] = std::pow(7.0 / 8, g) / 8;
  shares[kMost] = std::pow(7.0 / 8, kMost);
  return chi_square_p_of(counts, shares);
}

/// Marsaglia's birthday spacings: of 4096 birthdays in a year of 2^32 days, equal spacings are
/// Poisson with mean 4096^3 / 2^34 = 4. `turn` puts other bits on top.
double test_birthdays(const std::vector<std::uint32_t>& words, int turn, std::size_t stride) {
  constexpr std::size_t kBirthdays = 4096;
  std::vector<std::uint32_t> days(kBirthdays);
  double repeats = 0, expected = 0;
  for (std::size_t i = 0; i + kBirthdays * stride <= words.size(); i += kBirthdays * stride) {
    for (std::size_t k = 0; k < kBirthdays; ++k) days[k] = std::rotl(words[i + k * stride], turn);
    std::sort(days.begin(), days.end());
    std::vector<std::uint32_t> gaps(kBirthdays - 1);
    for (std::size_t k = 0; k + 1 < kBirthdays; ++k) gaps[k] = days[k + 1] - days[k];
    std::sort(gaps.begin(), gaps.end());
    for (std::size_t k = 0; k + 2 < kBirthdays; ++k) repeats += gaps[k] == gaps[k + 1] ? 1 : 0;
    expected += 4;
  }
  if (expected < 32) return 1;
  return normal_p((repeats - expected) / std::sqrt(expected));
}

int rank_of(std::array<std::uint32_t, 32> rows) {
  int rank = 0;
  for (int bit = 31; bit >= 0; --bit) {
    int pivot = rank;
    while (pivot < 32 && (rows[static_cast<std::size_t>(pivot)] >> bit & 1) == 0) ++pivot;
    if (pivot == 32) continue;
    std::swap(rows[static_cast<std::size_t>(pivot)], rows[static_cast<std::size_t>(rank)]);
    for (int r = rank + 1; r < 32; ++r) {
      auto& row = rows[static_cast<std::size_t>(r)];
      if ((row >> bit & 1) != 0) row ^= rows[static_cast<std::size_t>(rank)];
    }
    ++rank;
  }
  return rank;
}

/// Ranks of 32 x 32 matrices of bits: full, one less, two less, fewer.
double test_ranks(const std::vector<std::uint32_t>& words) {
  std::vector<double> counts(4);
  std::array<std::uint32_t, 32> rows{};
  for (std::size_t i = 0; i + 32 <= words.size(); i += 32) {
    std::copy_n(words.begin() + static_cast<std::ptrdiff_t>(i), 32, rows.begin());
    counts[static_cast<std::size_t>(std::min(3, 32 - rank_of(rows)))] += 1;
  }
  const double full = 0.288788095153841, one = 0.577576190173205, two = 0.128350264423994;
  return chi_square_p_of(counts, {full, one, two, 1 - full - one - two});
}

/// Whether a word with many ones is followed by one with many (or few).
double test_weights(const std::vector<std::uint32_t>& words, std::size_t lag) {
  constexpr std::size_t kClasses = 5;
  const auto class_of = [](int ones) -> std::size_t {
    return ones <= 13 ? 0 : ones <= 15 ? 1 : ones == 16 ? 2 : ones <= 18 ? 3 : 4;
  };
  std::array<double, kClasses> share{};
  double binomial = std::pow(0.5, 32);
  for (int k = 0; k <= 32; ++k) {
    share[class_of(k)] += binomial;
    binomial *= static_cast<double>(32 - k) / (k + 1);
  }
  std::vector<double> counts(kClasses * kClasses), shares;
  for (std::size_t i = 0; i + lag < words.size(); ++i) {
    if (i / lag % 2 != 0) continue;
    counts[class_of(std::popcount(words[i])) * kClasses +
           class_of(std::popcount(words[i + lag]))] += 1;
  }
  for (const double a : share) {
    for (const double b : share) shares.push_back(a * b);
  }
  return chi_square_p_of(counts, shares);
}

/// Ones in the exclusive or of words `lag` apart: neighbours that differ in too few bits.
double test_differences(const std::vector<std::uint32_t>& words, std::size_t lag) {
  double sum = 0, pairs = 0;
  for (std::size_t i = 0; i + lag < words.size(); ++i) {
    sum += std::popcount(words[i] ^ words[i + lag]);
    pairs += 1;
  }
  // Sums of neighbouring pairs are uncorrelated for ideal words.
  return normal_p((sum - 16 * pairs) / std::sqrt(8 * pairs));
}

}  // namespace

double normal_p(double z) {
  return std::erfc(std::fabs(z) / std::sqrt(2.0));
}

double chi_square_p(double chi_square, double degrees) {
  // Wilson and Hilferty: the cube root is near normal.
  const double spread = 2 / (9 * degrees);
  return normal_p((std::cbrt(chi_square / degrees) - (1 - spread)) / std::sqrt(spread));
}

std::vector<BatteryResult> run_battery(const WordSource& source, std::uint64_t count) {
  std::vector<std::uint32_t> words(count);
  for (std::uint64_t i = 0; i < count; ++i) words[i] = source(i);
  std::vector<BatteryResult> results;
  const auto add = [&](std::string name, double p) { results.push_back({std::move(name), p}); };
  add("bits", test_bits(words));
  for (const std::size_t lag : {1U, 2U, 3U, 8U, 256U}) {
    const std::string by = ", lag " + std::to_string(lag);
    add("pairs, high bits" + by, test_pairs(words, lag, 24));
    add("pairs, low bits" + by, test_pairs(words, lag, 0));
    add("weights" + by, test_weights(words, lag));
    add("differences" + by, test_differences(words, lag));
  }
  add("gaps, high bits", test_gaps(words, 29));
  add("gaps, low bits", test_gaps(words, 0));
  for (const int turn : {0, 8, 16, 24}) {
    add("birthdays, turned " + std::to_string(turn), test_birthdays(words, turn, 1));
  }
  add("birthdays, every second", test_birthdays(words, 0, 2));
  add("ranks", test_ranks(words));
  return results;
}

}  // namespace cairn
