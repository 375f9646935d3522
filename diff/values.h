// Numbers and amounts as one canonical text each: what prints alike is alike, however it was
// written (`14 days` and `2 weeks`, `€49` and `49 EUR`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// One number inside a value, for saying by how much it changed.
struct NumberPart {
  Unit unit = Unit::factor;
  double best = 0;
  std::string text;   // tells two numbers apart
  std::string label;  // "median", "p90", …; empty: the only number
};

/// What a line says, apart from what it is about.
struct FactValue {
  std::string text;  // for people
  std::string key;   // for comparing; differs from `text` in the currency only, which is said once
  std::vector<NumberPart> parts;  // empty where an `assume` stands for the number
};

/// Twelve significant digits, groups of three: "18 000", "0.35".
std::string digits_text(double value);

/// "14 days", "90 min", "1 month": the unit that needs the fewest digits.
std::string days_text(double days);

/// " per month".
std::string per_text(double days);

/// Names of assumptions as they are compared, by id: after a rename the old one has the new name.
struct ValueWriter {
  const Journey& journey;
  const std::vector<std::string>& assumption_names;

  FactValue number(ParameterId id) const;
  FactValue number_or_rest(ParameterId id) const;
  FactValue amount(const Amount& amount) const;
  // The digits themselves, also where an `assume` owns them.
  FactValue written_number(ParameterId id) const;
  FactValue written_amount(const Amount& amount) const;
  /// A bare number that is no Parameter.
  FactValue plain(Unit unit, double value) const;
  /// What the spec gives as the source of a number; empty for an `assume`, which has its own.
  std::string origin(ParameterId id) const;
};

FactValue text_value(std::string text);

/// One value after the other, with words around them: `append(value, " after ", amount)`.
void append(FactValue& value, std::string_view words, const FactValue& more);
void append(FactValue& value, std::string_view words);

/// "+2pp", "+12.8%", "p90 +20%": how far the first number that changed went; empty where that
/// cannot be said in one number.
struct Difference {
  std::string text;
  bool has_numbers = false;  // old and new are set
  Unit unit = Unit::factor;
  double old_number = 0, new_number = 0;
};
Difference difference_of(const FactValue& before, const FactValue& after);

}  // namespace cairn
