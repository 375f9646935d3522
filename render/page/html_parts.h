// Pieces of the page as HTML. Private to page_html.
#pragma once

#include <string>
#include <string_view>

#include "render/page/report_page.h"

namespace cairn {

/// With no-break spaces inside numbers and before currencies: "182 000 EUR" stays on one line.
std::string keep_numbers_whole(std::string_view text);

/// A text of the page, escaped, its numbers whole.
std::string page_text(std::string_view text);

std::string tile_html(const PageTile& tile);
/// `name` is for screen readers.
std::string table_html(const PageTable& table, const std::string& name);
std::string fix_table_html(const PageFixTable& table, PictureLanguage language);
std::string section_html(const PageSection& section, PictureLanguage language);

}  // namespace cairn
