#include "render/picture/words.h"

#include <array>
#include <cstddef>
#include <vector>

#include "render/picture/simplified.h"

namespace cairn {
namespace {

using Row = std::array<std::string_view, 3>;

constexpr Row kWords[] = {
#define CAIRN_WORD(name, english, polish, chinese) {english, polish, chinese},
#include "render/picture/words.def"
#undef CAIRN_WORD
};

constexpr std::string_view kTags[] = {"en", "pl", "zh-Hant", "zh-Hans"};

bool is_of(std::string_view tag, std::string_view language) {
  return tag == language ||
         (tag.starts_with(language) && tag.substr(language.size()).starts_with('-'));
}

std::string lower_case(std::string_view tag) {
  std::string lower(tag);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Row by row.
const std::vector<std::string>& simplified_words() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (const Row& row : kWords) made.push_back(simplified(row.back()));
    return made;
  }();
  return all;
}

}  // namespace

std::string_view word(Word which, PictureLanguage language) {
  const auto row = static_cast<std::size_t>(which);
  if (language == PictureLanguage::simplified_chinese) return simplified_words()[row];
  return kWords[row][static_cast<std::size_t>(language)];
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

std::string language_tags(std::string_view between) {
  std::string all;
  for (const std::string_view tag : kTags) {
    if (!all.empty()) all += between;
    all += tag;
  }
  return all;
}

std::optional<PictureLanguage> parse_language(std::string_view tag) {
  struct Known {
    std::string_view tag;
    PictureLanguage language;
  };
  // The first that fits.
  static constexpr Known kKnown[] = {
      {"en", PictureLanguage::english},           {"pl", PictureLanguage::polish},
      {"zh-hant", PictureLanguage::chinese},      {"zh-tw", PictureLanguage::chinese},
      {"zh-hk", PictureLanguage::chinese},        {"zh-mo", PictureLanguage::chinese},
      {"zh", PictureLanguage::simplified_chinese}};
  const std::string wanted = lower_case(tag);
  for (const Known& known : kKnown) {
    if (is_of(wanted, known.tag)) return known.language;
  }
  return std::nullopt;
}

std::string drawing_language(std::string_view of_spec, PictureLanguage of_words) {
  const bool has_han_names =
      of_spec.starts_with("zh") || of_spec.starts_with("ja") || of_spec.starts_with("ko");
  const bool has_han_words =
      of_words == PictureLanguage::chinese || of_words == PictureLanguage::simplified_chinese;
  if (!of_spec.empty() && (has_han_names || !has_han_words)) return std::string(of_spec);
  return std::string(language_tag(of_words));
}

std::string listed(const std::vector<std::string>& names, PictureLanguage language) {
  std::string text;
  for (const std::string& name : names) {
    text = text.empty() ? name : words(Word::report_list, language, {text, name});
  }
  return text;
}

void add_sentence(std::string& text, std::string_view sentence, PictureLanguage language) {
  if (sentence.empty()) return;
  text =
      text.empty() ? std::string(sentence) : words(Word::two_sentences, language, {text, sentence});
}

}  // namespace cairn
