#include "diff/values.h"

#include <array>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"

namespace cairn {
namespace {

/// Stands for the currency in keys, so that a change of currency is one change.
constexpr std::string_view kAnyCurrency = "money";

struct TimeUnit {
  double days;
  std::string_view one, many;
};

/// Tried in this order; a later one must need fewer digits. Weeks are left out: `2 weeks` and
/// `14 days` must print alike. language.md R3: month = 30.4375 days, year = 365.25.
constexpr std::array<TimeUnit, 6> kTimeUnits = {{{1, "day", "days"},
                                                 {1.0 / 24, "h", "h"},
                                                 {1.0 / 1'440, "min", "min"},
                                                 {30.4375, "month", "months"},
                                                 {365.25, "year", "years"},
                                                 {1.0 / 86'400, "s", "s"}}};

const TimeUnit& best_unit(const std::vector<double>& days) {
  const TimeUnit* best = nullptr;
  std::size_t fewest = 0;
  for (const TimeUnit& unit : kTimeUnits) {
    std::size_t size = 0;
    for (const double one : days) size += digits_text(one / unit.days).size();
    if (best == nullptr || size < fewest) {
      best = &unit;
      fewest = size;
    }
  }
  return *best;
}

/// Numbers of one unit joined by words, the unit written once where the language does so.
std::string join_numbers(Unit unit, const std::vector<double>& numbers, std::string_view joint,
                         std::string_view currency) {
  const TimeUnit* time = unit == Unit::days ? &best_unit(numbers) : nullptr;
  std::string text;
  std::string last;
  for (const double number : numbers) {
    if (!text.empty()) text += joint;
    switch (unit) {
      case Unit::share:
        text += digits_text(number * 100) + "%";
        break;
      case Unit::points:
        text += digits_text(number * 100) + "pp";
        break;
      case Unit::feeling:
        text += (number > 0 ? "+" : "") + digits_text(number);
        break;
      case Unit::days:
        last = digits_text(number / time->days);
        text += last;
        break;
      case Unit::money:
      case Unit::factor:
      case Unit::people:
        text += digits_text(number);
        break;
    }
  }
  if (time != nullptr) text += fmt::format(" {}", last == "1" ? time->one : time->many);
  // A part of a project need not know the currency.
  if (unit == Unit::money && !currency.empty()) text += fmt::format(" {}", currency);
  return text;
}

/// `a to b`, or `c +- h` where the best estimate is the middle and not the median of the family.
std::string range_text(const Parameter& parameter, double best, std::string_view currency) {
  const double centre = (parameter.low + parameter.high) / 2;
  const bool is_symmetric = parameter.unit == Unit::points || parameter.unit == Unit::feeling;
  if (is_symmetric || digits_text(centre * 100) != digits_text(best * 100)) {
    return join_numbers(parameter.unit, {parameter.low, parameter.high}, " to ", currency);
  }
  const Unit side = parameter.unit == Unit::share ? Unit::points : parameter.unit;
  return join_numbers(parameter.unit, {best}, "", currency) + " +- " +
         join_numbers(side, {(parameter.high - parameter.low) / 2}, "", currency);
}

std::string parameter_text(const Parameter& parameter, double best, std::string_view currency) {
  if (parameter.doubt == Doubt::observed) {
    return format_count(parameter.observed) + " of " + format_count(parameter.total);
  }
  if (parameter.doubt == Doubt::range) return range_text(parameter, best, currency);
  return join_numbers(parameter.unit, {best}, "", currency);
}

std::string change_text(Unit unit, double before, double after) {
  switch (unit) {
    case Unit::share:
    case Unit::points:
      return format_points(after - before);
    case Unit::feeling:
      return fmt::format("{}{:.3g}", after > before ? "+" : "\u2212", std::abs(after - before));
    case Unit::money:
    case Unit::days:
    case Unit::factor:
    case Unit::people:
      break;
  }
  if (before == 0 || before * after < 0) return "";
  const double part = (after - before) / std::abs(before);
  return (part > 0 ? "+" : "\u2212") + format_share(std::abs(part));
}

}  // namespace

std::string digits_text(double value) {
  // Noise of sums and divisions lies behind the twelfth digit, as does -0.
  std::string text = fmt::format("{:.12g}", value == 0 ? 0.0 : value);
  if (text.find_first_of("en") != std::string::npos) return text;
  const std::size_t first = text[0] == '-' ? 1 : 0;
  const std::size_t dot = std::min(text.find('.'), text.size());
  for (std::size_t at = dot; at > first + 3;) {
    at -= 3;
    text.insert(at, " ");
  }
  return text;
}

std::string days_text(double days) {
  return join_numbers(Unit::days, {days}, "", "");
}

std::string per_text(double days) {
  const std::string text = days_text(days);
  return " per " + (text.starts_with("1 ") ? text.substr(2) : text);
}

FactValue ValueWriter::number(ParameterId id) const {
  if (!id.is_valid()) return {};
  const Parameter& parameter = journey.parameters[id];
  if (!parameter.assumption.is_valid()) return written_number(id);
  const std::string& key = assumption_names[parameter.assumption.index];
  return {journey.assumptions[parameter.assumption].heading.name, "assume " + key, {}};
}

FactValue ValueWriter::written_number(ParameterId id) const {
  if (!id.is_valid()) return {};
  const Parameter& parameter = journey.parameters[id];
  const double best = to_double(parameter.best);
  FactValue value;
  value.text = parameter_text(parameter, best, journey.frame.currency);
  value.key = parameter_text(parameter, best, kAnyCurrency);
  value.parts.push_back({parameter.unit, best, value.key, {}});
  return value;
}

FactValue ValueWriter::number_or_rest(ParameterId id) const {
  return id.is_valid() ? number(id) : text_value("rest");
}

FactValue ValueWriter::amount(const Amount& amount) const {
  const bool is_assumed =
      amount.first.is_valid() && journey.parameters[amount.first].assumption.is_valid();
  return is_assumed ? number(amount.first) : written_amount(amount);
}

FactValue ValueWriter::written_amount(const Amount& amount) const {
  const auto labelled = [this](ParameterId id, const char* label) {
    FactValue value = written_number(id);
    if (!value.parts.empty()) value.parts.back().label = label;
    return value;
  };
  FactValue value;
  switch (amount.law) {
    case Law::fixed:
      return written_number(amount.first);
    case Law::exponential:
      append(value, "mean ", labelled(amount.first, "mean"));
      break;
    case Law::lognormal_p90:
      append(value, "median ", labelled(amount.first, "median"));
      append(value, ", p90 ", labelled(amount.second, "p90"));
      break;
    case Law::lognormal_p5_p95:
      append(value, "", labelled(amount.first, "low"));
      append(value, " to ", labelled(amount.second, "high"));
      break;
    case Law::woven:
      break;
  }
  return value;
}

FactValue ValueWriter::plain(Unit unit, double value) const {
  const std::string key = join_numbers(unit, {value}, "", kAnyCurrency);
  return {join_numbers(unit, {value}, "", journey.frame.currency), key, {{unit, value, key, {}}}};
}

std::string ValueWriter::origin(ParameterId id) const {
  if (!id.is_valid()) return {};
  const Parameter& parameter = journey.parameters[id];
  return parameter.assumption.is_valid() ? std::string() : parameter.origin;
}

FactValue text_value(std::string text) {
  return {text, text, {}};
}

void append(FactValue& value, std::string_view words, const FactValue& more) {
  append(value, words);
  value.text += more.text;
  value.key += more.key;
  value.parts.insert(value.parts.end(), more.parts.begin(), more.parts.end());
}

void append(FactValue& value, std::string_view words) {
  value.text += words;
  value.key += words;
}

Difference difference_of(const FactValue& before, const FactValue& after) {
  if (before.parts.size() != after.parts.size()) return {};
  for (std::size_t i = 0; i < before.parts.size(); ++i) {
    const NumberPart& a = before.parts[i];
    const NumberPart& b = after.parts[i];
    if (a.unit != b.unit || a.label != b.label) return {};
    if (a.text == b.text) continue;
    Difference difference{{}, true, a.unit, a.best, b.best};
    // A range that only became wider or narrower has gone nowhere.
    if (digits_text(a.best) == digits_text(b.best)) return difference;
    difference.text = change_text(a.unit, a.best, b.best);
    const bool is_only_number = before.parts.size() == 1 || a.label.empty() || i == 0;
    if (!difference.text.empty() && !is_only_number) {
      difference.text = a.label + " " + difference.text;
    }
    return difference;
  }
  return {};
}

}  // namespace cairn
