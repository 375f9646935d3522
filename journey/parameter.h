// A number somebody wrote: its unit, its best estimate, and what is not known about it.
#pragma once

#include <cstdint>
#include <string>

#include "base/double_double.h"
#include "base/ids.h"
#include "base/span.h"

namespace cairn {

struct Assumption;
using AssumptionId = Id<Assumption>;

enum class Unit : std::uint8_t {
  share,    // 0 … 1, written in %
  points,   // difference of shares, written in pp (0.01 = 1pp)
  factor,   // bare, multiplies
  money,    // in the journey's currency
  days,     // a time; month = 30.4375 days, year = 365.25
  feeling,  // on the scale of `emotions`
  people,   // bare count of people, may be fractional
};

/// How a number is uncertain (R13). `observed` is a count `n of m`; `range` covers `a to b` and
/// `c +- h`, both 90 % sure.
enum class Doubt : std::uint8_t { exact, range, observed };

/// One written number. Two lines with the same digits are two parameters; a name of an `assume` is
/// one parameter however often it is used. A world gives every parameter one value.
struct Parameter {
  /// Its meaning, stable under edits elsewhere: "touchpoint checkout|-> order|for mobile".
  /// Draws are keyed by it.
  std::string key;
  Unit unit = Unit::factor;
  /// Best estimate, exact to about 32 digits as written: the centre of `c +- h`, n/m of counts
  /// ((n+½)/(m+1) if n is 0 or m), the median of a range in its family.
  DoubleDouble best;
  Doubt doubt = Doubt::exact;
  double low = 0;             // range: the 5 % point
  double high = 0;            // range: the 95 % point
  std::int64_t observed = 0;  // observed: n …
  std::int64_t total = 0;     // … of m
  /// Counts of one total, touchpoint and guard share a key here and are drawn together as one
  /// Dirichlet; empty: a Beta of its own (language.md 9.19).
  std::string count_group;
  std::string origin;       // the text after `from`; empty: unsourced
  AssumptionId assumption;  // set if the number stands behind an `assume`
  Span span;
};
using ParameterId = Id<Parameter>;

/// The family a doubtful number is drawn from, which follows its unit (R13).
enum class Family : std::uint8_t { fixed, logit_normal, lognormal, normal, beta };
Family family_of(const Parameter& parameter);

/// How a quantity differs from customer to customer and visit to visit (chance, not doubt; R9,
/// R10).
enum class Law : std::uint8_t {
  fixed,             // first = the value
  exponential,       // first = the mean
  lognormal_p90,     // first = the median, second = the 90 % point
  lognormal_p5_p95,  // first = the 5 % point, second = the 95 % point
  woven,             // one of the above, depending on which fixes act (woven.h)
};

/// Standard normal quantiles that laws and ranges are written by.
inline constexpr double kNormal90 = 1.2815515655446004;
inline constexpr double kNormal95 = 1.6448536269514722;

/// The mean of a law with these numbers (`second` is not read where a law has one number).
/// Quantiles that cross count as no spread.
double law_mean(Law law, double first, double second);

struct Amount {
  Law law = Law::fixed;
  ParameterId first;
  ParameterId second;  // invalid for fixed and exponential
  bool operator==(const Amount&) const = default;
};

}  // namespace cairn
