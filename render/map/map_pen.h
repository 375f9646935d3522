// The page of a map and what its rows are written with. Private to render/map.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "render/map/map_facts.h"
#include "render/picture/drawing.h"
#include "render/picture/words.h"

namespace cairn {

inline constexpr double kMapMargin = 32;
inline constexpr double kMapLabels = 104;  // from the margin to the columns
inline constexpr double kMapGap = 12;      // between columns
inline constexpr double kMapRowGap = 12;   // above and below a row's hairline
inline constexpr double kMapCardPadding = 10;
inline constexpr double kMapCardGap = 6;
inline constexpr double kMapText = 12.5;
inline constexpr double kMapNote = 10.5;
inline constexpr double kMapAxisName = 10;  // of a touchpoint under the curve of feelings

struct ColumnPlace {
  double x = 0, width = 0;
};

struct MapPage {
  const MapInput& input;
  const MapFacts& facts;
  Drawing drawing;
  std::vector<ColumnPlace> columns;
  double left() const { return kMapMargin + kMapLabels; }
  double right() const { return columns.back().x + columns.back().width; }
};

/// Room for one line of text: CJK faces are taller than Arial.
double line_step(std::string_view text, double size);

double width_of(std::string_view text, const TextLook& look);

/// Lines below one another from the top left corner `at`; with Anchor::end or middle `at.x` is the
/// anchor. Returns their height.
double add_text(Mark& mark, std::string_view text, Point at, double width, const TextLook& look,
                std::size_t most_lines);

/// One line with its baseline at `at.y`, shortened to `width`. Returns its width.
double add_line(Mark& mark, std::string_view text, Point at, double width, const TextLook& look);

/// The channel's chip with its left top corner at `at`; its width, 0 without a channel.
double add_chip(Mark& mark, std::string_view channel, Point at, double most_width);
double chip_width(std::string_view channel, double most_width);
inline constexpr double kMapChipHeight = 14;

/// A figure as a share: "26%", and today's muted before it with an arrow where it is another.
struct FigureText {
  std::string today;          // "24%"; empty: not shown
  std::string value;          // "26%"
  int sense = 0;              // 1 better, -1 worse than today, 0 as it was
  bool is_on_colour = false;  // on a filled ground: everything in one ink
};
FigureText share_text(const MapPage& page, const MapFigure& figure, bool more_is_better);

/// Itself ending at `right`.
void add_figure_left_of(Mark& mark, const FigureText& text, Point right, const TextLook& look);
/// The same beginning at `left`; returns its width.
double add_figure(Mark& mark, const FigureText& text, Point left, const TextLook& look);

Colour sense_colour(int sense, Colour neutral);

/// The name of a row at the left, and a note under it. Returns their height.
double add_row_label(MapPage& page, std::string_view name, std::string_view note, double y,
                     double width = kMapLabels - 12);

std::string words_of(const MapPage& page, Word which);
std::string words_of(const MapPage& page, Word which,
                     std::initializer_list<std::string_view> values);

// ---- the rows: each draws itself from `y` on and returns where it ends --------------------------

double draw_header(MapPage& page, double y);
double draw_tiles(MapPage& page, double y);  // at the right; returns where they begin
double draw_sources(MapPage& page, double y);
double draw_stages(MapPage& page, double y);
double draw_actions(MapPage& page, double y);
double draw_touchpoints(MapPage& page, double y);
double draw_thoughts(MapPage& page, double y);
double draw_emotion(MapPage& page, double y);
double draw_pains(MapPage& page, double y);
double draw_fixes(MapPage& page, double y);
double draw_notes(MapPage& page, double y);
double draw_metrics(MapPage& page, double y);
double draw_evidence(MapPage& page, double y);
double draw_outcomes(MapPage& page, double y);
double draw_footer(MapPage& page, double y);

}  // namespace cairn
