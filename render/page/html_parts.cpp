#include "render/page/html_parts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kMostBeside = 3;     // columns that stand side by side on a phone
constexpr std::size_t kLongTileName = 40;  // cells; longer ones may be cut

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::muted:
      return "muted";
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
  }
  return "";
}

/// ` class="number good"`; nothing without classes.
std::string class_of(bool is_number, Tone tone) {
  std::string names = is_number ? "number" : "";
  const std::string_view judged = tone_class(tone);
  if (!judged.empty()) names += (names.empty() ? "" : " ") + std::string(judged);
  return names.empty() ? "" : fmt::format(" class=\"{}\"", names);
}

/// `title`: of its column, for a table that becomes cards on a phone; may be empty.
std::string cell_html(const PageCell& cell, bool is_number, const std::string& title) {
  std::string html = "<td";
  if (!title.empty()) html += fmt::format(" data-label=\"{}\"", escape_xml(title));
  html += class_of(is_number, cell.tone) + ">";
  html += cell.mark.empty() ? page_text(cell.text)
                            : fmt::format("<span class=\"{}\">{}</span>", escape_xml(cell.mark),
                                          page_text(cell.text));
  if (!cell.small.empty()) html += fmt::format("<small>{}</small>", page_text(cell.small));
  return html + "</td>";
}

std::string column_html(const PageColumn& column) {
  return fmt::format("<th scope=\"col\"{}>{}</th>", class_of(column.is_number, Tone::plain),
                     escape_xml(column.title));
}

std::string_view verdict_class(Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return "verdict-do";
    case Advice::test_first:
      return "verdict-test";
    case Advice::not_now:
      return "verdict-not";
  }
  return "verdict-not";
}

/// The sign that `cairn compare` prints before the verdict.
std::string_view verdict_sign(Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return "▲";
    case Advice::test_first:
      return "?";
    case Advice::not_now:
      return "▼";
  }
  return "";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::string fix_row_html(const PageFixTable& table, const PageFix& fix) {
  std::string html;
  const std::string name = escape_xml(fix.name), label = escape_xml(fix.label);
  if (fix.is_scenario) {
    html = fmt::format(
        "<tr data-scenario=\"{}\" data-fixes=\"{}\"><td><span class=\"fix-name\">{}"
        "</span> <button type=\"button\" data-action=\"scenario\" hidden>{}</button>",
        name, escape_xml(joined(fix.fixes)), label, escape_xml(table.show_title));
  } else {
    html = fmt::format(
        "<tr data-fix=\"{0}\"><td><label><input type=\"checkbox\" "
        "data-fix-box=\"{0}\" hidden> <span class=\"fix-name\">{1}</span></label>",
        name, label);
  }
  html += "</td>";
  for (std::size_t i = 0; i < fix.cells.size(); ++i) {
    html += cell_html(fix.cells[i], table.columns[i].is_number, table.columns[i].title);
  }
  html += fmt::format(
      "<td class=\"advice\"><span class=\"verdict {}\"><span aria-hidden=\"true\">{}</span> {}"
      "</span><small>{}</small></td></tr>\n",
      verdict_class(fix.advice), verdict_sign(fix.advice), escape_xml(fix.verdict),
      page_text(fix.why));
  return html;
}

/// Content wider than a phone scrolls by itself, by keys too.
std::string scroll_html(const std::string& content, const std::string& name) {
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>\n",
      escape_xml(name), content);
}

std::string picture_html(const PagePicture& picture) {
  std::string html = picture.living.empty()
                         ? std::string("<figure class=\"picture\">")
                         : fmt::format("<figure class=\"picture\" data-picture=\"{}\">",
                                       escape_xml(picture.living));
  html += "\n" + scroll_html(picture.svg, picture.label);
  if (!picture.caption.empty()) {
    html += fmt::format("<figcaption>{}</figcaption>\n", page_text(picture.caption));
  }
  return html + "</figure>\n";
}

/// One picture alone, or tabs that work without a script: the buttons, then the panels.
std::string pictures_html(const PageSection& section) {
  if (section.pictures.size() == 1) return picture_html(section.pictures.front());
  std::string buttons, panels;
  for (const PagePicture& picture : section.pictures) {
    const std::string id = "tab-" + escape_xml(picture.id);
    buttons += fmt::format(
        "<input type=\"radio\" name=\"{0}-tab\" id=\"{1}\"{2}>"
        "<label for=\"{1}\" title=\"{3}\">{3}</label>\n",
        escape_xml(section.id), id, buttons.empty() ? " checked" : "", escape_xml(picture.label));
    panels += fmt::format("<div class=\"panel\" data-label=\"{}\">\n{}</div>\n",
                          escape_xml(picture.label), picture_html(picture));
  }
  return "<div class=\"tabs\">\n" + buttons + panels + "</div>\n";
}

std::string chart_html(const PageChart& chart, PictureLanguage language) {
  std::string html = fmt::format(
      "<figure class=\"chart\" data-chart=\"{}\"><figcaption><h3>{}</h3><p>{}</p></figcaption>\n"
      "<div class=\"chart-body\">{}</div>\n",
      escape_xml(chart.name), page_text(chart.heading), page_text(chart.reading), chart.svg);
  if (!chart.data.rows.empty()) {
    // Without a picture the table is all there is: then it stands open.
    html +=
        fmt::format("<details class=\"data\"{}><summary>{}</summary>\n{}</details>\n",
                    chart.svg.empty() ? " open" : "", escape_xml(word(Word::report_data, language)),
                    table_html(chart.data, chart.heading));
  }
  return html + "</figure>\n";
}

std::string_view note_class(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "check-ok";
    case Tone::bad:
      return "check-warning";
    case Tone::plain:
    case Tone::muted:
      return "check-note";
  }
  return "check-note";
}

std::string notes_html(const std::vector<PageNote>& notes) {
  if (notes.empty()) return "";
  std::string html = "<ul class=\"checks\">\n";
  for (const PageNote& note : notes) {
    html += fmt::format("<li class=\"{}\"><span class=\"sign\">{}</span> <span>{}",
                        note_class(note.tone), escape_xml(note.sign), page_text(note.text));
    if (!note.small.empty()) html += fmt::format("<small>{}</small>", page_text(note.small));
    html += "</span></li>\n";
  }
  return html + "</ul>\n";
}

}  // namespace

std::string keep_numbers_whole(std::string_view text) {
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  const auto is_upper = [&](std::size_t i) {
    return i < text.size() && text[i] >= 'A' && text[i] <= 'Z';
  };
  const auto is_lower = [&](std::size_t i) {
    return i < text.size() && text[i] >= 'a' && text[i] <= 'z';
  };
  const auto ends = [&](std::size_t i) { return !is_digit(i) && !is_upper(i) && !is_lower(i); };
  std::string whole;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool follows = i > 0 && text[i] == ' ' && is_digit(i - 1);
    const bool is_group = is_digit(i + 1) && is_digit(i + 2) && is_digit(i + 3);
    const bool is_currency = is_upper(i + 1) && is_upper(i + 2) && is_upper(i + 3);
    if (follows && (is_group || is_currency) && ends(i + 4)) {
      whole += "\u00a0";
    } else {
      whole += text[i];
    }
  }
  return whole;
}

std::string page_text(std::string_view text) {
  return keep_numbers_whole(escape_xml(text));
}

std::string tile_html(const PageTile& tile) {
  const std::string value = tile.value ? format_exact(*tile.value) : "";
  // The whole of a name that may not fit.
  const std::string title = display_width(tile.name) > kLongTileName
                                ? fmt::format(" title=\"{}\"", escape_xml(tile.name))
                                : std::string();
  return fmt::format(
      "<div class=\"tile\" data-tile=\"{}\"><div class=\"tile-name\"{}>{}</div>"
      "<div class=\"tile-value\" data-role=\"value\" data-value=\"{}\">{}</div>"
      "<div class=\"tile-range\" data-role=\"range\">{}</div>"
      "<div class=\"tile-change\" data-role=\"change\"></div></div>\n",
      escape_xml(tile.id), title, page_text(tile.name), value, page_text(tile.text),
      page_text(tile.range));
}

std::string table_html(const PageTable& table, const std::string& name) {
  std::string html = table.columns.size() > kMostBeside ? "<table class=\"plain stack\"><thead><tr>"
                                                        : "<table class=\"plain\"><thead><tr>";
  for (const PageColumn& column : table.columns) html += column_html(column);
  html += "</tr></thead><tbody>\n";
  for (const std::vector<PageCell>& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool is_named = table.columns.size() > kMostBeside && i > 0;
      html += cell_html(row[i], table.columns[i].is_number,
                        is_named ? table.columns[i].title : std::string());
    }
    html += "</tr>\n";
  }
  return scroll_html(html + "</tbody></table>", name);
}

std::string fix_table_html(const PageFixTable& table, PictureLanguage language) {
  std::string html = fmt::format(
      "<section id=\"fixes\" class=\"card\"><h2>{}</h2>\n<p class=\"sub\">{}</p>\n"
      "<p class=\"sub needs-script\">{}</p>\n",
      escape_xml(table.heading), escape_xml(table.intro),
      escape_xml(word(Word::report_tick, language)));
  std::string rows =
      fmt::format("<table class=\"fixes stack\"><thead><tr><th scope=\"col\">{}</th>",
                  escape_xml(table.label_title));
  for (const PageColumn& column : table.columns) rows += column_html(column);
  rows += fmt::format("<th scope=\"col\">{}</th></tr></thead><tbody>\n",
                      escape_xml(table.verdict_title));
  for (const PageFix& fix : table.rows) rows += fix_row_html(table, fix);
  html += scroll_html(rows + "</tbody></table>", table.heading);
  if (!table.note.empty()) html += fmt::format("<p class=\"sub\">{}</p>\n", page_text(table.note));
  return html + "</section>\n";
}

std::string section_html(const PageSection& section, PictureLanguage language) {
  std::string html = fmt::format("<section id=\"{}\" class=\"card\">", escape_xml(section.id));
  if (!section.heading.empty()) html += fmt::format("<h2>{}</h2>\n", escape_xml(section.heading));
  if (!section.intro.empty()) {
    html += fmt::format("<p class=\"sub\">{}</p>\n", page_text(section.intro));
  }
  if (!section.pictures.empty()) html += pictures_html(section);
  if (section.chart) html += chart_html(*section.chart, language);
  if (section.table) html += table_html(*section.table, section.heading);
  html += notes_html(section.notes);
  return html + "</section>\n";
}

}  // namespace cairn
