// The inside of cards as Graphviz HTML-like labels whose every cell has a fixed size, so that a
// card is exactly as large as the layout was told.
#pragma once

#include <string>
#include <string_view>

#include "render/flow/flow_graph.h"
#include "render/picture/style.h"

namespace cairn {

struct CardBox {
  std::string html;
  double width = 0;  // points, outside
  double height = 0;
  bool has_dot = false;  // a feeling, drawn as a circle of its own
  Colour dot_colour;
  double dot_x = 0;  // centre of the circle, from the left edge
  double dot_y = 0;  // from the top edge
};

CardBox touchpoint_box(const FlowCard& card);
CardBox entry_box(const FlowCard& card);
/// A source on one line, where there are many.
CardBox entry_line(const FlowCard& card);
CardBox outcome_box(const FlowOutcome& outcome);

/// A line of text that starts exactly at its left edge, `width` points wide.
struct TextStyle {
  double size = 12;
  std::string_view colour;
  bool is_bold = false;
  std::string_view align = "LEFT";
};
std::string text_cell(std::string_view text, double width, double height, const TextStyle& style);

/// One table row of cells around which nothing is drawn.
std::string plain_table(std::string_view rows);

/// Colours of a channel's chip: by its own name, by a known word in it, else those of the web.
const ChipColours& chip_colours(std::string_view channel);

/// Five steps over the scale; on −2 … +2 the borders are −1, −0.35, 0.35 and 1.
Colour feeling_colour(double feeling, double low, double high);

}  // namespace cairn
