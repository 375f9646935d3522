#include "render/page/page_html.h"

#include <cstddef>
#include <cstdlib>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "render/page/html_parts.h"
#include "render/page/page_template.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

using Parts = std::vector<std::pair<std::string_view, std::string>>;

/// The template with `{{name}}` replaced. What is put in is not looked at again.
std::string fill(std::string_view text, const Parts& parts) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("{{", at);
    if (open == std::string_view::npos) return filled.append(text.substr(at));
    const std::size_t close = text.find("}}", open);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    filled.append(text.substr(at, open - at));
    bool is_known = false;
    for (const auto& [key, value] : parts) {
      if (key != name) continue;
      filled += value;
      is_known = true;
    }
    CAIRN_CHECK(is_known);
    at = close + 2;
  }
  return filled;
}

std::string_view theme_name(Theme theme) {
  switch (theme) {
    case Theme::automatic:
      return "auto";
    case Theme::light:
      return "light";
    case Theme::dark:
      return "dark";
  }
  return "auto";
}

/// Pictures turn dark with the page; in print all is light.
std::string picture_rules() {
  return "@media screen and (prefers-color-scheme:dark){" +
         dark_rules(":root[data-theme=auto] svg ") + "}@media screen{" +
         dark_rules(":root[data-theme=dark] svg ") + "}";
}

/// Pictures much wider than the page keep a size at which they can be read, and scroll.
std::string width_rules(const ReportPage& page) {
  constexpr double kLeastScale = 0.55;
  constexpr double kLeastScrolled = 1500;  // px: less is drawn as wide as the page
  constexpr std::string_view kWidth = " width=\"";
  std::string rules;
  for (const PageSection& section : page.sections) {
    for (const PagePicture& picture : section.pictures) {
      const std::size_t at = picture.svg.find(kWidth);
      if (at == std::string::npos) continue;
      const std::size_t begin = at + kWidth.size();
      const std::string width = picture.svg.substr(begin, picture.svg.find('"', begin) - begin);
      const double least = kLeastScale * std::strtod(width.c_str(), nullptr);
      const std::string rule =
          fmt::format(".picture svg[width=\"{}\"]{{min-width:{:.0f}px}}", width, least);
      const bool is_known = rules.find(rule) != std::string::npos;
      if (least > kLeastScrolled && !is_known) rules += rule;
    }
  }
  return rules.empty() ? "" : "@media screen{" + rules + "}";
}

std::string nav_html(const ReportPage& page) {
  std::string links;
  const auto add = [&](const std::string& id, const std::string& name) {
    if (name.empty()) return;
    links += fmt::format("<a href=\"#{}\">{}</a>", escape_xml(id), escape_xml(name));
  };
  if (page.fixes) add("fixes", page.short_fixes);
  for (const PageSection& section : page.sections) add(section.id, section.short_heading);
  return links;
}

std::string tiles_html(const ReportPage& page) {
  if (page.tiles.empty()) return "";
  std::string html = "<section id=\"tiles\" class=\"tiles\">\n";
  for (const PageTile& tile : page.tiles) html += tile_html(tile);
  return html + "</section>\n";
}

std::string paragraphs(const std::vector<std::string>& texts, std::string_view kind) {
  std::string html;
  for (const std::string& text : texts) {
    html += fmt::format("<p{}>{}</p>\n", kind, page_text(text));
  }
  return html;
}

/// JSON in a script element: nothing in it may end the element.
std::string data_html(const std::string& json) {
  if (json.empty()) return "";
  std::string safe;
  for (const char c : keep_numbers_whole(json)) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return "<script type=\"application/json\" id=\"cairn-data\">" + safe + "</script>\n";
}

}  // namespace

std::string to_html(const ReportPage& page, std::string_view script, std::string_view style) {
  const PictureLanguage language = page.language;
  const std::string rules =
      std::string(style) + picture_rules() + width_rules(page) + page.picture_style;
  std::string sections;
  for (const PageSection& section : page.sections) sections += section_html(section, language);
  const auto fixed = [&](Word which) { return escape_xml(word(which, language)); };
  return fill(kPageTemplate, {{"lang", std::string(language_tag(language))},
                              {"theme", std::string(theme_name(page.theme))},
                              {"script-hash", "sha256-" + sha256_base64(script)},
                              {"style-hash", "sha256-" + sha256_base64(rules)},
                              {"title", escape_xml(page.brand + ": " + page.heading)},
                              {"style", rules},
                              {"brand", escape_xml(page.brand)},
                              {"contents", fixed(Word::report_contents)},
                              {"nav", nav_html(page)},
                              {"word-theme", fixed(Word::page_theme)},
                              {"word-print", fixed(Word::page_print)},
                              {"heading", page_text(page.heading)},
                              {"lead", paragraphs(page.lead, " class=\"lead\"")},
                              {"tiles", tiles_html(page)},
                              {"fixes", page.fixes ? fix_table_html(*page.fixes, language) : ""},
                              {"sections", sections},
                              {"footer", paragraphs(page.footer, "")},
                              {"data", data_html(page.data)},
                              {"script", std::string(script)}});
}

}  // namespace cairn
