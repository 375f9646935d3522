// The languages that fixed words are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn {

/// A column of words.def.
enum class PictureLanguage : std::uint8_t { english, polish, chinese };

/// "en", "pl", "zh-Hant".
std::string_view language_tag(PictureLanguage language);

/// The language of a tag such as "pl" or "zh-Hant-TW"; nothing if it has no column.
std::optional<PictureLanguage> parse_language(std::string_view tag);

}  // namespace cairn
