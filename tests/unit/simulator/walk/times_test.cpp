#include "simulator/walk/times.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "simulator/walk/statistics.h"

namespace cairn {

TEST_CASE("counted times keep atoms exactly and others to the width of a bin") {
  const TimeCounts atoms({3, 3, 3, 7, 7, 0});
  CHECK(atoms.size() == 6);
  CHECK(atoms.at(0) == 0);
  CHECK(atoms.at(1) == 3);
  CHECK(atoms.at(3.5) == 5);
  CHECK(atoms.at(5) == 7);
  CHECK(atoms.count_below(3) == 1);
  CHECK(atoms.count_below(3.0001) == 4);
  CHECK(atoms.count_below(100) == 6);
  CHECK(estimate_quantile(atoms, 0.5).value == 3);

  std::mt19937_64 engine(5);
  std::lognormal_distribution<double> law(1, 2);
  std::vector<double> times;
  for (int i = 0; i < 100'000; ++i) times.push_back(law(engine));
  const TimeCounts counts(times);
  std::sort(times.begin(), times.end());
  for (const double level : {0.0, 0.001, 0.1, 0.5, 0.9, 0.999, 1.0}) {
    const QuantileEstimate all = estimate_quantile(times, level);
    const QuantileEstimate counted = estimate_quantile(counts, level);
    CHECK(counted.value == Approx(all.value).epsilon(0.002));
    CHECK(std::fabs(counted.standard_error - all.standard_error) <
          0.15 * all.standard_error + 0.002 * all.value);
    CHECK(std::fabs(counts.count_below(all.value) - level * 99'999) < 300);
  }
}

TEST_CASE("counts of times do not know the order they came in") {
  std::mt19937_64 engine(6);
  std::exponential_distribution<double> law(0.1);
  TimeCounts forward, first, second;
  std::vector<double> times;
  for (int i = 0; i < 5'000; ++i) times.push_back(i % 100 == 0 ? 1e9 : law(engine));
  for (const double days : times) forward.add(days);
  for (std::size_t i = times.size(); i-- > 0;) (i % 3 == 0 ? first : second).add(times[i]);
  first.add(second);
  CHECK(first == forward);
  first.add(1);
  CHECK_FALSE(first == forward);
}

}  // namespace cairn
