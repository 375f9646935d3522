// The fixed words of pictures and reports in every language they are written in (words.def).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "render/picture/language.h"

namespace cairn {

enum class Word : std::uint16_t {
#define CAIRN_WORD(name, english, polish, chinese) name,
#include "render/picture/words.def"
#undef CAIRN_WORD
};

std::string_view word(Word which, PictureLanguage language);

/// The word with what stands for each `{}`, in order.
std::string words(Word which, PictureLanguage language,
                  std::initializer_list<std::string_view> values);

}  // namespace cairn
