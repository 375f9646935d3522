// The plot of feelings: faces, markers, and words that keep off one another. Private to render/map.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "render/map/map_pen.h"

namespace cairn {

inline constexpr double kPlotHeight = 116;
inline constexpr double kPlotPadding = 32;  // above and below, for faces and words
inline constexpr double kFace = 9.5;        // radius

struct FeltPoint {
  double x = 0, slot = 0;  // middle, and width of its place on the axis
  const MapTouchpoint* touchpoint = nullptr;
};

struct Area {
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct Plot {
  double top = 0, low = -2, high = 2;
  std::vector<FeltPoint> points;
  std::vector<Area> taken;   // by faces and words
  std::vector<Area> curves;  // in small pieces: words keep off them where they can
  double bottom() const { return top + kPlotHeight + 2 * kPlotPadding; }
  double y_of(double feeling) const {
    const double part = high > low ? (feeling - low) / (high - low) : 0.5;
    return top + kPlotPadding + (1 - std::clamp(part, 0.0, 1.0)) * kPlotHeight;
  }
};

void add_face(Mark& mark, Point at, double feeling, const Plot& plot, double radius);

/// A marker of each persona's own shape.
void add_marker(Mark& mark, Point at, std::size_t persona, Colour colour);

/// Small areas along a curve of Bezier points.
void take_curve(const std::vector<Point>& bezier, double radius, std::vector<Area>& areas);

/// A clean text, cut where it would take more than its part of the plot.
std::string short_words(std::string_view text, const TextLook& look);

/// Puts one line of text at the first free of several places: clear of all, else on a curve; where
/// none is free, at none.
bool add_where_free(const MapPage& page, Plot& plot, Mark& mark, std::string_view text,
                    const std::vector<Point>& places, const TextLook& look);

}  // namespace cairn
