// Pieces of the page as HTML. Private to page_html.
#pragma once

#include <string>

#include "render/page/report_page.h"

namespace cairn {

std::string tile_html(const PageTile& tile);
/// `name` is for screen readers.
std::string table_html(const PageTable& table, const std::string& name);
std::string fix_table_html(const PageFixTable& table, PictureLanguage language);
std::string section_html(const PageSection& section, PictureLanguage language);

}  // namespace cairn
