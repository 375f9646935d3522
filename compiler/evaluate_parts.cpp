#include "compiler/evaluate_parts.h"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "grammar/ast.h"

namespace cairn {

namespace {

constexpr std::int64_t kFewObservations = 30;
constexpr double kWideRatio = 4;  // of the ends of a range of money

UnitKind kind_of(Unit unit) {
  switch (unit) {
    case Unit::share:
      return UnitKind::percent;
    case Unit::points:
      return UnitKind::points;
    case Unit::money:
      return UnitKind::money;
    case Unit::days:
      return UnitKind::time;
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      return UnitKind::none;
  }
  return UnitKind::none;
}

std::string_view describe(UnitKind kind) {
  switch (kind) {
    case UnitKind::percent:
      return "a share";
    case UnitKind::points:
      return "a change of a share";
    case UnitKind::money:
      return "money";
    case UnitKind::time:
      return "a time";
    case UnitKind::none:
      return "a bare number";
  }
  return "";
}

/// Three significant digits without padding zeros, as people write a number: "0.1", "3.9", "1 200".
std::string short_number(double value) {
  return std::abs(value) < 1000 ? fmt::format("{:.3g}", value) : format_number(value);
}

std::string shown(Node node) {
  return normalise_spaces(node.text());
}

/// Whether a range must lie above zero, for its logarithm is drawn (R13).
bool has_floor(const Wanted& wanted) {
  switch (wanted.unit) {
    case Unit::points:
    case Unit::feeling:
      return false;
    case Unit::money:
    case Unit::factor:
      return !wanted.may_be_negative;
    case Unit::share:
    case Unit::days:
    case Unit::people:
      return true;
  }
  return true;
}

}  // namespace

std::string describe_unit(Unit unit, std::string_view currency) {
  switch (unit) {
    case Unit::share:
      return "a share";
    case Unit::points:
      return "a change of a share in `pp`";
    case Unit::money:
      return currency.empty() ? "an amount of money" : fmt::format("an amount in {}", currency);
    case Unit::days:
      return "a time";
    case Unit::factor:
      return "a factor";
    case Unit::feeling:
      return "a bare number";
    case Unit::people:
      return "a bare number of people";
  }
  return "";
}

std::string write_with_unit(std::string_view number, Unit unit, std::string_view currency) {
  switch (unit) {
    case Unit::share:
      return fmt::format("`{}%`", number);
    case Unit::points:
      return fmt::format("`{}pp`", number);
    case Unit::money:
      return fmt::format("`{} {}`", number, currency.empty() ? "EUR" : currency);
    case Unit::days:
      return fmt::format("`{0} min`, `{0} hours`, `{0} days` …", number);
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      return fmt::format("`{}`", number);
  }
  return std::string(number);
}

void QuantityReader::report(Code code, Node node, std::string message, std::string help) {
  Diagnostic diagnostic{code, node.span(), std::move(message), {}, {}, {}, {}, {}};
  if (!help.empty()) diagnostic.help.push_back(std::move(help));
  diagnostics_.add(std::move(diagnostic));
}

/// A number in base units, as it would be written in the unit.
std::string QuantityReader::show(double value, const WrittenUnit& unit) const {
  const std::string number = short_number(value * unit.denominator / unit.numerator);
  switch (unit.kind) {
    case UnitKind::percent:
      return number + "%";
    case UnitKind::points:
      return number + "pp";
    case UnitKind::money:
      return number + " " + unit.currency;
    case UnitKind::time:
      return format_duration(value);
    case UnitKind::none:
      return number;
  }
  return number;
}

std::optional<Quantity> QuantityReader::read(Node node) {
  QuantityView view = view_quantity(node);
  if (!view.number) return std::nullopt;
  const auto number = read_number(view.number.text());
  if (!number) {
    report(Code::E304, view.number, "the number has more than 300 digits");
    return std::nullopt;
  }
  Quantity quantity;
  quantity.number = *number;
  quantity.node = node;
  if (view.unit) quantity.unit = read_unit(view.unit.text(), currency_);
  const double value = to_double(quantity.value());
  if (!std::isfinite(value) || (value == 0 && to_double(*number) != 0)) {
    report(Code::E304, view.number, "the number is beyond what can be computed with");
    return std::nullopt;
  }
  return quantity;
}

bool QuantityReader::check_unit(const Quantity& quantity, const Wanted& wanted) {
  const UnitKind wants = kind_of(wanted.unit);
  const UnitKind has = quantity.unit.kind;
  const std::string text = shown(quantity.node);
  if (has == wants) {
    warn_dotted_thousands(quantity, wanted.unit, diagnostics_);
    if (has != UnitKind::money || quantity.unit.currency == currency_ || currency_.empty()) {
      return true;
    }
    report(Code::E305, quantity.node,
           fmt::format("`{}` here, but the journey is in {}", quantity.unit.currency, currency_),
           fmt::format("convert the amount to {}", currency_));
    return false;
  }
  if (has == UnitKind::none) {
    report(Code::E301, quantity.node, fmt::format("`{}` needs a unit", text),
           "write " + write_with_unit(text, wanted.unit, currency_));
    return false;
  }
  if (wants == UnitKind::points && has == UnitKind::percent) {
    const std::string number = short_number(to_double(quantity.number));
    report(Code::E308, quantity.node,
           fmt::format("`{}` of a share: points, or a part of it?", text),
           fmt::format("`{}pp` adds points; `scale … times {}` multiplies", number,
                       short_number(1 + to_double(quantity.value()))));
    return false;
  }
  std::string help;
  if (wanted.unit == Unit::factor && has == UnitKind::percent) {
    help =
        fmt::format("a factor is a bare number: `{}`", short_number(to_double(quantity.value())));
  } else if (wants == UnitKind::percent && has == UnitKind::points) {
    help = fmt::format("a share is written `{}%`", short_number(to_double(quantity.number)));
  } else if (wants == UnitKind::none) {
    help = fmt::format("write the number alone: `{}`", short_number(to_double(quantity.number)));
  }
  report(Code::E305, quantity.node,
         fmt::format("`{}` is {}, but {} was expected", text, describe(has),
                     describe_unit(wanted.unit, currency_)),
         help);
  return false;
}

bool QuantityReader::check_bounds(const Quantity& quantity, const Wanted& wanted) {
  const double value = to_double(quantity.value());
  const std::string text = shown(quantity.node);
  switch (wanted.unit) {
    case Unit::share:
      if (value > 1) {
        report(Code::E304, quantity.node, fmt::format("{} is more than everyone", text),
               "a share lies between 0% and 100%");
        return false;
      }
      if (value < 0) {
        report(Code::E304, quantity.node, fmt::format("{} is less than nobody", text),
               "a share lies between 0% and 100%");
        return false;
      }
      return true;
    case Unit::points:
      if (std::abs(value) <= 1) return true;
      report(Code::E304, quantity.node, fmt::format("{} is more than a share can change", text),
             "a share lies between 0% and 100%, so it changes by at most 100pp");
      return false;
    case Unit::money:
      if (value >= 0 || wanted.may_be_negative) return true;
      report(Code::E304, quantity.node, fmt::format("{} is below zero", text),
             "money that comes in is on an `earns` line, money that goes out on a `costs` line");
      return false;
    case Unit::days:
      if (value >= 0 || wanted.may_be_negative) return true;
      report(Code::E304, quantity.node, fmt::format("{} is below zero, but a time is not", text));
      return false;
    case Unit::factor:
    case Unit::people:
      if (value >= 0 || wanted.may_be_negative) return true;
      report(Code::E304, quantity.node,
             fmt::format("{} is below zero, but {} is not", text,
                         wanted.unit == Unit::factor ? "a factor" : "a number of people"));
      return false;
    case Unit::feeling:
      return true;
  }
  return true;
}

bool QuantityReader::check_range(Node node, const Quantity& low, const Quantity& high,
                                 const Wanted& wanted) {
  const double low_value = to_double(low.value());
  const double high_value = to_double(high.value());
  const std::string text = shown(node);
  if (low_value > high_value) {
    Diagnostic diagnostic{Code::E304, node.span(), {}, {}, {}, {}, {}, {}};
    diagnostic.message = fmt::format("`{}` runs backwards", text);
    diagnostic.help = {fmt::format("write the smaller number first: `{} to {}`",
                                   show(high_value, high.unit), show(low_value, low.unit))};
    diagnostics_.add(std::move(diagnostic));
    return false;
  }
  if (low_value == high_value) {
    report(Code::E304, node, fmt::format("both ends of `{}` are the same", text),
           fmt::format("a number that is known is written alone: `{}`", shown(high.node)));
    return false;
  }
  if (wanted.unit == Unit::share && low_value <= 0) {
    report(Code::E304, node, fmt::format("`{}` must start above 0%", text),
           fmt::format("write `{} to {}`, or counts such as `2 of 120`",
                       show(high_value / 50, high.unit), shown(high.node)));
    return false;
  }
  if (wanted.unit == Unit::share && high_value >= 1) {
    report(Code::E304, node, fmt::format("`{}` must end below 100%", text),
           fmt::format("write `{} to {}`, or counts such as `118 of 120`",
                       show(low_value, high.unit), show(1 - (1 - low_value) / 50, high.unit)));
    return false;
  }
  if (has_floor(wanted) && low_value <= 0) {
    report(Code::E304, node, fmt::format("`{}` must start above 0", text),
           fmt::format("write `{} to {}`", show(high_value / 50, high.unit), shown(high.node)));
    return false;
  }
  return true;
}

/// The side behind `+-`: points for a share, else the unit of the centre.
bool QuantityReader::check_half(Node node, const Quantity& centre, const Quantity& half,
                                const Wanted& wanted) {
  const double c = to_double(centre.value());
  const double h = to_double(half.value());
  if (wanted.unit == Unit::share && half.unit.kind == UnitKind::percent) {
    const std::string points = short_number(to_double(half.number));
    report(Code::E303, node, fmt::format("`{}`: points, or a part of the share?", shown(node)),
           fmt::format("`+- {}pp` is {} to {}; `{} to {}` is {}% of it", points,
                       show(c - h, centre.unit), show(c + h, centre.unit),
                       show(c * (1 - h), centre.unit), show(c * (1 + h), centre.unit), points));
    return false;
  }
  Wanted side = wanted;
  if (wanted.unit == Unit::share) side.unit = Unit::points;
  if (!check_unit(half, side)) return false;
  if (h <= 0) {
    report(Code::E304, half.node, fmt::format("`+- {}` leaves no room", shown(half.node)),
           fmt::format("a number that is known is written alone: `{}`", shown(centre.node)));
    return false;
  }
  return true;
}

bool QuantityReader::check_reach(Node node, const Parameter& parameter, const Quantity& centre,
                                 const Quantity& half, const Wanted& wanted) {
  const bool is_share = wanted.unit == Unit::share;
  const bool is_too_low = (is_share || has_floor(wanted)) && parameter.low <= 0;
  const bool is_too_high = is_share && parameter.high >= 1;
  if (!is_too_low && !is_too_high) return true;
  const WrittenUnit& unit = is_share ? centre.unit : half.unit;
  const double end = is_too_low ? parameter.low : parameter.high;
  report(Code::E304, node,
         fmt::format("`{}` reaches {} to {}", shown(node), is_too_low ? "down" : "up",
                     show(end, unit)),
         is_share ? "write a range that lies between 0% and 100%, or counts such as `2 of 120`"
                  : "write a range that starts above 0");
  return false;
}

bool QuantityReader::check_count(Node node, std::optional<std::int64_t> part,
                                 std::optional<std::int64_t> whole) {
  if (!part || !whole) {
    report(Code::E304, node, "the count is above a thousand million million");
    return false;
  }
  if (*whole == 0) {
    report(Code::E304, node, fmt::format("`{}`: nobody was observed", shown(node)));
    return false;
  }
  if (*part > *whole) {
    report(
        Code::E304, node, fmt::format("`{}` is more than everyone", shown(node)),
        fmt::format("the part comes first: `{} of {}`", format_count(*whole), format_count(*part)));
    return false;
  }
  return true;
}

bool QuantityReader::check_share_wanted(Node node, const Wanted& wanted) {
  if (wanted.unit == Unit::share) return true;
  report(Code::E305, node,
         fmt::format("`{}` is a share, but {} was expected", shown(node),
                     describe_unit(wanted.unit, currency_)));
  return false;
}

void QuantityReader::warn_wide(Node node, const Parameter& parameter) {
  if (parameter.unit != Unit::money || parameter.low <= 0) return;
  if (parameter.high < kWideRatio * parameter.low) return;
  report(Code::W309, node, fmt::format("`{}` is read as doubt about the average", shown(node)),
         fmt::format("if amounts differ from customer to customer, write `median {}, p90 {}`",
                     format_money(std::sqrt(parameter.low * parameter.high), currency_),
                     format_money(parameter.high, currency_)));
}

void QuantityReader::warn_lopsided(Node node, const Parameter& parameter, const Quantity& centre) {
  const double c = to_double(parameter.best);
  const double half = (parameter.high - parameter.low) / 2;
  if (parameter.unit != Unit::share && parameter.low <= 0) return;
  const double median = median_of_range(parameter.unit, parameter.low, parameter.high);
  if (std::abs(median - c) <= half / 5) return;
  const bool is_share = parameter.unit == Unit::share;
  report(Code::W312, node,
         fmt::format("`{}` is lopsided{} (median {})", shown(node), is_share ? " as a rate" : "",
                     show(median, centre.unit)),
         fmt::format("write a range with the ends you mean, for example `{} to {}`",
                     show(parameter.low, centre.unit), show(parameter.high, centre.unit)));
}

void QuantityReader::warn_count(Node node, const Parameter& parameter) {
  const double best = to_double(parameter.best);
  if (parameter.observed == 0 || parameter.observed == parameter.total) {
    const bool is_none = parameter.observed == 0;
    report(Code::W310, node,
           fmt::format("`{}` does not mean {}; I use about {}", shown(node),
                       is_none ? "never" : "always", format_share(best)),
           is_none ? "if it cannot happen, write `0%`" : "if it always happens, write `100%`");
    return;
  }
  if (parameter.total >= kFewObservations) return;
  // Wilson's score interval (1927), 90 % sure; close to the Beta that is drawn.
  constexpr double kZ = 1.645;
  const auto m = static_cast<double>(parameter.total);
  const double widening = 1 + kZ * kZ / m;
  const double centre = (best + kZ * kZ / (2 * m)) / widening;
  const double half = kZ * std::sqrt(best * (1 - best) / m + kZ * kZ / (4 * m * m)) / widening;
  report(Code::W311, node,
         fmt::format("only {} observations behind this share: 90% range about {} to {}",
                     parameter.total, format_share(centre - half), format_share(centre + half)),
         "more observations, or a range that says what you believe");
}

}  // namespace cairn
