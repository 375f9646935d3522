#include "render/charts/leavers.h"

#include <algorithm>

#include "base/text.h"

namespace cairn {
namespace {

constexpr double kWidth = 860;
constexpr double kLabelWidth = 300;
constexpr double kBarLeft = kPageMargin + kLabelWidth + 14;
constexpr double kBarWidth = kWidth - kPageMargin - kBarLeft - 56;
constexpr double kRowHeight = 36;
constexpr double kBarHeight = 18;

Paint paint_of(LeaverRow::Kind kind) {
  switch (kind) {
    case LeaverRow::Kind::pain:
      return {.fill = kBad.light};
    case LeaverRow::Kind::reason:
      return {.fill = kBadSoft.light};
    case LeaverRow::Kind::unexplained:
      break;
  }
  // No reason is known: an outline.
  return {.fill = kBand.light, .stroke = kNeutral.light, .width = 1.2, .dash = Dash::dashed};
}

Mark row_mark(const LeaverRow& row, double most, double top, std::size_t number,
              PictureLanguage language) {
  Mark mark;
  mark.id = "leavers-" + std::to_string(number);
  mark.kind = "leavers";
  mark.title = listed({clean_text(row.reason), clean_text(row.place)}, language) + ": " +
               format_share(row.share, language);
  const double middle = top + kRowHeight / 2, right = kPageMargin + kLabelWidth;
  mark.shapes.push_back(fitted_text(row.reason, {right, middle - 2}, kLabelWidth,
                                    {.size = 12.5,
                                     .is_bold = row.kind == LeaverRow::Kind::pain,
                                     .anchor = Anchor::end,
                                     .is_italic = row.kind == LeaverRow::Kind::unexplained}));
  mark.shapes.push_back(
      fitted_text(row.place, {right, middle + 12}, kLabelWidth,
                  {.size = kChartSmallSize, .colour = kMuted, .anchor = Anchor::end}));
  const double width = std::max(kBarWidth * row.share / most, 1.5);
  mark.shapes.push_back(rect_shape({kBarLeft, middle - kBarHeight / 2}, width, kBarHeight,
                                   std::min(2.0, width / 2), paint_of(row.kind)));
  mark.shapes.push_back(text_shape(picture_share(row.share, language),
                                   {kBarLeft + width + 8, middle + 4.3}, {.is_bold = true}));
  return mark;
}

}  // namespace

std::variant<Chart, PictureError> draw_leavers(const ChartInput& input, const ChartHead& head,
                                               const std::vector<LeaverRow>& rows) {
  double most = 0;
  for (const LeaverRow& row : rows) most = std::max(most, row.share);
  if (!(most > 0)) return PictureError{"nobody leaves"};
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    marks.push_back(
        row_mark(rows[i], most, kRowHeight * static_cast<double>(i), i, input.language));
  }
  return finish_chart(input, head, kWidth, kRowHeight * static_cast<double>(rows.size()),
                      std::move(marks));
}

}  // namespace cairn
