#include "simulator/walk/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace cairn {
namespace {

/// One class as a stratum of a ratio.
struct Stratum {
  const std::vector<WalkResult::Batch>* batches = nullptr;
  double share = 0;
  double people = 0;
};

/// The strata that somebody walked in. An included class that nobody fell into is left out (its
/// share is below one person) and added to `missing`.
std::vector<Stratum> find_strata(const WalkResult& walk, const std::vector<bool>& class_included,
                                 double& missing) {
  std::vector<Stratum> strata;
  for (std::size_t c = 0; c < walk.classes.size(); ++c) {
    if (!class_included[c] || !(walk.shares[c] > 0)) continue;
    Stratum stratum{&walk.classes[c], walk.shares[c], 0};
    for (const auto& batch : walk.classes[c]) stratum.people += static_cast<double>(batch.people);
    if (stratum.people > 0) {
      strata.push_back(stratum);
    } else {
      missing += stratum.share;
    }
  }
  return strata;
}

double denominator_of(const Ratio& ratio, const WalkResult::Batch& batch) {
  return ratio.denominator.empty() ? static_cast<double>(batch.people)
                                   : sum_terms(ratio.denominator, batch.sums);
}

/// What the batches of one stratum say about the error of a ratio.
struct Spread {
  double variance = 0;  // of the stratum's mean residual per person
  double filled = 0;    // batches in which anything of the numerator happened
  double varying = 0;   // batches whose residual is not the usual one
};

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Spread spread_of(const Stratum& stratum, const Ratio& ratio, double value) {
  const double count = static_cast<double>(stratum.batches->size());
  std::vector<double> residuals;  // of the whole batch
  residuals.reserve(stratum.batches->size());
  Spread spread;
  double sum = 0, size = 0;
  for (const auto& batch : *stratum.batches) {
    const double people = static_cast<double>(batch.people);
    const double numerator = sum_terms(ratio.numerator, batch.sums);
    const double denominator = denominator_of(ratio, batch);
    if (numerator != 0) spread.filled += 1;
    residuals.push_back(numerator - value * denominator);
    sum += residuals.back();
    size = std::max(size, (std::fabs(numerator) + std::fabs(value * denominator)) / people);
  }
  const double mean = sum / stratum.people;
  if (residuals.size() < 2) {
    // One person alone shows no spread; their own distance from the ratio stands in for it.
    spread.variance = mean * mean;
    return spread;
  }
  std::vector<double> means;  // per person
  double squares = 0;
  for (std::size_t b = 0; b < residuals.size(); ++b) {
    const double people = static_cast<double>((*stratum.batches)[b].people);
    means.push_back(residuals[b] / people);
    // Batches of different stages differ in size: what a batch is off by counts as a sum.
    squares += (residuals[b] - mean * people) * (residuals[b] - mean * people);
  }
  const double usual = median_of(means);
  for (const double residual : means) {
    if (std::fabs(residual - usual) > 1e-9 * size) spread.varying += 1;
  }
  spread.variance = squares / (stratum.people * stratum.people) * count / (count - 1);
  return spread;
}

/// Standard error of a share that is p exactly. Few events (or few of the contrary) leave most
/// batches empty; then the exact value says how much they vary. Rare events of one class are lost
/// among the frequent ones of another; then the events that are missing (or too many) do. One event
/// more or less is always within one standard error, but what is not expected once in a million
/// such walks is held to be impossible, and nothing is wrong if it does not happen.
double share_error(const RatioEstimate& walk, double p) {
  const double inside = std::clamp(p, 0.0, 1.0);
  const double count = walk.denominator;
  const double events = count * std::min(inside, 1 - inside);
  const bool is_missing = events > 0 && walk.value == (inside < 0.5 ? 0 : 1);
  if (events < 1e-6) return is_missing ? 1 / count : 0;
  const double variance = events < kFewestBatches ? inside * (1 - inside) / count
                                                  : std::fabs(walk.value - inside) / count;
  return std::max({walk.standard_error, std::sqrt(variance), 1 / count});
}

/// Standard error of any other figure; infinite where the sample is too small to say.
double sum_error(const RatioEstimate& walk, double size) {
  if (walk.filled_batches < kFewestBatches) return std::numeric_limits<double>::infinity();
  if (walk.varying_batches >= kFewestBatches) return walk.standard_error;
  return std::max(walk.standard_error, kMostWorth * size / walk.denominator);
}

}  // namespace

RatioEstimate estimate_ratio(const WalkResult& walk, const std::vector<bool>& class_included,
                             const Ratio& ratio) {
  CAIRN_CHECK(class_included.size() == walk.classes.size());
  CAIRN_CHECK(walk.shares.size() == walk.classes.size());
  RatioEstimate estimate;
  const std::vector<Stratum> strata = find_strata(walk, class_included, estimate.missing_share);
  double numerator = 0, denominator = 0, included = estimate.missing_share;
  for (const Stratum& stratum : strata) {
    included += stratum.share;
    const double weight = stratum.share / stratum.people;
    for (const auto& batch : *stratum.batches) {
      const double part = denominator_of(ratio, batch);
      numerator += weight * sum_terms(ratio.numerator, batch.sums);
      denominator += weight * part;
      estimate.denominator += part;
    }
  }
  if (included > 0) estimate.missing_share /= included;
  if (denominator == 0) return estimate;
  estimate.is_defined = true;
  estimate.value = numerator / denominator;

  double variance = 0, thinness = 0;
  for (const Stratum& stratum : strata) {
    const Spread spread = spread_of(stratum, ratio, estimate.value);
    const double part = stratum.share * stratum.share * spread.variance;
    variance += part;
    estimate.filled_batches += spread.filled;
    if (part > 0) thinness += part / std::max(spread.varying, 1.0);
  }
  estimate.standard_error = std::sqrt(variance) / std::fabs(denominator);
  // The error is only as well known as the strata it comes from: their harmonic mean by variance.
  if (variance > 0) estimate.varying_batches = variance / thinness;
  return estimate;
}

WalkFigure compare_with_exact(const RatioEstimate& walk, double exact, double exact_error,
                              bool is_share) {
  WalkFigure figure{walk.value, walk.standard_error, 0};
  if (!walk.is_defined) {
    figure.standard_error = std::numeric_limits<double>::infinity();
    return figure;
  }
  const double size = std::max(std::fabs(walk.value), std::fabs(exact));
  // What the exact value leaves open, and classes that nobody fell into.
  const double open =
      std::fabs(exact_error) + walk.missing_share * (is_share ? std::max(size, 1.0) : size);
  figure.standard_error =
      is_share ? share_error(walk, std::clamp(walk.value, exact - open, exact + open))
               : sum_error(walk, size);
  if (std::isinf(figure.standard_error)) return figure;
  // Both sides add up many doubles; smaller distances are rounding.
  const double slack = open + 1e-9 * size;
  const double nearest = std::clamp(walk.value, exact - slack, exact + slack);
  const double distance = walk.value - nearest;
  if (distance == 0) return figure;
  figure.z = figure.standard_error > 0 ? distance / figure.standard_error
                                       : std::copysign(kMostZ, distance);
  figure.z = std::clamp(figure.z, -kMostZ, kMostZ);
  return figure;
}

QuantileEstimate estimate_quantile(const std::vector<double>& sorted, double level) {
  CAIRN_CHECK(!sorted.empty() && level >= 0 && level <= 1);
  const double last = static_cast<double>(sorted.size() - 1);
  const auto at = [&](double position) {
    const double inside = std::clamp(position, 0.0, last);
    const double below = std::floor(inside);
    const double low = sorted[static_cast<std::size_t>(below)];
    const double high = sorted[static_cast<std::size_t>(std::min(below + 1, last))];
    return low + (inside - below) * (high - low);
  };
  const double position = level * last;
  const double sigma = std::sqrt((last + 1) * level * (1 - level));
  return {at(position), (at(position + sigma) - at(position - sigma)) / 2};
}

QuantileEstimate estimate_quantile(const TimeCounts& times, double level) {
  CAIRN_CHECK(!times.empty() && level >= 0 && level <= 1);
  const double last = static_cast<double>(times.size() - 1);
  const double position = level * last;
  const double sigma = std::sqrt((last + 1) * level * (1 - level));
  const double chance = (times.at(position + sigma) - times.at(position - sigma)) / 2;
  // Times are taken to be spread evenly over their bin: the error is that of an even spread.
  const double width = times.width_at(position);
  return {times.at(position), std::sqrt(chance * chance + width * width / 12)};
}

}  // namespace cairn
