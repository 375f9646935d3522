// What Graphviz cannot say in an SVG: title and description, fonts of other systems, dark colours.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace cairn {

struct SvgTexts {
  std::string title;
  std::string description;
  std::string font;                           // the family list as Graphviz wrote it
  std::map<std::string, std::string> titles;  // of nodes and lines, by their name; missing: none
};

/// Rewrites the SVG that Graphviz made.
std::string finish_svg(std::string_view svg, const SvgTexts& texts);

/// The dark rules: one per colour role.
std::string dark_style();

}  // namespace cairn
