#include "render/picture/svg_finish.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "render/picture/style.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

std::string decode_entities(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> kEntities{{
      {"&amp;", '&'},
      {"&lt;", '<'},
      {"&gt;", '>'},
      {"&quot;", '"'},
      {"&#39;", '\''},
      {"&#45;", '-'},
  }};
  std::string result;
  while (!text.empty()) {
    bool is_found = false;
    for (const auto& [entity, character] : kEntities) {
      if (text.substr(0, entity.size()) != entity) continue;
      result += character;
      text.remove_prefix(entity.size());
      is_found = true;
      break;
    }
    if (is_found) continue;
    result += text[0];
    text.remove_prefix(1);
  }
  return result;
}

void add_rule(std::string& style, Colour colour) {
  for (const std::string_view what : {"fill", "stroke"}) {
    style.append("[").append(what).append("=\"").append(colour.light).append("\"]{");
    style.append(what).append(":").append(colour.dark).append("}");
  }
}

/// `font-family="Arial,Noto Sans CJK TC"` to a list that other systems know as well.
std::string wide_family(const std::string& font) {
  const std::string_view han = std::string_view(font).substr(font.find(',') + 1);
  std::string family = "Arial,Liberation Sans,Helvetica," + std::string(han);
  if (han.substr(han.size() - 2) == "TC") family += ",PingFang TC,Microsoft JhengHei";
  if (han.substr(han.size() - 2) == "SC") family += ",PingFang SC,Microsoft YaHei";
  if (han.substr(han.size() - 2) == "JP") family += ",Hiragino Sans,Yu Gothic";
  if (han.substr(han.size() - 2) == "KR") family += ",Apple SD Gothic Neo,Malgun Gothic";
  return family + ",sans-serif";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::string result;
  std::size_t begin = 0;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, begin)) {
    result.append(text, begin, at - begin).append(to);
    begin = at + from.size();
  }
  text = result.append(text, begin);
}

/// Without the comments, and with titles that speak to people in place of node names. Every
/// element of Graphviz's output stands on its own line.
std::string with_titles(std::string_view svg, const SvgTexts& texts) {
  std::string result;
  bool in_comment = false, is_first_title = true;
  while (!svg.empty()) {
    const std::size_t end = svg.find('\n');
    const std::string_view line = svg.substr(0, end == svg.npos ? svg.size() : end + 1);
    svg.remove_prefix(line.size());
    constexpr std::string_view kOpen = "<title>", kClose = "</title>";
    if (in_comment || line.substr(0, 4) == "<!--") {
      in_comment = line.find("-->") == line.npos;
      continue;
    }
    if (line.substr(0, kOpen.size()) == kOpen && line.find(kClose) != line.npos) {
      const std::string name =
          decode_entities(line.substr(kOpen.size(), line.find(kClose) - kOpen.size()));
      const bool is_graph = std::exchange(is_first_title, false);
      const auto title = texts.titles.find(name);
      if (is_graph || title == texts.titles.end() || title->second.empty()) continue;
      result += "<title>" + escape_xml(title->second) + "</title>\n";
      continue;
    }
    result += line;
  }
  return result;
}

}  // namespace

std::string dark_style() {
  std::string style = "<style>@media screen and (prefers-color-scheme:dark){";
  for (const Colour colour : kRoles) add_rule(style, colour);
  for (const ChipColours& chip : kChips) {
    add_rule(style, chip.ground);
    add_rule(style, chip.text);
  }
  return style + "}</style>";
}

std::string finish_svg(std::string_view svg, const SvgTexts& texts) {
  std::string result = with_titles(svg, texts);
  replace_all(result, "font-family=\"" + texts.font + "\"",
              "font-family=\"" + wide_family(texts.font) + "\"");
  const std::size_t open = result.find("<svg ");
  if (open == std::string::npos) return result;
  std::size_t end = result.find('>', open);
  if (end == std::string::npos) return result;
  std::string head = "\n<title>" + escape_xml(texts.title) + "</title>\n<desc>" +
                     escape_xml(texts.description) + "</desc>\n" + dark_style();
  result.insert(end + 1, head);
  result.insert(open + 5, "role=\"img\" ");
  return result;
}

}  // namespace cairn
