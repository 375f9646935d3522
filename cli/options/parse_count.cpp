// Numbers as people type them on a command line.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options/options.h"

namespace cairn {

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t factor = 1;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'M')) {
    factor = text.back() == 'k' ? 1'000 : 1'000'000;
    text.remove_suffix(1);
  }
  std::uint64_t count = 0;
  bool has_digit = false;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  for (const char c : text) {
    if (has_digit && (c == '_' || c == ' ')) continue;
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (count > (kMost - digit) / 10) return std::nullopt;
    count = count * 10 + digit;
    has_digit = true;
  }
  if (!has_digit || count > kMost / factor) return std::nullopt;
  return count * factor;
}

std::optional<double> parse_precision(std::string_view text) {
  for (const std::string_view unit : {"pp", "%"}) {
    if (text.size() <= unit.size() || text.substr(text.size() - unit.size()) != unit) continue;
    text.remove_suffix(unit.size());
    if (text.back() == ' ') text.remove_suffix(1);
    double points = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), points);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    if (!(points > 0 && points < 100)) return std::nullopt;
    return points / 100;
  }
  return std::nullopt;
}

std::string complain_of_date(const std::string& text) {
  constexpr std::string_view kForm = "0000-00-00";
  bool is_date = text.size() == kForm.size();
  for (std::size_t i = 0; i < text.size() && is_date; ++i) {
    is_date = kForm[i] == '-' ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  if (is_date) {
    const std::chrono::year_month_day day(
        std::chrono::year(std::stoi(text.substr(0, 4))),
        std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
        std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2)))));
    is_date = day.ok();
  }
  return is_date ? std::string() : "needs a day such as 2026-11-30, not `" + text + "`";
}

}  // namespace cairn
