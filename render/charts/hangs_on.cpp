#include "render/charts/hangs_on.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr double kWidth = 860;
constexpr double kLabelWidth = 250;
constexpr double kTextRoom = 92;  // for a value outside of its bar
constexpr double kPlotLeft = kPageMargin + kLabelWidth + 10 + kTextRoom;
constexpr double kPlotRight = kWidth - kPageMargin - kTextRoom;
constexpr double kRowHeight = 34;
constexpr double kBarHeight = 20;

struct Axis {
  double low = 0, high = 1;
  double x(double value) const {
    return kPlotLeft + (value - low) / (high - low) * (kPlotRight - kPlotLeft);
  }
};

Axis axis_of(const Swings& swings) {
  Axis axis{swings.middle, swings.middle};
  for (const SwingRow& row : swings.rows) {
    axis.low = std::min({axis.low, row.low, row.high});
    axis.high = std::max({axis.high, row.low, row.high});
  }
  if (!(axis.high > axis.low)) axis.high = axis.low + 1;
  return axis;
}

/// From the middle to one end; orange below, blue above.
void add_side(Mark& mark, const Axis& axis, double middle, double value, double y) {
  const double from = axis.x(std::min(middle, value)), to = axis.x(std::max(middle, value));
  if (to - from < 0.3) return;
  const Colour colour = value < middle ? kBad : kGood;
  mark.shapes.push_back(
      rect_shape({from, y - kBarHeight / 2}, to - from, kBarHeight, 0, {.fill = colour.light}));
}

Mark row_mark(const Swings& swings, const SwingRow& row, const Axis& axis, double top,
              std::size_t number) {
  Mark mark;
  mark.id = "swing-" + std::to_string(number);
  mark.kind = "swing";
  mark.title = clean_text(row.label) + ": " + row.low_text + " – " + row.high_text;
  const double y = top + kRowHeight / 2;
  add_block(mark, row.label, {kPageMargin + kLabelWidth, y}, kLabelWidth, 2,
            {.size = 12, .anchor = Anchor::end, .is_italic = row.is_assumption});
  add_side(mark, axis, swings.middle, row.low, y);
  add_side(mark, axis, swings.middle, row.high, y);
  const bool is_rising = row.low <= row.high;
  const double left = axis.x(std::min({row.low, row.high, swings.middle}));
  const double right = axis.x(std::max({row.low, row.high, swings.middle}));
  mark.shapes.push_back(fitted_text(is_rising ? row.low_text : row.high_text, {left - 6, y + 4},
                                    kTextRoom - 6,
                                    {.size = kChartSmallSize, .anchor = Anchor::end}));
  mark.shapes.push_back(fitted_text(is_rising ? row.high_text : row.low_text, {right + 6, y + 4},
                                    kTextRoom - 6, {.size = kChartSmallSize}));
  return mark;
}

}  // namespace

std::variant<Chart, PictureError> draw_hangs_on(const ChartInput& input, const ChartHead& head,
                                                const Swings& swings) {
  if (swings.rows.empty()) return PictureError{"nothing in this spec is uncertain"};
  const Axis axis = axis_of(swings);
  const double bottom = kRowHeight * static_cast<double>(swings.rows.size());
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < swings.rows.size(); ++i) {
    marks.push_back(row_mark(swings, swings.rows[i], axis, kRowHeight * static_cast<double>(i), i));
  }
  Mark& middle = marks.emplace_back();
  middle.id = "middle";
  const double x = axis.x(swings.middle);
  middle.shapes.push_back(
      line_shape({{x, 0}, {x, bottom + 2}}, {.stroke = kInk.light, .width = 1.4}));
  middle.shapes.push_back(text_shape(swings.middle_text, {x, bottom + 16},
                                     {.size = kChartSmallSize, .anchor = Anchor::middle}));
  return finish_chart(input, head, kWidth, bottom + 20, std::move(marks));
}

}  // namespace cairn
