#include "render/picture/words.h"

#include <array>
#include <cstddef>

namespace cairn {
namespace {

using Row = std::array<std::string_view, 3>;

constexpr Row kWords[] = {
#define CAIRN_WORD(name, english, polish, chinese) {english, polish, chinese},
#include "render/picture/words.def"
#undef CAIRN_WORD
};

constexpr Row kTags{"en", "pl", "zh-Hant"};

bool is_of(std::string_view tag, std::string_view language) {
  return tag == language ||
         (tag.starts_with(language) && tag.substr(language.size()).starts_with('-'));
}

}  // namespace

std::string_view word(Word which, PictureLanguage language) {
  return kWords[static_cast<std::size_t>(which)][static_cast<std::size_t>(language)];
}

std::string words(Word which, PictureLanguage language,
                  std::initializer_list<std::string_view> values) {
  std::string result(word(which, language));
  std::size_t from = 0;
  for (const std::string_view value : values) {
    const std::size_t at = result.find("{}", from);
    if (at == std::string::npos) break;
    result.replace(at, 2, value);
    from = at + value.size();
  }
  return result;
}

std::string_view language_tag(PictureLanguage language) {
  return kTags[static_cast<std::size_t>(language)];
}

std::optional<PictureLanguage> parse_language(std::string_view tag) {
  for (const PictureLanguage language :
       {PictureLanguage::english, PictureLanguage::polish, PictureLanguage::chinese}) {
    if (is_of(tag, language_tag(language))) return language;
  }
  if (is_of(tag, "zh-TW") || is_of(tag, "zh-HK")) return PictureLanguage::chinese;
  return std::nullopt;
}

}  // namespace cairn
