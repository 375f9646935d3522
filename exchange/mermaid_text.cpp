#include "exchange/mermaid_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace cairn {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kNamedEntities = {{
    {"quot", "\""},
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"apos", "'"},
    {"nbsp", " "},
    {"colon", ":"},
}};

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

// The length of `#quot;` at the beginning of a text; 0 if there is none. Mermaid: /#\w+;/.
std::size_t entity_length(std::string_view text) {
  constexpr std::size_t kLongest = 34;
  std::size_t end = 1;
  while (end < text.size() && end < kLongest && is_word(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == ';' ? end + 1 : 0;
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80U) {
    byte(code);
  } else if (code < 0x800U) {
    byte(0xC0U | (code >> 6U));
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3FU));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

bool is_character(std::uint32_t code) {
  return code != 0 && code <= 0x10FFFFU && (code < 0xD800U || code > 0xDFFFU);
}

// What stands between `#` and `;`; nothing if it is no character known here.
std::optional<std::string> entity_text(std::string_view name) {
  for (const auto& [known, text] : kNamedEntities) {
    if (name == known) return std::string(text);
  }
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code);
  if (error != std::errc() || end != name.data() + name.size() || !is_character(code)) {
    return std::nullopt;
  }
  std::string text;
  append_utf8(text, code);
  return text;
}

// The length of `<br>`, `<br/>`, `<br />` at the beginning of a text; 0 if there is none.
std::size_t break_length(std::string_view text) {
  if (text.size() < 4 || (text.substr(0, 3) != "<br" && text.substr(0, 3) != "<BR")) return 0;
  std::size_t end = 3;
  while (end < text.size() && end < 8 && (text[end] == ' ' || text[end] == '/')) ++end;
  return end < text.size() && text[end] == '>' ? end + 1 : 0;
}

std::string one_line(std::string_view text) {
  std::string line;
  bool is_gap = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F') {
      is_gap = true;
      continue;
    }
    if (is_gap && !line.empty()) line += ' ';
    is_gap = false;
    line += c;
  }
  return line;
}

bool begins_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
}

}  // namespace

std::string escape_for_mermaid(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '"':
        escaped += "#quot;";
        break;
      case '&':
        escaped += "#amp;";
        break;
      case '<':
        escaped += "#lt;";
        break;
      case '>':
        escaped += "#gt;";
        break;
      // Signs of its grammar, of lists of actors, of Markdown in labels.
      case '#':
      case ';':
      case ':':
      case ',':
      case '`':
      case '{':
      case '}':
        escaped += fmt::format("#{};", static_cast<int>(c));
        break;
      case '%':
        // `%%` begins a comment or a setting wherever it stands.
        if ((i + 1 < text.size() && text[i + 1] == '%') || (i > 0 && text[i - 1] == '%')) {
          escaped += "#37;";
          break;
        }
        [[fallthrough]];
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string escape_at_line_start(std::string_view text) {
  std::string escaped = escape_for_mermaid(text);
  for (const std::string_view word :
       {"title", "section", "journey", "acctitle", "accdescr", "---"}) {
    if (begins_with_word(escaped, word)) {
      return fmt::format("#{};{}", static_cast<int>(escaped.front()), escaped.substr(1));
    }
  }
  return escaped;
}

std::string decode_mermaid(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const std::size_t entity = rest.front() == '#' ? entity_length(rest) : 0;
    if (entity > 0) {
      const std::optional<std::string> meant = entity_text(rest.substr(1, entity - 2));
      decoded += meant ? *meant : std::string(rest.substr(0, entity));
      i += entity;
    } else if (const std::size_t gap = rest.front() == '<' ? break_length(rest) : 0; gap > 0) {
      decoded += ' ';
      i += gap;
    } else {
      decoded += rest.front();
      ++i;
    }
  }
  return one_line(decoded);
}

std::size_t find_mermaid_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '#') continue;
    const std::size_t entity = entity_length(line.substr(i));
    if (entity == 0) return i;
    i += entity - 1;
  }
  return std::string_view::npos;
}

}  // namespace cairn
