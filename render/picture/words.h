// The fixed words of pictures and reports in every language they are written in (words.def).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

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

/// "a, b, c".
std::string listed(const std::vector<std::string>& names, PictureLanguage language);

/// Puts a whole sentence behind what there is, which may be nothing; an empty one changes nothing.
void add_sentence(std::string& text, std::string_view sentence, PictureLanguage language);

}  // namespace cairn
