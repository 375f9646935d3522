// Counts as people type them on a command line.
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "cli/options.h"

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

}  // namespace cairn
