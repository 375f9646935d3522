// How much of a costly test runs where sanitizers watch every access.
#pragma once

#include <cstdint>
#include <string_view>

namespace cairn {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif
#else
inline constexpr bool kIsSanitized = false;
#endif

/// `full` in an ordinary build; `watched` under sanitizers, where the same code is five to twenty
/// times slower and a few cases show what they can show.
constexpr std::uint32_t effort(std::uint32_t full, std::uint32_t watched) {
  return kIsSanitized ? watched : full;
}

/// Texts of E415 fill the memory of a journey to its limit, which takes many seconds when watched:
/// there one test prints their diagnostics, and the others go without.
constexpr bool is_left_out(std::string_view name) {
  return kIsSanitized && name.find("E415") != std::string_view::npos;
}

}  // namespace cairn
