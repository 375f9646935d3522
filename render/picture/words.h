// The fixed words of pictures and reports in every language they are written in (words.def).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

enum class Word : std::uint16_t {
#define CAIRN_WORD(name, english, polish, chinese) name,
#include "render/picture/words.def"
#undef CAIRN_WORD
};

/// A column of words.def.
enum class PictureLanguage : std::uint8_t { english, polish, chinese };

std::string_view word(Word which, PictureLanguage language);

/// The word with what stands for each `{}`, in order.
std::string words(Word which, PictureLanguage language,
                  std::initializer_list<std::string_view> values);

/// "en", "pl", "zh-Hant".
std::string_view language_tag(PictureLanguage language);

/// The language of a tag such as "pl" or "zh-Hant-TW"; nothing if it has no column.
std::optional<PictureLanguage> parse_language(std::string_view tag);

}  // namespace cairn
