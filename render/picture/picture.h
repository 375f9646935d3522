// A drawing written as SVG, PNG or PDF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "render/picture/drawing.h"

namespace cairn {

enum class PictureFormat : std::uint8_t { svg, png, pdf, dot };

/// automatic: an SVG follows its reader's screen and is light in print; others are light.
enum class Theme : std::uint8_t { automatic, light, dark };

struct PictureError {
  std::string message;
};

/// The SVG, written by us. `id_prefix` stands before every id, for pages that hold several.
std::string to_svg(const Drawing& drawing, Theme theme, std::string_view id_prefix = "");

/// svg as above; png (two pixels a point) and pdf by Graphviz in a child process: the same shapes
/// in the same places.
std::variant<std::string, PictureError> write_drawing(const Drawing& drawing, PictureFormat format,
                                                      Theme theme, double time_limit_seconds = 60);

/// Font families in order of choice, as Graphviz takes them: Latin first, then the Han forms of the
/// language.
std::string font_families(const std::string& language);

/// The same and what other systems have in their place, for an SVG or a page.
std::string wide_font_families(const std::string& language);

/// The dark colours as CSS rules, one per colour role, each behind `scope` (":root.dark ").
std::string dark_rules(std::string_view scope);

/// The value that stands for a colour's light value in a theme.
std::string_view themed(std::string_view light, Theme theme);

}  // namespace cairn
