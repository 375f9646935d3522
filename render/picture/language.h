// The languages that fixed words are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

/// A column of words.def; the last is spelled from the one before it (simplified.h).
enum class PictureLanguage : std::uint8_t { english, polish, chinese, simplified_chinese };

inline constexpr PictureLanguage kPictureLanguages[] = {
    PictureLanguage::english, PictureLanguage::polish, PictureLanguage::chinese,
    PictureLanguage::simplified_chinese};

/// "en", "pl", "zh-Hant", "zh-Hans".
std::string_view language_tag(PictureLanguage language);

/// Every tag, with `between` between two.
std::string language_tags(std::string_view between);

/// The language of a tag such as "pl" or "zh-Hant-TW"; nothing if it has no column. Chinese that
/// names neither letters nor a place is simplified, as for browsers.
std::optional<PictureLanguage> parse_language(std::string_view tag);

/// The language a drawing says it is in, which picks its Han forms: that of the spec, for its names
/// are most of the text. Only where the fixed words are Chinese and the names are not, that of the
/// words.
std::string drawing_language(std::string_view of_spec, PictureLanguage of_words);

}  // namespace cairn
