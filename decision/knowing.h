// What it is worth to know more before one of several actions is chosen, from their net values in
// the same worlds. Pure functions of arrays: nothing is simulated here but chance of a planned
// sample.
//
// All money is in the currency of the utilities. Sizes that do not match, no action, no world, and
// numbers that are not finite are bugs of the caller (CAIRN_CHECK).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cairn {

/// Net value of each action in each world, by action, then world; the first action is to leave all
/// as it is.
using Utilities = std::vector<std::vector<double>>;

/// How the actions stand with what is known now.
struct Choice {
  std::size_t action = 0;       // of the highest mean; of equal ones the first
  double mean = 0;              // its mean net value
  std::vector<double> means;    // by action
  std::vector<double> chances;  // by action: share of worlds where it is best, 0 … 1; of equal ones
                                // the first; they add up to 1
  std::vector<double> regrets;  // by action: expected opportunity loss, the mean of how far it is
                                // below the best of each world; at least 0
};

Choice best_action(const Utilities& utilities);

/// Expected value of perfect information about everything: mean over worlds of the best action's
/// net value there, less the highest mean (Raiffa, Schlaifer 1961). Also the regret of the best.
struct PerfectValue {
  double value = 0;           // at least 0
  double standard_error = 0;  // of independent worlds; less for a Latin hypercube. 0 for one world
};

PerfectValue value_of_everything(const Utilities& utilities);

/// What it is worth to learn something: by how much the mean net value grows if the action is
/// chosen only then.
struct KnowingValue {
  double value = 0;           // `raw` less `bias`, kept within 0 and the value of everything
  double raw = 0;             // as estimated; upward biased. At least 0
  double bias = 0;            // what noise in the curves adds to `raw`, estimated. At least 0
  double standard_error = 0;  // of `raw`, of independent worlds. 0 where no choice changes
                              // in these worlds, though it may in one of many more
  std::size_t degrees = 0;    // of freedom of the curves; 0: constant, or fewer than ten worlds for
                              // each number: nothing can be learnt from these worlds
};

/// Expected value of partial perfect information: of knowing one number, by its draw in each world,
/// exactly. Each action's gain over the best one is regressed on the number, the fitted curve is
/// what would be expected of it if the number were known, and the value is the mean of the highest
/// curve, less that of the highest mean (Strong, Oakley, Brennan 2014, Medical Decision Making 34).
/// The curves: decision/regression.h.
///
/// The highest of several noisy curves is too high on average. Noise is added to them to see by how
/// much: residuals with keyed random signs, fitted again (the wild bootstrap of Wu 1986, in pairs
/// of opposite signs, so that no bias is negative), on curves drawn in by the share of them that is
/// noise (positive-part James, Stein 1961). Without that a number that says nothing would keep
/// 0.6 of its bias where actions are equally good, for adding noise to noise shows less than adding
/// it to a flat line.
KnowingValue value_of_knowing(const Utilities& utilities, const std::vector<double>& draws,
                              std::uint64_t seed);

/// The same of several numbers together (by number, then world): sums of their curves and products
/// of two; what three numbers do only together is missed.
KnowingValue value_of_knowing(const Utilities& utilities,
                              const std::vector<std::vector<double>>& numbers, std::uint64_t seed);

/// Expected value of sample information: of an experiment that measures a quantity, `truths` by
/// world, with the standard error it would have in that world (same unit, at least 0). In each
/// world its result is drawn, normal around the truth and keyed by (seed, world), and the gains are
/// regressed on the result (Strong, Oakley, Brennan, Breeze 2015, Medical Decision Making 35).
/// The same seed gives every plan the same luck, so that plans of different size compare well.
KnowingValue value_of_sample(const Utilities& utilities, const std::vector<double>& truths,
                             const std::vector<double>& standard_errors, std::uint64_t seed);

}  // namespace cairn
