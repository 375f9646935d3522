#include "render/picture/picture_numbers.h"

#include <cmath>
#include <fmt/format.h>

namespace cairn {

std::string picture_share(double share) {
  if (share >= 0.0995) return fmt::format("{:.0f}%", 100 * share);
  if (share >= 0.0005) return fmt::format("{:.1f}%", 100 * share);
  return share > 0 ? "<0.1%" : "0%";
}

std::string feeling_text(double feeling) {
  const double shown = std::round(feeling * 10) / 10;
  const std::string digits = fmt::format("{:.1f}", std::fabs(shown));
  return shown < 0 ? "−" + digits : shown > 0 ? "+" + digits : digits;
}

std::string signed_number(double value) {
  const std::string text = fmt::format("{:g}", std::fabs(value));
  return value < 0 ? "−" + text : value > 0 ? "+" + text : text;
}

std::string period_words(double days) {
  const auto whole = [days](double unit) {
    const double n = days / unit;
    return n >= 1 && std::fabs(n - std::round(n)) < 1e-6 ? std::round(n) : 0.0;
  };
  const auto words = [](double n, const char* unit) {
    return fmt::format("{:.0f} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (const double n = whole(365.25); n > 1) return words(n, "year");
  if (const double n = whole(30.4375); n > 0) return words(n, "month");
  if (const double n = whole(7); n > 0) return words(n, "week");
  if (const double n = whole(1); n > 0) return words(n, "day");
  return fmt::format("{:.3g} days", days);
}

}  // namespace cairn
