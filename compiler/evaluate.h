// Written values to Parameters: units, ranges, counts (R3, R9, R13, language.md 9.19 to 9.22).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "compiler/number.h"
#include "grammar/syntax_tree.h"
#include "journey/parameter.h"

namespace cairn {

/// What a place in a line takes.
struct Wanted {
  Unit unit = Unit::share;
  bool is_any_unit = false;      // an assumption: the unit is the one written
  bool may_be_negative = false;  // a change of money or time
  bool is_doubt = false;         // a range of times is doubt, not chance (behind an `assume`)
  bool is_average = false;       // money where customers differ: a wide range is W309
};

/// A written number without key, origin and assumption; nothing if it was wrong (and reported).
/// A name is not read here: see lower_value.
std::optional<Parameter> evaluate_value(Node value, const Wanted& wanted, std::string_view currency,
                                        Diagnostics& diagnostics);

/// One written quantity, exact.
std::optional<Parameter> evaluate_quantity(Node quantity, const Wanted& wanted,
                                           std::string_view currency, Diagnostics& diagnostics);

/// An amount: a value, `median A, p90 B`, or `mean A`.
struct EvaluatedAmount {
  Law law = Law::fixed;
  Parameter first;
  std::optional<Parameter> second;
};
std::optional<EvaluatedAmount> evaluate_amount(Node amount, const Wanted& wanted,
                                               std::string_view currency, Diagnostics& diagnostics);

/// The middle of a range in the family of its unit: rates by their odds, money, times and factors
/// by their logarithm, what may be negative by halves.
double median_of_range(Unit unit, double low, double high);

/// "a share", "a time", "an amount in EUR": what a unit is called in messages.
std::string describe_unit(Unit unit, std::string_view currency);

/// How to write a bare number in a unit: "2%", "2 min, 2 hours or 2 days", "2 EUR".
std::string write_with_unit(std::string_view number, Unit unit, std::string_view currency);

}  // namespace cairn
