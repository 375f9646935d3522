#include "render/charts/emotion.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "render/picture/picture_numbers.h"

namespace cairn {
namespace {

constexpr double kWordRoom = 260;      // of a feeling in a word or two
constexpr std::size_t kMostNames = 8;  // of touchpoints left out
constexpr double kPlotLeft = kPageMargin + 34;
constexpr double kPlotTop = 26;
constexpr double kPlotHeight = 290;
constexpr double kLabelRoom = 150;  // right of the plot, for the names of groups
constexpr double kLeastWidth = 860;
constexpr double kEdge = 56;  // from the edge of the plot to the first point
constexpr double kPad = 24;   // above and below the scale, for the words at its ends

struct Plot {
  double low = -2, high = 2;  // of the scale
  double neutral = 0;         // its middle, if it does not hold 0
  double right = 0;
  PictureLanguage language = PictureLanguage::english;
  std::size_t count = 1;  // of points

  double x(std::size_t i) const {
    if (count == 1) return (kPlotLeft + right) / 2;
    const double step = (right - kPlotLeft - 2 * kEdge) / static_cast<double>(count - 1);
    return kPlotLeft + kEdge + step * static_cast<double>(i);
  }
  double step() const { return count == 1 ? 160 : x(1) - x(0); }
  double y(double value) const {
    const double inside = std::clamp(value, low, high);
    return kPlotTop + kPad + (high - inside) / (high - low) * (kPlotHeight - 2 * kPad);
  }
  double bottom() const { return kPlotTop + kPlotHeight; }
};

/// Where between two neighbours a stage ends; the edges of the plot at its ends.
double between(const Plot& plot, std::size_t i) {
  if (i == 0) return kPlotLeft;
  if (i == plot.count) return plot.right;
  return (plot.x(i - 1) + plot.x(i)) / 2;
}

void add_scale(Mark& mark, const Plot& plot) {
  const double zero = plot.y(plot.neutral), width = plot.right - kPlotLeft;
  mark.shapes.push_back(rect_shape({kPlotLeft, kPlotTop}, width, zero - kPlotTop, 0,
                                   {.fill = kGoodGround.light, .opacity = 0.6}));
  mark.shapes.push_back(rect_shape({kPlotLeft, zero}, width, plot.bottom() - zero, 0,
                                   {.fill = kBadGround.light, .opacity = 0.6}));
  for (const double tick : round_ticks(plot.low, plot.high, 4)) {
    if (tick < plot.low - 1e-9 || tick > plot.high + 1e-9) continue;
    const bool is_zero = std::abs(tick - plot.neutral) < 1e-9;
    const double y = plot.y(tick);
    mark.shapes.push_back(line_shape(
        {{kPlotLeft, y}, {plot.right, y}},
        {.stroke = is_zero ? kMuted.light : kHairline.light, .width = is_zero ? 1.2 : 0.8}));
    mark.shapes.push_back(text_shape(signed_number(tick, plot.language), {kPlotLeft - 8, y + 4},
                                     {.colour = kMuted, .anchor = Anchor::end}));
  }
}

void add_stages(Mark& mark, const Plot& plot, const std::vector<FeelingPoint>& points) {
  for (std::size_t begin = 0; begin < points.size();) {
    std::size_t end = begin + 1;
    while (end < points.size() && points[end].stage == points[begin].stage) ++end;
    const double left = between(plot, begin), right = between(plot, end);
    if (begin > 0) {
      mark.shapes.push_back(
          line_shape({{left, kPlotTop - 20}, {left, plot.bottom()}}, {.stroke = kHairline.light}));
    }
    if (!points[begin].stage.empty()) {
      mark.shapes.push_back(fitted_text(
          points[begin].stage, {(left + right) / 2, kPlotTop - 8}, right - left - 8,
          {.size = kChartSmallSize, .colour = kMuted, .is_bold = true, .anchor = Anchor::middle}));
    }
    begin = end;
  }
}

/// Names under the plot; how high the tallest is.
double add_names(Mark& mark, const Plot& plot, const std::vector<FeelingPoint>& points) {
  constexpr double kLine = 14;
  std::size_t most = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto lines = wrap_text(points[i].label, kChartSmallSize,
                                 std::clamp(plot.step() - 8, 40.0, 140.0), 4, Weight::regular);
    for (std::size_t k = 0; k < lines.size(); ++k) {
      mark.shapes.push_back(
          text_shape(lines[k], {plot.x(i), plot.bottom() + 18 + kLine * static_cast<double>(k)},
                     {.size = kChartSmallSize, .anchor = Anchor::middle}));
    }
    most = std::max(most, lines.size());
  }
  return 18 + kLine * static_cast<double>(most);
}

std::vector<Point> line_of(const Plot& plot, const std::vector<FeelingPoint>& points, std::size_t g,
                           bool is_today) {
  std::vector<Point> line;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& values = is_today ? points[i].today : points[i].values;
    if (g < values.size() && values[g]) line.push_back({plot.x(i), plot.y(*values[g])});
  }
  return line;
}

struct Extreme {
  std::size_t point = 0, group = 0;
  double value = 0;
};

struct Extremes {
  std::optional<Extreme> lowest, highest;
};

Extremes find_extremes(const FeelingCurve& curve) {
  Extremes found;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    for (std::size_t g = 0; g < curve.groups.size(); ++g) {
      const auto& value = curve.points[i].values[g];
      if (!value || (g > 0 && !curve.groups[g].persona.is_valid())) continue;
      if (!found.lowest || *value < found.lowest->value) found.lowest = {i, g, *value};
      if (!found.highest || *value > found.highest->value) found.highest = {i, g, *value};
    }
  }
  // All the same: there is nothing to point at.
  if (found.lowest && found.lowest->value == found.highest->value) return {};
  return found;
}

bool is_at(const std::optional<Extreme>& extreme, std::size_t i, std::size_t g) {
  return extreme && extreme->point == i && extreme->group == g;
}

void add_extreme(Mark& mark, const Plot& plot, const FeelingCurve& curve, const Extreme& extreme,
                 bool is_low) {
  const FeelingPoint& point = curve.points[extreme.point];
  std::string text = feeling_text(extreme.value, plot.language);
  if (!point.felt[extreme.group].empty()) text += " " + point.felt[extreme.group];
  text = wrap_text(clean_text(text), 12, kWordRoom, 1, Weight::bold).front();
  const double x = plot.x(extreme.point), y = plot.y(extreme.value);
  const double width = text_width(text, 12, Weight::bold);
  const double middle = std::clamp(x, kPlotLeft + width / 2 + 4, plot.right - width / 2 - 4);
  add_on_pill(mark, text, {middle, is_low ? y + 19 : y - 10},
              {.size = 12,
               .colour = extreme.value < plot.neutral ? kBad : kGood,
               .is_bold = true,
               .anchor = Anchor::middle});
}

/// The numbers of the highest and the lowest group at one point.
void add_values(Mark& mark, const Plot& plot, const FeelingCurve& curve, std::size_t i,
                const Extremes& extremes) {
  const FeelingPoint& point = curve.points[i];
  std::optional<std::size_t> top, bottom;
  for (std::size_t g = 0; g < curve.groups.size(); ++g) {
    if (!point.values[g] || curve.groups[g].marker == ChartGroup::Marker::none) continue;
    if (!top || *point.values[g] > *point.values[*top]) top = g;
    if (!bottom || *point.values[g] < *point.values[*bottom]) bottom = g;
  }
  const auto add = [&](std::size_t g, double dy) {
    if (is_at(extremes.lowest, i, g) || is_at(extremes.highest, i, g)) return;
    const double y = plot.y(*point.values[g]) + dy;
    mark.shapes.push_back(
        text_shape(feeling_text(*point.values[g], plot.language), {plot.x(i), y},
                   {.size = kFeelingSize, .colour = kMuted, .anchor = Anchor::middle}));
  };
  if (!top) return;
  const std::string upper = feeling_text(*point.values[*top], plot.language);
  add(*top, -9);
  if (*top != *bottom && feeling_text(*point.values[*bottom], plot.language) != upper)
    add(*bottom, 17);
}

/// Markers that would hide each other stand side by side.
double aside(const Plot& plot, const FeelingCurve& curve, std::size_t i, std::size_t g) {
  constexpr double kNear = 5, kApart = 10;
  const auto& values = curve.points[i].values;
  double before = 0, all = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const bool is_seen = curve.groups[k].marker != ChartGroup::Marker::none;
    if (!values[k] || !is_seen || std::abs(plot.y(*values[k]) - plot.y(*values[g])) > kNear)
      continue;
    all += 1;
    if (k < g) before += 1;
  }
  return (before - (all - 1) / 2) * kApart;
}

Mark group_mark(const Plot& plot, const FeelingCurve& curve, std::size_t g) {
  const ChartGroup& group = curve.groups[g];
  Mark mark;
  mark.id = "curve-" + std::to_string(g);
  mark.kind = "curve";
  mark.title = group.label;
  for (const FeelingPoint& point : curve.points) {
    if (point.values[g])
      mark.title += "\n" + point.label + ": " + feeling_text(*point.values[g], plot.language);
  }
  const auto before = line_of(plot, curve.points, g, true);
  if (before.size() > 1) {
    mark.shapes.push_back(curve_shape(
        monotone_curve(before), {.stroke = group.colour.light, .width = 1.2, .opacity = 0.45}));
  }
  const auto line = line_of(plot, curve.points, g, false);
  const bool is_reference = group.marker == ChartGroup::Marker::none;
  if (line.size() > 1) {
    mark.shapes.push_back(curve_shape(
        monotone_curve(line),
        {.stroke = group.colour.light, .width = is_reference ? 1.5 : 2.4, .dash = group.dash}));
  }
  if (is_reference && line.size() > 1) return mark;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const auto& value = curve.points[i].values[g];
    if (!value) continue;
    mark.shapes.push_back(
        marker_shape(group.marker, {plot.x(i) + aside(plot, curve, i, g), plot.y(*value)}, 10,
                     {.fill = group.colour.light, .stroke = kPaper.light, .width = 1.4}));
  }
  return mark;
}

/// Names of the groups at the ends of their curves, moved apart.
Mark names_mark(const Plot& plot, const FeelingCurve& curve) {
  struct Label {
    std::size_t group = 0;
    double y = 0;
  };
  std::vector<Label> labels;
  for (std::size_t g = 0; g < curve.groups.size(); ++g) {
    const auto line = line_of(plot, curve.points, g, false);
    if (!line.empty()) labels.push_back({g, line.back().y});
  }
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.y < b.y; });
  constexpr double kApart = 17;
  for (std::size_t i = 1; i < labels.size(); ++i) {
    labels[i].y = std::max(labels[i].y, labels[i - 1].y + kApart);
  }
  double over = labels.empty() ? 0 : labels.back().y - plot.bottom();
  for (std::size_t i = labels.size(); over > 0 && i-- > 0;) {
    labels[i].y -= over;
    over = i == 0 ? 0 : labels[i - 1].y + kApart - labels[i].y;
  }
  Mark mark;
  for (const Label& label : labels) {
    const ChartGroup& group = curve.groups[label.group];
    const double left = plot.right + 12;
    const bool is_reference = group.marker == ChartGroup::Marker::none;
    if (!is_reference) {
      mark.shapes.push_back(
          marker_shape(group.marker, {left + 4, label.y}, 10, {.fill = group.colour.light}));
    }
    mark.shapes.push_back(
        fitted_text(group.label, {left + 14, label.y + 4}, kLabelRoom - 28,
                    {.colour = is_reference ? kMuted : kInk, .is_bold = !is_reference}));
  }
  return mark;
}

std::string finding_of(const FeelingCurve& curve, const Extremes& extremes,
                       PictureLanguage language) {
  const auto say = [&](Word sentence, const Extreme& extreme) {
    std::string where = short_name(curve.points[extreme.point].label);
    if (curve.groups.size() > 1) {
      where = listed({where, short_name(curve.groups[extreme.group].label)}, language);
    }
    return words(sentence, language, {feeling_text(extreme.value, language), where});
  };
  std::string text;
  if (extremes.lowest) text = say(Word::chart_emotion_lowest, *extremes.lowest);
  if (extremes.highest) {
    add_sentence(text, say(Word::chart_emotion_highest, *extremes.highest), language);
  }
  return text;
}

std::string how_to_read(const ChartInput& input, const FeelingCurve& curve) {
  const Frame& frame = input.journey.frame;
  std::string text = words(Word::chart_emotion_how, input.language,
                           {signed_number(frame.emotion_low, input.language),
                            signed_number(frame.emotion_high, input.language)});
  const auto add = [&](Word which) {
    add_sentence(text, word(which, input.language), input.language);
  };
  if (curve.is_collapsed) add(Word::chart_emotion_stages);
  if (input.scenario != nullptr) add(Word::chart_emotion_then);
  return text;
}

/// What is left out, under the names.
double add_without(Mark& mark, const FeelingCurve& curve, double top, double width,
                   PictureLanguage language) {
  if (curve.without.empty() || curve.is_collapsed) return top;
  const std::string names = first_names(curve.without, kMostNames, language);
  double y = top + 20;
  for (const std::string& line : wrap_text(words(Word::chart_emotion_without, language, {names}),
                                           kChartSmallSize, width, 2, Weight::regular)) {
    mark.shapes.push_back(
        text_shape(line, {kPageMargin, y}, {.size = kChartSmallSize, .colour = kMuted}));
    y += 15;
  }
  return y - 15;
}

double plot_step(std::size_t count) {
  return count > 14 ? 74 : count > 9 ? 90 : 110;
}

}  // namespace

std::variant<Chart, PictureError> draw_emotion(const ChartInput& input) {
  const FeelingCurve curve = find_feelings(input);
  if (curve.points.empty()) {
    return PictureError{
        "no touchpoint says what people feel there; add a line such as `feels -1 annoyed` to one"};
  }
  const Frame& frame = input.journey.frame;
  Plot plot;
  plot.language = input.language;
  plot.low = frame.emotion_low;
  plot.high = frame.emotion_high;
  if (plot.low >= 0 || plot.high <= 0) plot.neutral = (plot.low + plot.high) / 2;
  plot.count = curve.points.size();
  const double steps = static_cast<double>(plot.count - 1);
  const double width =
      std::max(kLeastWidth, kPlotLeft + 2 * kEdge + steps * plot_step(plot.count) + kLabelRoom);
  plot.right = width - kLabelRoom;
  const Extremes extremes = find_extremes(curve);
  std::vector<Mark> marks(1);
  marks[0].id = "scale";
  add_scale(marks[0], plot);
  add_stages(marks[0], plot, curve.points);
  double bottom = plot.bottom() + add_names(marks[0], plot, curve.points);
  bottom = add_without(marks[0], curve, bottom, width - 2 * kPageMargin, input.language);
  // Dashed lines over solid ones, so that both are seen where they run together.
  for (std::size_t g = 0; g < curve.groups.size(); ++g) marks.push_back(group_mark(plot, curve, g));
  marks.push_back(names_mark(plot, curve));
  Mark& texts = marks.emplace_back();
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    add_values(texts, plot, curve, i, extremes);
  }
  if (extremes.lowest) add_extreme(texts, plot, curve, *extremes.lowest, true);
  if (extremes.highest) add_extreme(texts, plot, curve, *extremes.highest, false);
  return finish_chart(input,
                      {std::string(word(Word::chart_emotion_question, input.language)),
                       finding_of(curve, extremes, input.language), how_to_read(input, curve)},
                      width, bottom, std::move(marks));
}

}  // namespace cairn
