// How many of a given number of people convert: not knowing the numbers, and luck, kept apart.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/prediction.h"

namespace cairn {

/// The `level` quantile (0 … 1) of how many of `people` do what each does alone with `chance`: the
/// binomial by the Cornish-Fisher expansion to its skewness (Cornish and Fisher 1938), within about
/// one person of the true one.
double luck_quantile(double people, double chance, double level);

/// What one unit of `entrants` brings in customers. `people` and `chances`: by world, entrants in
/// one unit and the share that converts; empty if nothing is uncertain.
Customers forecast_customers(double best_people, double best_chance,
                             const std::vector<double>& people, const std::vector<double>& chances);

}  // namespace cairn
