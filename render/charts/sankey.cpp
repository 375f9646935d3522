#include "render/charts/sankey.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/charts/sankey_layout.h"

namespace cairn {
namespace {

constexpr double kTallest = 400;       // of the fullest column, without gaps
constexpr double kArc = 0.5522847498;  // handles of a quarter circle, for a radius of 1
constexpr double kHeaderHeight = 26;
constexpr double kEndRoom = 176;  // right of the last column, for the names of outcomes
constexpr double kColumnStep = 122;
constexpr double kLeastPlot = 620;
constexpr double kStub = 20;  // length of gathered ways
constexpr double kNodeTextSize = 11;
constexpr double kLineStep = 12.5;

// ---- bands --------------------------------------------------------------------------------------

void add_straight(std::vector<Point>& curve, Point to) {
  const Point from = curve.back();
  curve.insert(curve.end(), {from, to, to});
}

/// From one column to the next, level at both ends.
void add_swing(std::vector<Point>& curve, Point to) {
  const Point from = curve.back();
  const double middle = (from.x + to.x) / 2;
  curve.insert(curve.end(), {{middle, from.y}, {middle, to.y}, to});
}

/// A quarter circle that sets out level (or upright) and comes in the other way.
void add_quarter(std::vector<Point>& curve, Point to, bool sets_out_level) {
  const Point from = curve.back();
  const double dx = (to.x - from.x) * kArc, dy = (to.y - from.y) * kArc;
  if (sets_out_level) {
    curve.insert(curve.end(), {{from.x + dx, from.y}, {to.x, to.y - dy}, to});
  } else {
    curve.insert(curve.end(), {{from.x, from.y + dy}, {to.x - dx, to.y}, to});
  }
}

std::vector<Point> forward_outline(const SankeyBand& band) {
  std::vector<Point> curve{band.top.front()};
  for (std::size_t i = 1; i < band.top.size(); ++i) {
    if (i % 2 == 1) {
      add_swing(curve, band.top[i]);
    } else {
      add_straight(curve, band.top[i]);
    }
  }
  const auto lower = [&](Point p) { return Point{p.x, p.y + band.thickness}; };
  add_straight(curve, lower(band.top.back()));
  for (std::size_t i = band.top.size() - 1; i-- > 0;) {
    if (i % 2 == 0) {
      add_swing(curve, lower(band.top[i]));
    } else {
      add_straight(curve, lower(band.top[i]));
    }
  }
  return curve;
}

std::vector<Point> loop_outline(const SankeyBand& band) {
  const double t = band.thickness, lane = band.lane;
  const Point a = band.start, b = band.end;
  const double ra = band.start_radius, rb = band.end_radius, oa = ra + t, ob = rb + t;
  std::vector<Point> curve{a};
  add_quarter(curve, {a.x + oa, a.y + oa}, true);
  add_straight(curve, {a.x + oa, lane + t - oa});
  add_quarter(curve, {a.x, lane + t}, false);
  add_straight(curve, {b.x, lane + t});
  add_quarter(curve, {b.x - ob, lane + t - ob}, true);
  add_straight(curve, {b.x - ob, b.y + ob});
  add_quarter(curve, b, false);
  add_straight(curve, {b.x, b.y + t});
  add_quarter(curve, {b.x - rb, b.y + t + rb}, true);
  add_straight(curve, {b.x - rb, lane - rb});
  add_quarter(curve, {b.x, lane}, false);
  add_straight(curve, {a.x, lane});
  add_quarter(curve, {a.x + ra, lane - ra}, true);
  add_straight(curve, {a.x + ra, a.y + t + ra});
  add_quarter(curve, {a.x, a.y + t}, false);
  return curve;
}

Paint band_paint(SankeyNode::Kind to) {
  switch (to) {
    case SankeyNode::Kind::leave:
    case SankeyNode::Kind::loss:
      return {.fill = kBad.light, .opacity = 0.22};
    case SankeyNode::Kind::win:
      return {.fill = kGood.light, .opacity = 0.42};
    case SankeyNode::Kind::source:
    case SankeyNode::Kind::touchpoint:
    case SankeyNode::Kind::outcome:
    case SankeyNode::Kind::still:
      break;
  }
  return {.fill = kFlow.light, .opacity = 0.4};
}

/// The share of a loop, on its lane, with the way it goes.
void add_loop_label(Mark& mark, const SankeyBand& band, double value, PictureLanguage language) {
  const double x = (band.start.x + band.end.x) / 2, y = band.lane + band.thickness / 2;
  const double half = std::clamp(band.thickness * 0.35, 2.5, 5.0);
  mark.shapes.push_back(
      area_shape({{x - 20 - half, y}, {x - 20 + half, y - half}, {x - 20 + half, y + half}},
                 {.fill = kMuted.light}));
  add_on_pill(mark, picture_share(value, language), {x - 8, y + 3.5},
              {.size = 10, .colour = kMuted});
}

Mark band_mark(const SankeyGraph& graph, const SankeyBand& band) {
  const SankeyLink& link = graph.links[band.link];
  const SankeyNode &from = graph.nodes[link.from], &to = graph.nodes[link.to];
  Mark mark;
  mark.id = from.id + "__" + to.id;
  mark.kind = link.is_loop ? "band loop" : "band";
  mark.data = {{"from", from.id}, {"to", to.id}};
  mark.title = from.label + " → " + to.label + ": " + format_share(link.value, graph.language);
  Shape outline =
      curve_shape(link.is_loop ? loop_outline(band) : forward_outline(band), band_paint(to.kind));
  outline.is_closed = true;
  outline.part = "band";
  if (to.kind == SankeyNode::Kind::leave) outline.paint.stroke = kPaper.light;
  mark.shapes.push_back(std::move(outline));
  if (link.is_loop) add_loop_label(mark, band, link.value, graph.language);
  return mark;
}

// ---- nodes --------------------------------------------------------------------------------------

Colour node_colour(SankeyNode::Kind kind) {
  switch (kind) {
    case SankeyNode::Kind::leave:
    case SankeyNode::Kind::loss:
      return kBad;
    case SankeyNode::Kind::win:
      return kGood;
    case SankeyNode::Kind::still:
      return kNeutral;
    case SankeyNode::Kind::source:
    case SankeyNode::Kind::touchpoint:
    case SankeyNode::Kind::outcome:
      break;
  }
  return kFlow;
}

/// Gathered ways: a stub that points the way they go.
void add_stub(Mark& mark, double x, double y, double height, bool is_out) {
  if (!(height > 0)) return;
  const double left = is_out ? x : x - kStub, right = left + kStub;
  mark.shapes.push_back(area_shape({{left, y},
                                    {right - 6, y},
                                    {right, y + height / 2},
                                    {right - 6, y + height},
                                    {left, y + height}},
                                   {.fill = kFlow.light, .opacity = 0.4}));
}

/// The name beside its node, the share behind it or below.
void add_name(Mark& mark, const SankeyNode& node, const SankeyBox& box, const SankeyLayout& layout,
              bool is_last, PictureLanguage language) {
  const double left = box.x + layout.node_width + 6;
  const double room = is_last ? kEndRoom - 20 : layout.column_step - layout.node_width - 14;
  const Weight weight = is_last ? Weight::bold : Weight::regular;
  std::vector<std::string> lines = wrap_text(node.label, kNodeTextSize, room, 2, weight);
  const std::string share = node.share ? picture_share(*node.share, language) : "";
  const double used = text_width(lines.back(), kNodeTextSize, weight);
  const double wanted = text_width(share, kNodeTextSize, Weight::bold) + 5;
  const bool is_beside = used + wanted <= room;
  const auto rows = static_cast<double>(lines.size() + (share.empty() || is_beside ? 0 : 1));
  double y = box.y + box.height / 2 - kLineStep * (rows - 1) / 2 + 3.8;
  const TextLook name{.size = kNodeTextSize, .is_bold = is_last};
  const TextLook number{.size = kNodeTextSize, .colour = is_last ? kInk : kMuted, .is_bold = true};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool has_share = i + 1 == lines.size() && is_beside && !share.empty();
    const double width = text_width(lines[i], kNodeTextSize, weight) + (has_share ? wanted : 0);
    mark.shapes.push_back(pill_shape({left, y}, width, kNodeTextSize));
    mark.shapes.push_back(text_shape(lines[i], {left, y}, name));
    if (has_share) mark.shapes.push_back(text_shape(share, {left + used + 5, y}, number));
    y += kLineStep;
  }
  if (!is_beside && !share.empty()) add_on_pill(mark, share, {left, y}, number);
}

/// A ring under a node that leads straight back to itself, with how often people go round.
void add_ring(Mark& mark, const SankeyNode& node, const SankeyBox& box, const SankeyLayout& layout,
              PictureLanguage language) {
  if (!(node.again > 0) || !node.share || !(*node.share > 0)) return;
  // Below the node and below its name.
  const double middle = box.y + box.height / 2;
  const Point centre{box.x + layout.node_width / 2, middle + std::max(box.height / 2, 14.0) + 11};
  mark.shapes.push_back(circle_shape(centre, 5, {.stroke = kFlow.light, .width = 2}));
  mark.shapes.push_back(area_shape({{centre.x + 1, centre.y - 8.5},
                                    {centre.x - 4.5, centre.y - 5},
                                    {centre.x + 1, centre.y - 1.5}},
                                   {.fill = kFlow.light, .stroke = kPaper.light, .width = 0.8}));
  add_on_pill(mark,
              words(Word::chart_again, language,
                    {localized(fmt::format("{:.2g}", node.again / *node.share), language)}),
              {box.x + layout.node_width + 6, centre.y + 4}, {.size = 10, .colour = kMuted});
}

/// Whom the bands of those who left come from, at the end of the lane.
void add_left_labels(Mark& mark, const SankeyGraph& graph, const SankeyLayout& layout) {
  for (const SankeyBand& band : layout.bands) {
    const SankeyLink& link = graph.links[band.link];
    if (graph.nodes[link.to].kind != SankeyNode::Kind::leave || band.thickness < 14) continue;
    // One column is kept clear for the bend.
    const double room = band.top.back().x - band.top.front().x - layout.column_step - 16;
    if (room < 40) continue;
    const std::string share = picture_share(link.value, graph.language);
    const double right = band.top.back().x - 8, y = band.top.back().y + band.thickness / 2 + 3.8;
    const double used = text_width(share, kNodeTextSize, Weight::bold);
    mark.shapes.push_back(text_shape(
        share, {right, y}, {.size = kNodeTextSize, .is_bold = true, .anchor = Anchor::end}));
    mark.shapes.push_back(fitted_text(graph.nodes[link.from].label, {right - used - 6, y},
                                      room - used - 6,
                                      {.size = kNodeTextSize, .anchor = Anchor::end}));
  }
}

Mark node_mark(const SankeyGraph& graph, const SankeyLayout& layout, std::size_t i, double scale,
               PictureLanguage language) {
  const SankeyNode& node = graph.nodes[i];
  const SankeyBox& box = layout.nodes[i];
  Mark mark;
  mark.id = node.id;
  mark.kind = "node";
  mark.title = node.label;
  if (node.share) mark.title += ": " + format_share(*node.share, language);
  add_stub(mark, box.x, box.other_in_y, node.other_in * scale, false);
  add_stub(mark, box.x + layout.node_width, box.other_out_y, node.other_out * scale, true);
  mark.shapes.push_back(rect_shape({box.x, box.y}, layout.node_width, box.height, 2,
                                   {.fill = node_colour(node.kind).light}));
  add_ring(mark, node, box, layout, language);
  return mark;
}

/// Stage names over their columns.
Mark header_mark(const SankeyGraph& graph, const SankeyLayout& layout, const ChartInput& input) {
  struct Span {
    std::string text;
    std::size_t first = 0, last = 0;
  };
  std::vector<Span> spans;
  if (std::any_of(graph.nodes.begin(), graph.nodes.end(),
                  [](const SankeyNode& node) { return node.kind == SankeyNode::Kind::source; })) {
    spans.push_back({std::string(word(Word::arrive, input.language)), 0, 0});
  }
  for (const SankeyNode& node : graph.nodes) {
    if (node.stage.empty()) continue;
    const bool is_same = !spans.empty() && spans.back().text == node.stage;
    if (!is_same) spans.push_back({node.stage, node.column, node.column});
    spans.back().first = std::min(spans.back().first, node.column);
    spans.back().last = std::max(spans.back().last, node.column);
  }
  spans.push_back({std::string(word(Word::outcome, input.language)), graph.column_count - 1,
                   graph.column_count - 1});
  Mark mark;
  for (const Span& span : spans) {
    const double left = layout.column_step * static_cast<double>(span.first);
    const double columns = static_cast<double>(span.last - span.first + 1);
    mark.shapes.push_back(
        fitted_text(span.text, {left, -14}, columns * layout.column_step - 10,
                    {.size = kChartSmallSize, .colour = kMuted, .is_bold = true}));
  }
  return mark;
}

// ---- words --------------------------------------------------------------------------------------

std::string finding_of(const SankeyGraph& graph, PictureLanguage language) {
  const SankeyNode* leave = nullptr;
  const SankeyNode* end = nullptr;
  for (const SankeyNode& node : graph.nodes) {
    if (!node.share) continue;
    if (node.kind == SankeyNode::Kind::leave) leave = &node;
    const bool is_good = node.kind == SankeyNode::Kind::win;
    if (is_good && (end == nullptr || *node.share > *end->share)) end = &node;
  }
  std::string text;
  if (leave != nullptr) {
    text = words(Word::chart_sankey_finding, language, {format_share(*leave->share, language)});
  }
  if (end == nullptr) return text;
  add_sentence(text,
               words(Word::chart_sankey_end, language,
                     {format_share(*end->share, language), short_name(end->label)}),
               language);
  return text;
}

std::string how_to_read(const SankeyGraph& graph, PictureLanguage language) {
  std::string text(word(Word::chart_sankey_how, language));
  if (graph.is_collapsed) add_sentence(text, word(Word::chart_sankey_stages, language), language);
  if (graph.gathered_links > 0) {
    add_sentence(
        text, words(Word::chart_sankey_gathered, language, {std::to_string(graph.gathered_links)}),
        language);
  }
  return text;
}

/// Points per passage, so that the fullest column has its height.
double scale_of(const SankeyGraph& graph) {
  std::vector<double> sums(graph.column_count, 0);
  for (const SankeyNode& node : graph.nodes) sums[node.column] += node.passages;
  return kTallest / std::max(*std::max_element(sums.begin(), sums.end()), 1.0);
}

void move_by(std::vector<Mark>& marks, double dx, double dy) {
  for (Mark& mark : marks) {
    for (Shape& shape : mark.shapes) {
      shape.at.x += dx;
      shape.at.y += dy;
      for (Point& point : shape.points) {
        point.x += dx;
        point.y += dy;
      }
    }
  }
}

}  // namespace

std::variant<Chart, PictureError> draw_sankey(const ChartInput& input) {
  const SankeyGraph graph = find_sankey(input);
  if (graph.links.empty()) return PictureError{"nobody goes anywhere, so there is no flow to draw"};
  const double scale = scale_of(graph);
  const double gaps = static_cast<double>(graph.column_count - 1);
  const SankeyLayout layout = place_sankey(graph, scale, std::max(kColumnStep, kLeastPlot / gaps));
  std::vector<Mark> marks;
  for (const SankeyBand& band : layout.bands) marks.push_back(band_mark(graph, band));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    marks.push_back(node_mark(graph, layout, i, scale, input.language));
  }
  Mark& names = marks.emplace_back();
  names.id = "names";
  add_left_labels(names, graph, layout);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    add_name(names, graph.nodes[i], layout.nodes[i], layout,
             graph.nodes[i].column + 1 == graph.column_count, input.language);
  }
  marks.push_back(header_mark(graph, layout, input));
  move_by(marks, kPageMargin, kHeaderHeight);
  return finish_chart(input,
                      {std::string(word(Word::chart_sankey_question, input.language)),
                       finding_of(graph, input.language), how_to_read(graph, input.language)},
                      2 * kPageMargin + layout.width + kEndRoom - kPageMargin,
                      layout.height + kHeaderHeight, std::move(marks));
}

}  // namespace cairn
