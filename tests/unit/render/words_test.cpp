#include "render/picture/words.h"

#include <algorithm>
#include <iconv.h>
#include <string>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "render/picture/picture_numbers.h"

namespace cairn {
namespace {

struct NamedWord {
  std::string_view name;
  Word which;
};

constexpr NamedWord kAll[] = {
#define CAIRN_WORD(name, english, polish, chinese) {#name, Word::name},
#include "render/picture/words.def"
#undef CAIRN_WORD
};

std::size_t count_places(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("{}"); at != text.npos; at = text.find("{}", at + 2)) ++count;
  return count;
}

/// GB 2312 has the letters of the mainland, and of traditional letters only those that are both.
bool is_in_gb2312(std::string_view letter) {
  const iconv_t to = iconv_open("GB2312", "UTF-8");
  REQUIRE(to != reinterpret_cast<iconv_t>(-1));
  std::string in(letter), out(8, 0);
  char* from = in.data();
  char* into = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool is_in = iconv(to, &from, &left, &into, &room) != static_cast<std::size_t>(-1);
  iconv_close(to);
  return is_in;
}

std::string letters_missing_in(std::string_view text) {
  std::string missing;
  while (!text.empty()) {
    const Character one = first_character(text);
    const bool is_han = one.code >= 0x3400 && one.code < 0xA000;
    if (is_han && !is_in_gb2312(text.substr(0, one.size))) missing += text.substr(0, one.size);
    text.remove_prefix(one.size);
  }
  return missing;
}

}  // namespace

TEST_CASE("every language has every word, with the same places for what stands in it") {
  for (const NamedWord& one : kAll) {
    INFO(one.name);
    // Each language counts large amounts in units of its own.
    const bool is_unit = one.name.starts_with("short_1e");
    const std::size_t places = count_places(word(one.which, PictureLanguage::english));
    for (const PictureLanguage language : kPictureLanguages) {
      INFO(language_tag(language));
      const std::string_view text = word(one.which, language);
      if (is_unit) {
        CHECK((text.empty() || count_places(text) == 1));
        continue;
      }
      CHECK_FALSE(text.empty());
      CHECK(count_places(text) == places);
    }
  }
}

TEST_CASE("simplified Chinese has no traditional letters") {
  for (const NamedWord& one : kAll) {
    INFO(one.name << ": add these to render/picture/simplified.cpp");
    CHECK(letters_missing_in(word(one.which, PictureLanguage::simplified_chinese)) == "");
  }
  CHECK(word(Word::page_print, PictureLanguage::simplified_chinese) == "打印");
  CHECK(word(Word::leave, PictureLanguage::simplified_chinese) == "离开");
}

TEST_CASE("no space stands before a Chinese word behind a time") {
  for (const NamedWord& one : kAll) {
    INFO(one.name);
    CHECK(word(one.which, PictureLanguage::chinese).find(" 內") == std::string_view::npos);
  }
}

TEST_CASE("a language tag finds its column") {
  for (const PictureLanguage language : kPictureLanguages) {
    CHECK(parse_language(language_tag(language)) == language);
  }
  CHECK(parse_language("pl-PL") == PictureLanguage::polish);
  CHECK(parse_language("zh-TW") == PictureLanguage::chinese);
  CHECK(parse_language("zh-hant-hk") == PictureLanguage::chinese);
  CHECK(parse_language("zh-CN") == PictureLanguage::simplified_chinese);
  CHECK(parse_language("zh") == PictureLanguage::simplified_chinese);
  CHECK(parse_language("de") == std::nullopt);
  CHECK(parse_language("plaid") == std::nullopt);
  CHECK(language_tags(", ") == "en, pl, zh-Hant, zh-Hans");
}

TEST_CASE("the Han forms are those of the names, else those of the words") {
  CHECK(drawing_language("zh-Hant", PictureLanguage::simplified_chinese) == "zh-Hant");
  CHECK(drawing_language("ja", PictureLanguage::english) == "ja");
  CHECK(drawing_language("en", PictureLanguage::chinese) == "zh-Hant");
  CHECK(drawing_language("pl", PictureLanguage::english) == "pl");
  CHECK(drawing_language("", PictureLanguage::polish) == "pl");
  CHECK(drawing_language("", PictureLanguage::english) == "en");
}

TEST_CASE("figures are written in the marks and units of a language") {
  struct Sample {
    std::string_view figure, english, polish, chinese;
  };
  constexpr Sample kSamples[] = {
      {"3.86%", "3.86%", "3,86%", "3.86%"},
      {"<0.01%", "<0.01%", "<0,01%", "<0.01%"},
      {"1 240 EUR", "1\u00A0240\u00A0EUR", "1\u00A0240\u00A0EUR", "1,240\u00A0EUR"},
      {"−0.12 PLN", "−0.12\u00A0PLN", "−0,12\u00A0PLN", "−0.12\u00A0PLN"},
      {"1 000 000", "1\u00A0000\u00A0000", "1\u00A0000\u00A0000", "1,000,000"},
      {"+1.08pp", "+1.08pp", "+1,08\u00A0p.p.", "+1.08\u00A0個百分點"},
      {"±0pp", "±0pp", "±0\u00A0p.p.", "±0\u00A0個百分點"},
      {"1 d", "1\u00A0d", "1\u00A0dzień", "1\u00A0天"},
      {"2.2 d", "2.2\u00A0d", "2,2\u00A0dnia", "2.2\u00A0天"},
      {"30 d", "30\u00A0d", "30\u00A0dni", "30\u00A0天"},
      {"6.4 h", "6.4\u00A0h", "6,4\u00A0godz.", "6.4\u00A0小時"},
      {"12 min", "12\u00A0min", "12\u00A0min", "12\u00A0分鐘"},
      {"13.1 months", "13.1\u00A0months", "13,1\u00A0mies.", "13.1\u00A0個月"},
      {"for ever", "for ever", "bez końca", "永遠"},
      {"–", "–", "–", "–"},
  };
  for (const Sample& sample : kSamples) {
    CHECK(localized(sample.figure, PictureLanguage::english) == sample.english);
    CHECK(localized(sample.figure, PictureLanguage::polish) == sample.polish);
    CHECK(localized(sample.figure, PictureLanguage::chinese) == sample.chinese);
  }
  CHECK(localized("12 min", PictureLanguage::simplified_chinese) == "12\u00A0分钟");
  CHECK(format_count(1000, PictureLanguage::chinese) == "1,000");
  CHECK(picture_share(0.0386, PictureLanguage::polish) == "3,9%");
  CHECK(feeling_text(-1.5, PictureLanguage::polish) == "−1,5");
}

TEST_CASE("a period is said in the largest unit that divides it") {
  CHECK(period_words(365.25, PictureLanguage::english) == "12\u00A0months");
  CHECK(period_words(2 * 365.25, PictureLanguage::english) == "2\u00A0years");
  CHECK(period_words(7, PictureLanguage::english) == "1\u00A0week");
  CHECK(period_words(10, PictureLanguage::english) == "10\u00A0days");
  CHECK(period_words(365.25, PictureLanguage::polish) == "12\u00A0mies.");
  CHECK(period_words(7, PictureLanguage::chinese) == "1\u00A0週");
}

TEST_CASE("sentences and lists follow the language") {
  std::string text;
  add_sentence(text, "一。", PictureLanguage::chinese);
  add_sentence(text, "", PictureLanguage::chinese);
  add_sentence(text, "二。", PictureLanguage::chinese);
  CHECK(text == "一。二。");
  text = "One {}.";
  add_sentence(text, "Two.", PictureLanguage::english);
  CHECK(text == "One {}. Two.");
  CHECK(listed({"a", "b", "c"}, PictureLanguage::polish) == "a, b, c");
  CHECK(listed({"甲", "乙"}, PictureLanguage::chinese) == "甲、乙");
}

}  // namespace cairn
