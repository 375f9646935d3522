// Derived numbers as somebody would write them: as few digits as say the same.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/bake_parts.h"
#include "compiler/evaluate.h"
#include "grammar/ast.h"
#include "journey/figure_text.h"

namespace cairn {
namespace {

constexpr double kSameDigits = 1e-12;  // relative: what doubles and decimals may differ by
constexpr int kMostDigits = 15;

/// The last number with a unit in a node: in `2 to 4 min` the unit of the second counts.
void find_quantity(Node node, Node& found) {
  const bool is_number =
      node.kind() == SyntaxKind::quantity || node.kind() == SyntaxKind::signed_number;
  if (is_number) {
    found = node;
    return;
  }
  for (const Node& child : node.children()) find_quantity(child, found);
}

double base_units(Unit unit, const WrittenUnit& written) {
  if (unit == Unit::share || unit == Unit::points) return 100;
  return written.denominator / written.numerator;
}

NumberStyle usual_style(Unit unit, double value, std::string_view currency) {
  NumberStyle style{unit, 1, "", ""};
  switch (unit) {
    case Unit::share:
      style.per_base = 100;
      style.behind = "%";
      break;
    case Unit::points:
      style.per_base = 100;
      style.behind = "pp";
      break;
    case Unit::money:
      style.behind = " " + std::string(currency);
      break;
    case Unit::days: {
      const std::string_view word = value < 1.0 / 24 ? "min" : value < 1 ? "hours" : "days";
      style.per_base = 1 / days_of_unit(word);
      style.behind = " " + std::string(word);
      break;
    }
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      break;
  }
  return style;
}

/// "12 345.6" from "12345.6".
std::string group_digits(std::string text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.find_first_of("0123456789");
  for (std::size_t at = point; at > first + 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

std::string decimals_text(double number, int decimals) {
  std::string text = fmt::format("{:.{}f}", number, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

int written_decimals(double number, int decimals) {
  const std::string text = decimals_text(number, decimals);
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

double rounded(double number, int decimals) {
  return std::strtod(fmt::format("{:.{}f}", number, decimals).c_str(), nullptr);
}

/// Decimals that so many significant digits of a number have.
int decimals_for(double number, int digits) {
  if (number == 0) return 0;
  const int before = static_cast<int>(std::floor(std::log10(std::abs(number)))) + 1;
  return std::clamp(digits - before, 0, 20);
}

/// As few decimals as give the number, at most so many significant digits.
std::string shortest(double number, int most_digits) {
  const int most = decimals_for(number, most_digits);
  for (int decimals = 0; decimals < most; ++decimals) {
    if (std::abs(rounded(number, decimals) - number) <= kSameDigits * std::abs(number)) {
      return decimals_text(number, decimals);
    }
  }
  return decimals_text(number, most);
}

std::string with_sign(std::string text, Unit unit) {
  const bool is_positive = text.front() != '-' && text != "0";
  return unit == Unit::feeling && is_positive ? "+" + text : text;
}

/// What is drawn in the unit's family is normal on this scale (R13).
class Scale {
 public:
  Scale(Unit unit, bool is_positive) : unit_(unit), is_positive_(is_positive) {}

  double to(double value) const {
    if (unit_ == Unit::share) {
      const double share = std::clamp(value, 1e-9, 1 - 1e-9);
      return std::log(share / (1 - share));
    }
    return is_log() ? std::log(std::max(value, 1e-300)) : value;
  }
  double from(double scaled) const {
    if (unit_ == Unit::share) return 1 / (1 + std::exp(-scaled));
    return is_log() ? std::exp(scaled) : scaled;
  }
  /// Whether these may be the ends of a written range.
  bool allows(double low, double high) const {
    if (!(low < high)) return false;
    if (unit_ == Unit::share) return low > 0 && high < 1;
    return !is_log() || low > 0;
  }

 private:
  bool is_log() const { return is_positive_ && unit_ != Unit::points && unit_ != Unit::feeling; }
  Unit unit_;
  bool is_positive_;
};

bool all_positive(const Spread& number) {
  return number.best > 0 && std::all_of(number.worlds.begin(), number.worlds.end(),
                                        [](double value) { return value > 0; });
}

/// Half of the distance from the 5 % to the 95 % point.
double half_width(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
  };
  return (at(0.95) - at(0.05)) / 2;
}

/// The digits behind the point of a number as it is printed for people (language.md 9.26).
int printed_decimals(double number, Unit unit) {
  if (unit == Unit::share) return std::abs(number) < 10 ? 2 : 1;
  return decimals_for(number, 3);
}

struct Ends {
  double low = 0, high = 0;
  double error = HUGE_VAL;  // of the median, in written units
};

/// Ends with so many decimals: of those whose median is the number within `room` the pair nearest
/// to the wanted one, so that the width stays; else the pair whose median is nearest.
Ends best_ends(const Scale& scale, const NumberStyle& style, Ends wanted, double best, int decimals,
               double room) {
  constexpr int kSearch = 3;
  const double step = std::pow(10.0, -decimals);
  double least = HUGE_VAL;
  Ends found;
  for (int i = -kSearch; i <= kSearch; ++i) {
    for (int k = -kSearch; k <= kSearch; ++k) {
      const double low = rounded(wanted.low + i * step, decimals);
      const double high = rounded(wanted.high + k * step, decimals);
      if (!scale.allows(low / style.per_base, high / style.per_base)) continue;
      const double median =
          median_of_range(style.unit, low / style.per_base, high / style.per_base);
      const double error = std::abs(median * style.per_base - best);
      const double cost = std::max(0.0, error / room - 1) + 1e-3 * (i * i + k * k);
      if (cost < least) least = cost, found = {low, high, error};
    }
  }
  return found;
}

}  // namespace

bool Spread::is_exact() const {
  const double room = kSameDigits * std::max(std::abs(best), 1e-6);
  return std::all_of(worlds.begin(), worlds.end(),
                     [&](double value) { return std::abs(value - best) <= room; });
}

NumberStyle style_of(Node node, Unit unit, double value, std::string_view currency) {
  NumberStyle style = usual_style(unit, value, currency);
  Node quantity;
  if (node) find_quantity(node, quantity);
  if (!quantity) return style;
  const QuantityView view = view_quantity(quantity);
  if (!view.number || !view.unit) return style;
  const WrittenUnit written = read_unit(view.unit.text(), currency);
  const bool is_time = written.kind == UnitKind::time;
  const bool is_money = written.kind == UnitKind::money;
  if ((unit == Unit::days) != is_time || (unit == Unit::money) != is_money) return style;
  if (!is_time && !is_money) return style;
  style.per_base = base_units(unit, written);
  const std::string_view text = quantity.text();
  const std::size_t begin = view.number.span().begin - quantity.span().begin;
  const std::size_t end = view.number.span().end - quantity.span().begin;
  style.before = std::string(text.substr(0, begin));
  style.behind = std::string(text.substr(end));
  return style;
}

std::string write_exact(double value, const NumberStyle& style, int precision) {
  const int digits = std::min(kMostDigits, 6 + 3 * precision);
  const std::string number = group_digits(shortest(value * style.per_base, digits));
  return style.before + with_sign(number, style.unit) + style.behind;
}

std::optional<std::string> write_range(const Spread& number, const NumberStyle& style,
                                       int precision) {
  const Scale scale(style.unit, all_positive(number));
  if (style.unit == Unit::share && (number.best <= 0 || number.best >= 1)) return std::nullopt;
  std::vector<double> scaled;
  for (const double value : number.worlds) scaled.push_back(scale.to(value));
  const double middle = scale.to(number.best);
  const double half = half_width(std::move(scaled));
  const double best = number.best * style.per_base;
  const Ends wanted{scale.from(middle - half) * style.per_base,
                    scale.from(middle + half) * style.per_base};
  if (!scale.allows(wanted.low / style.per_base, wanted.high / style.per_base)) {
    return std::nullopt;
  }
  const int printed = printed_decimals(best, style.unit);
  const double room = 0.05 * std::pow(10.0, -printed - precision);
  const int enough = decimals_for((wanted.high - wanted.low) / 2, 2);  // digits of the width
  for (int decimals = std::min(printed, enough); decimals <= printed + 12; ++decimals) {
    const Ends ends = best_ends(scale, style, wanted, best, decimals, room);
    const bool is_wide_enough = decimals >= enough;
    if (!(ends.error <= room) || !is_wide_enough) continue;
    // Both ends with as many digits: "66.4% to 75.0%".
    const int shown =
        std::max(written_decimals(ends.low, decimals), written_decimals(ends.high, decimals));
    const auto text = [&](double end) {
      return style.before + with_sign(group_digits(fmt::format("{:.{}f}", end, shown)), style.unit);
    };
    // In `2 to 4 min` the unit stands once; a percent sign stands at both.
    const bool is_unit_once = style.unit == Unit::days || style.unit == Unit::money;
    return fmt::format("{}{} to {}{}", text(ends.low), is_unit_once ? "" : style.behind,
                       text(ends.high), style.behind);
  }
  return std::nullopt;
}

std::optional<std::string> write_plus_minus(const Spread& number, const NumberStyle& style) {
  const double half = half_width(number.worlds);
  const double low = number.best - half, high = number.best + half;
  const Scale scale(style.unit, all_positive(number));
  if (!scale.allows(low, high)) return std::nullopt;
  const double median = median_of_range(style.unit, low, high);
  if (std::abs(median - number.best) > half / 6) return std::nullopt;  // W312 begins at a fifth
  // A centre with many digits is no centre anybody would write; then a range says it better.
  const double centre = number.best * style.per_base;
  const std::string written = shortest(centre, 4);
  if (std::abs(std::strtod(written.c_str(), nullptr) - centre) > kSameDigits * std::abs(centre)) {
    return std::nullopt;
  }
  const std::string half_text =
      decimals_text(half * style.per_base, decimals_for(half * style.per_base, 2));
  if (half_text == "0") return std::nullopt;
  const std::string half_unit = style.unit == Unit::share ? "pp" : style.behind;
  return fmt::format("{}{}{} +- {}{}{}", style.before, with_sign(group_digits(written), style.unit),
                     style.behind, style.before, group_digits(half_text), half_unit);
}

std::string show_number(double value, Unit unit, std::string_view currency) {
  // As it would be written: a feeling without a sign in front.
  return unit == Unit::feeling ? format_number(value) : format_figure(value, unit, currency);
}

}  // namespace cairn
