#include "exchange/unique_names.h"

#include <fmt/format.h>

#include "base/label.h"
#include "base/text.h"

namespace cairn {
namespace {

constexpr std::size_t kLongestName = 48;  // characters

bool is_name_end(char32_t code) {
  return is_name_letter(code) || (code >= U'0' && code <= U'9');
}

// At most kLongestName characters, cut between words where one ends in the second half.
std::string cut(const std::string& name) {
  std::string_view rest = name;
  std::size_t count = 0;
  std::size_t last_gap = 0;
  std::size_t last_letter = 0;
  while (!rest.empty() && count < kLongestName) {
    const Character character = first_character(rest);
    const std::size_t at = name.size() - rest.size();
    if (character.code == U'-') last_gap = at;
    rest.remove_prefix(character.size);
    if (is_name_end(character.code)) last_letter = at + character.size;
    ++count;
  }
  if (rest.empty()) return name;
  return name.substr(0, last_gap > last_letter / 2 ? last_gap : last_letter);
}

}  // namespace

std::string UniqueNames::make(std::string_view text, std::string_view kind) {
  std::string name = cut(name_from_label(text));
  if (name.empty()) {
    name = kind;
  } else if (!is_name_letter(first_character(name).code) || is_reserved_(name)) {
    name = fmt::format("{}-{}", kind, name);
  }
  if (taken_.insert(look_alike_form(name)).second) return name;
  unsigned& number = next_number_.try_emplace(name, 2).first->second;
  for (;;) {
    std::string numbered = fmt::format("{}-{}", name, number++);
    if (taken_.insert(look_alike_form(numbered)).second) return numbered;
  }
}

}  // namespace cairn
