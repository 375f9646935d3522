// Figures from batches of walked people, with their standard errors, and how they stand to an exact
// value.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/prediction.h"
#include "simulator/chain/ratio.h"
#include "simulator/walk/monte_carlo.h"

namespace cairn {

/// What the walk says about a ratio.
struct RatioEstimate {
  double value = 0;
  double standard_error = 0;  // of the mean over batches, first order (delta method)
  double denominator =
      0;  // people (visits, customers …) among those walked that the ratio divides by
  /// In how many batches anything of the numerator happened …
  double filled_batches = 0;
  /// … and how many of them stand behind the standard error, because they differ from the usual
  /// one: few where what varies is too rare for the batches to tell how far off the value may be.
  double varying_batches = 0;
  double missing_share = 0;  // share (of those included) of classes that nobody fell into
  bool is_defined = false;   // false: the denominator is 0 or nobody was walked
};

/// Estimates a ratio over the included classes (by class, same order as the walk's). Classes are
/// strata: each counts with its true share (`WalkResult::shares`), so chance is only within
/// classes.
RatioEstimate estimate_ratio(const WalkResult& walk, const std::vector<bool>& class_included,
                             const Ratio& ratio);

/// Fewest filled batches (or events) for which a standard error is trusted.
inline constexpr double kFewestBatches = 30;
inline constexpr double kMostZ = 1e6;

/// How many times a figure's mean one rare event is taken to be worth at most, where the batches
/// have not seen enough of them.
inline constexpr double kMostWorth = 1000;

/// The walk's figure beside an exact value known to +- `exact_error`. `is_share` says that the
/// figure is a probability per unit of its denominator (reach, conversion): then events too rare
/// for the batches are judged by the binomial error that the exact value implies. z is how many
/// standard errors lie between the walk and the nearer end of the exact value's error (at most
/// +-kMostZ, also where nothing is left to chance); 0 where the sample is too small to say (then
/// standard_error is infinite).
WalkFigure compare_with_exact(const RatioEstimate& walk, double exact, double exact_error,
                              bool is_share);

/// A quantile of a sample with the standard error that its order statistics imply.
struct QuantileEstimate {
  double value = 0;
  double standard_error = 0;  // half the distance between the order statistics one sigma apart
};

/// `sorted` ascending, not empty; `level` in 0 … 1. Type 7 of Hyndman and Fan (1996).
QuantileEstimate estimate_quantile(const std::vector<double>& sorted, double level);
/// The same of counted times; the width of the bins is part of the error.
QuantileEstimate estimate_quantile(const TimeCounts& times, double level);

}  // namespace cairn
