#include "tests/unit/render/svg_text.h"

#include <vector>

namespace cairn {
namespace {

/// What is wrong with the characters between two tags or two quotes.
std::string text_fault(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') return "a control character";
    if (c == '<') return "a bare <";
    if (c != '&') continue;
    const std::size_t end = text.find(';', i);
    if (end == text.npos || end - i > 8 || end - i < 3) return "a bare &";
  }
  return "";
}

std::string attributes_fault(std::string_view rest) {
  for (;;) {
    const std::size_t begin = rest.find_first_not_of(" \n\t/");
    if (begin == rest.npos) return "";
    rest.remove_prefix(begin);
    const std::size_t equals = rest.find("=\"");
    if (equals == rest.npos || rest.substr(0, equals).find_first_of(" <>\"") != rest.npos) {
      return "an attribute without a value: " + std::string(rest.substr(0, 40));
    }
    rest.remove_prefix(equals + 2);
    const std::size_t close = rest.find('"');
    if (close == rest.npos) return "an open quote";
    if (const std::string fault = text_fault(rest.substr(0, close)); !fault.empty()) return fault;
    rest.remove_prefix(close + 1);
  }
}

/// The end of a tag, which may hold `>` in quotes.
std::size_t tag_end(std::string_view xml, std::size_t begin) {
  bool in_quotes = false;
  for (std::size_t i = begin; i < xml.size(); ++i) {
    if (xml[i] == '"') in_quotes = !in_quotes;
    if (xml[i] == '>' && !in_quotes) return i;
  }
  return xml.npos;
}

}  // namespace

std::string xml_fault(std::string_view xml) {
  std::vector<std::string> open;
  while (!xml.empty()) {
    const std::size_t tag = xml.find('<');
    if (const std::string fault = text_fault(xml.substr(0, tag)); !fault.empty()) return fault;
    if (tag == xml.npos) break;
    const std::size_t end = tag_end(xml, tag);
    if (end == xml.npos) return "an open tag";
    const std::string_view inside = xml.substr(tag + 1, end - tag - 1);
    xml.remove_prefix(end + 1);
    if (inside.empty()) return "an empty tag";
    if (inside[0] == '?' || inside[0] == '!') continue;
    const std::string name(inside.substr(0, inside.find_first_of(" \n\t/", 1)));
    if (inside[0] == '/') {
      if (open.empty() || "/" + open.back() != std::string(inside)) {
        return "</" + std::string(inside) + " closes nothing";
      }
      open.pop_back();
      continue;
    }
    if (const std::string fault = attributes_fault(inside.substr(name.size())); !fault.empty()) {
      return fault + " in <" + name;
    }
    if (inside.back() != '/') open.push_back(name);
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

}  // namespace cairn
