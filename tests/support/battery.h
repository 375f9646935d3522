// Statistical tests of a stream of 32-bit words, in the manner of the public batteries (Marsaglia's
// Diehard, L'Ecuyer and Simard's TestU01, Doty-Humphrey's PractRand), each giving a p-value.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cairn {

/// Word number i of a stream.
using WordSource = std::function<std::uint32_t(std::uint64_t i)>;

struct BatteryResult {
  std::string test;
  double p = 1;  // probability of being as far off by chance; two-sided
};

/// Runs all tests over the first `count` words (at least 2^16).
std::vector<BatteryResult> run_battery(const WordSource& words, std::uint64_t count);

/// p of a chi-square with that many degrees of freedom, both ends: too even is suspect too.
double chi_square_p(double chi_square, double degrees);
/// p of a normal, both ends.
double normal_p(double z);

}  // namespace cairn
