#include "render/picture/fonts.h"

#include <array>
#include <cstdint>
#include <fontconfig/fontconfig.h>
#include <string_view>

namespace cairn {
namespace {

struct Range {
  std::uint32_t first = 0, last = 0;
};

struct Script {
  std::string_view name;
  std::string_view package;
  /// Characters that a font for the script must have.
  std::array<std::uint32_t, 2> samples;
  std::array<Range, 3> ranges;
};

constexpr std::array<Script, 18> kScripts{{
    {"Latin", "fonts-liberation", {0x0041, 0x0142}, {{{0x41, 0x24F}, {0x1E00, 0x1EFF}, {}}}},
    {"Greek", "fonts-liberation", {0x03B1, 0x03A9}, {{{0x370, 0x3FF}, {0x1F00, 0x1FFF}, {}}}},
    {"Cyrillic", "fonts-liberation", {0x0416, 0x044F}, {{{0x400, 0x52F}, {}, {}}}},
    {"Hebrew", "fonts-noto-core", {0x05D0, 0x05EA}, {{{0x591, 0x5F4}, {}, {}}}},
    {"Armenian", "fonts-noto-core", {0x0531, 0x0561}, {{{0x531, 0x58F}, {}, {}}}},
    {"Georgian", "fonts-noto-core", {0x10D0, 0x10E6}, {{{0x10A0, 0x10FF}, {}, {}}}},
    {"Arabic", "fonts-noto-core", {0x0627, 0x064A}, {{{0x600, 0x6FF}, {0x750, 0x77F}, {}}}},
    {"Devanagari", "fonts-noto-core", {0x0905, 0x0939}, {{{0x900, 0x97F}, {}, {}}}},
    {"Bengali", "fonts-noto-core", {0x0985, 0x09B9}, {{{0x980, 0x9FF}, {}, {}}}},
    {"Tamil", "fonts-noto-core", {0x0B85, 0x0BB9}, {{{0xB80, 0xBFF}, {}, {}}}},
    {"Telugu", "fonts-noto-core", {0x0C05, 0x0C39}, {{{0xC00, 0xC7F}, {}, {}}}},
    {"Thai", "fonts-noto-core", {0x0E01, 0x0E2E}, {{{0xE01, 0xE5B}, {}, {}}}},
    {"Khmer", "fonts-noto-core", {0x1780, 0x17A2}, {{{0x1780, 0x17FF}, {}, {}}}},
    {"Ethiopic", "fonts-noto-core", {0x1200, 0x1230}, {{{0x1200, 0x137F}, {}, {}}}},
    {"Kana", "fonts-noto-cjk", {0x3042, 0x30A2}, {{{0x3041, 0x30FF}, {}, {}}}},
    {"Hangul", "fonts-noto-cjk", {0xAC00, 0xD55C}, {{{0xAC00, 0xD7A3}, {0x1100, 0x11FF}, {}}}},
    {"Han",
     "fonts-noto-cjk",
     {0x4E00, 0x9F8D},
     {{{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0x20000, 0x3134F}}}},
    {"Emoji", "fonts-noto-color-emoji", {0x1F600, 0x1F44D}, {{{0x1F300, 0x1FAFF}, {}, {}}}},
}};

/// Calls `visit` for each character of a UTF-8 text; skips what is not UTF-8.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const FcChar8*>(text.data());
  int left = static_cast<int>(text.size());
  while (left > 0) {
    FcChar32 character = 0;
    const int used = FcUtf8ToUcs4(bytes, &character, left);
    if (used > 0) visit(static_cast<std::uint32_t>(character));
    bytes += used > 0 ? used : 1;
    left -= used > 0 ? used : 1;
  }
}

std::vector<bool> scripts_in(const std::vector<std::string>& texts) {
  std::vector<bool> is_used(kScripts.size(), false);
  for (const std::string& text : texts) {
    for_each_character(text, [&](std::uint32_t character) {
      for (std::size_t i = 0; i < kScripts.size(); ++i) {
        if (is_used[i]) continue;
        for (const Range& range : kScripts[i].ranges) {
          if (character >= range.first && character <= range.last) is_used[i] = true;
        }
      }
    });
  }
  return is_used;
}

bool some_font_has(FcConfig* config, const Script& script) {
  FcCharSet* characters = FcCharSetCreate();
  for (const std::uint32_t sample : script.samples) FcCharSetAddChar(characters, sample);
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddCharSet(pattern, FC_CHARSET, characters);
  FcObjectSet* objects = FcObjectSetBuild(FC_FAMILY, nullptr);
  FcFontSet* fonts = FcFontList(config, pattern, objects);
  const bool is_found = fonts != nullptr && fonts->nfont > 0;
  if (fonts != nullptr) FcFontSetDestroy(fonts);
  FcObjectSetDestroy(objects);
  FcPatternDestroy(pattern);
  FcCharSetDestroy(characters);
  return is_found;
}

/// Arial itself, or one of the faces made with its widths.
bool has_arial_widths(FcConfig* config) {
  FcPattern* wanted = FcNameParse(reinterpret_cast<const FcChar8*>("Arial"));
  FcConfigSubstitute(config, wanted, FcMatchPattern);
  FcDefaultSubstitute(wanted);
  FcResult result = FcResultNoMatch;
  FcPattern* font = FcFontMatch(config, wanted, &result);
  FcPatternDestroy(wanted);
  if (font == nullptr) return false;
  FcChar8* family = nullptr;
  bool is_good = false;
  if (FcPatternGetString(font, FC_FAMILY, 0, &family) == FcResultMatch) {
    const std::string_view name(reinterpret_cast<const char*>(family));
    is_good = name == "Arial" || name == "Liberation Sans" || name == "Arimo" ||
              name == "Helvetica" || name == "Nimbus Sans";
  }
  FcPatternDestroy(font);
  return is_good;
}

}  // namespace

std::vector<std::string> find_scripts(const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  const std::vector<bool> is_used = scripts_in(texts);
  for (std::size_t i = 0; i < kScripts.size(); ++i) {
    if (is_used[i]) names.emplace_back(kScripts[i].name);
  }
  return names;
}

std::vector<MissingFont> find_missing_fonts(const std::vector<std::string>& texts) {
  std::vector<MissingFont> missing;
  const std::vector<bool> is_used = scripts_in(texts);
  FcConfig* config = FcInitLoadConfigAndFonts();
  if (config == nullptr) return missing;
  for (std::size_t i = 0; i < kScripts.size(); ++i) {
    if (!is_used[i]) continue;
    const bool is_there = i == 0 ? has_arial_widths(config) : some_font_has(config, kScripts[i]);
    if (!is_there) {
      missing.push_back({std::string(kScripts[i].name), std::string(kScripts[i].package)});
    }
  }
  FcConfigDestroy(config);
  return missing;
}

}  // namespace cairn
