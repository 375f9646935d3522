// The inside of cards as shapes, from the left top corner of each card.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/flow/flow_graph.h"
#include "render/picture/drawing.h"

namespace cairn {

/// Parts of a card: "feeling" (its number) and "dot" (its circle), "reach", "leave" and "still"
/// (texts), "reach-bar" and "leave-bar" (rectangles). The bar of everybody runs from data-bar-left,
/// data-bar-width points long; "reach-bar" begins there, "leave-bar" ends where "reach-bar" ends.
struct CardBox {
  double width = 0;  // points, outside
  double height = 0;
  double bar_left = 0, bar_width = 0;  // 0: no bar
  std::vector<Shape> shapes;
};

CardBox touchpoint_box(const FlowGraph& graph, const FlowCard& card);
/// A card that stands for all touchpoints, or sources, of its band.
CardBox stage_box(const FlowGraph& graph, const FlowCard& card);
CardBox entry_box(const FlowCard& card, PictureLanguage language);
/// A source on one line, where there are many.
CardBox entry_line(const FlowCard& card, PictureLanguage language);
CardBox outcome_box(const FlowGraph& graph, const FlowOutcome& outcome);

/// "▲ +2.4pp"; empty where it would round to 0.
std::string change_text(double change, PictureLanguage language);

/// Where the baseline of a line of text lies in a row: capitals stand in its middle.
double baseline_in(double top, double height, double size);

/// Room for one line of text: CJK faces are taller than Arial.
double line_height(std::string_view text, double size);

}  // namespace cairn
