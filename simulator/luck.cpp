#include "simulator/luck.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <boost/math/special_functions/erf.hpp>

#include "simulator/walk/statistics.h"

namespace cairn {
namespace {

// Luck within one world is stood for by so many equally likely outcomes.
constexpr std::size_t kOutcomes = 20;

double normal_quantile(double level) {
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * level);
}

double with_luck(double people, double chance, double z) {
  const double mean = people * chance;
  const double spread = std::sqrt(mean * (1 - chance));
  if (!(spread > 0)) return mean;
  const double skew = (1 - 2 * chance) / spread;
  return std::clamp(mean + spread * (z + skew / 6 * (z * z - 1)), 0.0, people);
}

PeopleRange range_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {estimate_quantile(values, 0.05).value, estimate_quantile(values, 0.95).value};
}

}  // namespace

double luck_quantile(double people, double chance, double level) {
  return with_luck(people, chance, normal_quantile(level));
}

Customers forecast_customers(double best_people, double best_chance,
                             const std::vector<double>& people,
                             const std::vector<double>& chances) {
  Customers customers;
  customers.entrants = best_people;
  customers.best = best_people * best_chance;
  customers.by_luck = {luck_quantile(best_people, best_chance, 0.05),
                       luck_quantile(best_people, best_chance, 0.95)};
  customers.not_known = {customers.best, customers.best};
  customers.likely = customers.by_luck;
  std::array<double, kOutcomes> z{};
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    z[i] = normal_quantile((static_cast<double>(i) + 0.5) / kOutcomes);
  }
  std::vector<double> expected, outcomes;
  for (std::size_t w = 0; w < chances.size(); ++w) {
    if (std::isnan(chances[w])) continue;
    expected.push_back(people[w] * chances[w]);
    for (const double one : z) outcomes.push_back(with_luck(people[w], chances[w], one));
  }
  if (expected.empty()) return customers;
  customers.not_known = range_of(std::move(expected));
  customers.likely = range_of(std::move(outcomes));
  return customers;
}

}  // namespace cairn
