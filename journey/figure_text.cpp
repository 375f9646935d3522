#include "journey/figure_text.h"

#include <cmath>
#include <fmt/format.h>

#include "base/text.h"

namespace cairn {

double headline(const Answer& answer) {
  const Estimate& estimate = answer.estimate;
  const bool is_bracket = estimate.method != Method::walk;
  if (is_bracket && answer.walk && answer.walk->standard_error < estimate.error) {
    return estimate.value + answer.walk->value - estimate.best;
  }
  return estimate.value;
}

std::string format_figure(double value, Unit unit, std::string_view currency) {
  if (!std::isfinite(value)) return "–";
  switch (unit) {
    case Unit::share:
      return format_share(value);
    case Unit::points:
      return format_points(value);
    case Unit::money:
      return format_money(value, currency);
    case Unit::days:
      return format_duration(value);
    case Unit::factor:
    case Unit::people:
      return format_number(value);
    // A scale of a few points reads best with two decimals and a sign.
    case Unit::feeling: {
      const std::string size = fmt::format("{:.2f}", std::abs(value));
      return size == "0.00" ? size : (value < 0 ? "−" : "+") + size;
    }
  }
  return "";
}

std::string format_distance(double distance, Unit unit, std::string_view currency) {
  const double size = std::abs(distance);
  if (unit == Unit::feeling && std::isfinite(size)) return fmt::format("{:.2f}", size);
  if (unit != Unit::share && unit != Unit::points) return format_figure(size, unit, currency);
  std::string points = format_points(size);
  for (const std::string_view sign : {"+", "±"}) {
    if (std::string_view(points).substr(0, sign.size()) == sign) points.erase(0, sign.size());
  }
  return points;
}

std::string format_range(double low, double high, Unit unit, std::string_view currency) {
  const std::string from = format_figure(low, unit, currency);
  const std::string to = format_figure(high, unit, currency);
  if (from == to) return "";
  // One unit is enough: "3.53 to 4.21 EUR".
  const std::string suffix = " " + std::string(currency);
  const bool has_currency = unit == Unit::money && from.size() > suffix.size() &&
                            from.compare(from.size() - suffix.size(), suffix.size(), suffix) == 0;
  const std::string shown = has_currency ? from.substr(0, from.size() - suffix.size()) : from;
  return shown + " to " + to;
}

std::string shown_change(double change, Unit unit, const std::string& currency) {
  if (change == 0) return "0";
  if (unit == Unit::share) return format_points(change);
  const std::string sign = change < 0 ? "−" : "+";
  if (unit == Unit::feeling) return fmt::format("{}{:.2f}", sign, std::abs(change));
  return sign + format_figure(std::abs(change), unit, currency);
}

std::string shown_change_range(double low, double high, Unit unit, const std::string& currency) {
  const std::string from = shown_change(low, unit, unit == Unit::money ? "" : currency);
  const std::string to = shown_change(high, unit, currency);
  if (shown_change(low, unit, currency) == to) return "";
  if (unit == Unit::share && from.size() > 2 && from.substr(from.size() - 2) == "pp") {
    return from.substr(0, from.size() - 2) + " to " + to;
  }
  return from + " to " + to;
}

std::string chance_words(double chance) {
  if (chance > 0.99 && chance < 1) return ">99%";
  if (chance < 0.01 && chance > 0) return "<1%";
  return fmt::format("{:.0f}%", chance * 100);
}

}  // namespace cairn
