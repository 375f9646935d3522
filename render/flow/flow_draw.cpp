#include "render/flow/flow_draw.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

#include "render/flow/flow_marks.h"
#include "render/flow/graphviz_heights.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr double kBandPadding = 16;  // under the lowest and above the highest card
constexpr double kBandRadius = 12;
constexpr double kHeaderInset = 12;
constexpr double kExitLength = 34;
constexpr double kExitText = 26;        // below the arrow
constexpr double kNarrowestPage = 560;  // so that the title has room
constexpr double kThickestExit = 14;

double line_step(double size) {
  return std::ceil(size * 1.45);
}

/// Lines of text one under the other, from the left top corner.
struct Block {
  std::vector<Shape> shapes;
  double height = 0;
};

Block stage_header(const PlanBand& band, double width, PictureLanguage language) {
  const std::string label =
      band.stage == nullptr ? std::string(word(Word::outcome, language)) : band.stage->label;
  const double height = line_step(kStageSize);
  const double baseline = baseline_in(0, height, kStageSize);
  Block block;
  double reach_width = 0, number_width = 0;
  if (band.stage != nullptr && band.stage->reach) {
    const std::string reach =
        (band.stage->reach_is_least ? "≥ " : "") + picture_share(*band.stage->reach, language);
    reach_width = std::ceil(text_width(reach, kStageNumberSize, Weight::regular)) + 4;
    Shape shape =
        text_shape(reach, {width, baseline}, {kStageNumberSize, kMuted, false, Anchor::end});
    shape.part = "reach";
    block.shapes.push_back(std::move(shape));
  }
  if (band.stage != nullptr && band.stage->number > 0) {
    number_width = band.stage->number < 10 ? 18 : 28;
    block.shapes.push_back(text_shape(fmt::format("{}", band.stage->number), {0, baseline},
                                      {kStageSize, kMuted, true}));
  }
  const std::vector<std::string> lines =
      wrap_text(label, kStageSize, width - number_width - reach_width, 3, Weight::bold);
  for (const std::string& line : lines) {
    block.shapes.push_back(
        text_shape(line, {number_width, block.height + baseline}, {kStageSize, kInk, true}));
    block.height += height;
  }
  return block;
}

/// Sentences, which two spaces part, whole in as few lines as there is room for.
std::vector<std::string> lines_of_sentences(const std::string& text, double size, double width) {
  constexpr std::string_view kBetween = "  ";
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(kBetween, from), text.size());
    const std::string sentence = text.substr(from, to - from);
    from = to + kBetween.size();
    const std::string longer =
        lines.empty() ? sentence : lines.back() + std::string(kBetween) + sentence;
    if (!lines.empty() && text_width(longer, size, Weight::regular) <= width) {
      lines.back() = longer;
      continue;
    }
    for (const std::string& line : wrap_text(sentence, size, width, 4, Weight::regular)) {
      lines.push_back(line);
    }
  }
  return lines;
}

Block title_block(const FlowGraph& graph, double width) {
  Block block;
  const auto add_lines = [&](const std::vector<std::string>& lines, const TextLook& look) {
    for (const std::string& line : lines) {
      const double height = line_step(look.size);
      block.shapes.push_back(
          text_shape(line, {0, baseline_in(block.height, height, look.size)}, look));
      block.height += height;
    }
  };
  if (!graph.title.empty()) {
    add_lines(wrap_text(graph.title, kTitleSize, width, 2, Weight::bold), {kTitleSize, kInk, true});
  }
  add_lines(lines_of_sentences(graph.subtitle, kSubtitleSize, width), {kSubtitleSize, kMuted});
  return block;
}

Mark mark_of(Block block, Point corner, std::string id, std::string kind) {
  Mark mark;
  mark.id = std::move(id);
  mark.kind = std::move(kind);
  mark.shapes = std::move(block.shapes);
  for (Shape& shape : mark.shapes) {
    shape.at.x += corner.x;
    shape.at.y += corner.y;
  }
  return mark;
}

/// What the parts of a picture have in common once the plan has its places. Plan coordinates.
struct Layout {
  const FlowGraph& graph;
  const FlowPlan& plan;
  std::vector<Block> headers;  // by band
  double top = 0, bottom = 0;  // of the bands
  FlowPage page;
};

void add_bands(const Layout& layout, std::vector<Mark>& marks) {
  for (std::size_t i = 0; i < layout.plan.bands.size(); ++i) {
    const PlanBand& band = layout.plan.bands[i];
    if (!band.is_drawn) continue;
    const bool is_outcomes = band.stage == nullptr;
    Paint paint{.fill = kBand.light};
    if (is_outcomes) {
      paint = {.fill = kPaper.light, .stroke = kHairline.light, .dash = Dash::dashed};
    }
    Mark ground;
    ground.kind = "band";
    ground.shapes.push_back(rect_shape(layout.page.at({band.left, layout.top}),
                                       band.right - band.left, layout.top - layout.bottom,
                                       kBandRadius, paint));
    marks.push_back(std::move(ground));
    marks.push_back(mark_of(layout.headers[i],
                            layout.page.at({band.left + kHeaderInset, layout.top - 8}),
                            "stage__" + (is_outcomes ? "_outcomes" : band.stage->key), "stage"));
  }
}

/// "12% leave" under its arrow; in a delta with the change behind it.
void add_exit_words(const FlowGraph& graph, const FlowStage& stage, Point tip, Mark& mark) {
  const std::string leave(word(Word::leave, graph.words));
  const std::string text =
      stage.exits ? picture_share(*stage.exits, graph.words) + " " + leave : leave;
  const double y = baseline_in(tip.y + 3, 20, kStageNumberSize);
  const double change = stage.exits.value_or(0) - stage.exits_today.value_or(0);
  const std::string changed =
      graph.is_delta && stage.exits_today ? change_text(change, graph.words) : "";
  const TextLook muted{kStageNumberSize, kMuted, true, Anchor::middle};
  Shape words = text_shape(text, {tip.x, y}, muted);
  words.part = "leave";
  if (!changed.empty()) {
    // Both end at a point between them, whatever a face's triangle measures.
    const double half_gap = 4;
    const double split = tip.x + (text_width(text, kStageNumberSize, Weight::bold) -
                                  text_width(changed, kStageNumberSize, Weight::bold)) /
                                     2;
    words.anchor = Anchor::end;
    words.at.x = split - half_gap;
    mark.shapes.push_back(text_shape(changed, {split + half_gap, y},
                                     {kStageNumberSize, change > 0 ? kBad : kGood, true}));
  }
  mark.shapes.push_back(std::move(words));
}

double most_passages(const FlowGraph& graph) {
  double most = most_volume(graph);
  for (const FlowStage& stage : graph.stages) most = std::max(most, stage.exits.value_or(0));
  return most;
}

double exit_width(double passages, double most) {
  const double share = most > 0 ? passages / most : 0;
  return 1.5 + (kThickestExit - 1.5) * std::pow(share, 0.75);
}

/// Whether an arrow leads out under the stage.
bool has_exit_arrow(const FlowGraph& graph, const FlowStage& stage) {
  if (!stage.has_exits) return false;
  const double exits = std::max(stage.exits.value_or(0), stage.exits_today.value_or(0));
  return !stage.exits || exits >= kSmallestShare || graph.is_living;
}

/// One muted arrow under each stage that people leave from.
void add_exits(const Layout& layout, std::vector<Mark>& marks) {
  const double most = most_passages(layout.graph);
  for (const PlanBand& band : layout.plan.bands) {
    if (band.stage == nullptr || !has_exit_arrow(layout.graph, *band.stage)) continue;
    const FlowStage& stage = *band.stage;
    const double exits = std::max(stage.exits.value_or(0), stage.exits_today.value_or(0));
    const double width = stage.exits ? exit_width(exits, most) : 2.5;
    const double aside = band.is_guest ? 80 : 0;  // right of the arrow of the column's own band
    const Point from = layout.page.at({(band.left + band.right) / 2 + aside, layout.bottom});
    const Point tip{from.x, from.y + kExitLength};
    const double length = 6 + 0.6 * width;
    Mark mark;
    mark.id = "leave__" + stage.key;
    const bool is_none = layout.graph.is_living && exits < kSmallestShare;
    mark.kind = is_none ? "exit is-none" : "exit";
    mark.data = {{"width", length_text(width)}};
    Shape line =
        line_shape({from, {tip.x, tip.y - 0.8 * length}}, {.stroke = kExit.light, .width = width});
    line.part = "exit";
    mark.shapes.push_back(std::move(line));
    mark.shapes.push_back(head_shape(tip, ArrowHeading::down, length, 6 + 1.5 * width, kExit));
    add_exit_words(layout.graph, stage, tip, mark);
    marks.push_back(std::move(mark));
  }
}

/// Who is still in a stage when the time is over: a stub that leads nowhere, left of the way out if
/// there is one.
void add_stills(const Layout& layout, std::vector<Mark>& marks) {
  const double most = most_passages(layout.graph);
  for (const PlanBand& band : layout.plan.bands) {
    if (band.stage == nullptr || !band.stage->still) continue;
    const bool is_beside = has_exit_arrow(layout.graph, *band.stage);
    const double width = exit_width(*band.stage->still, most);
    const double half = width / 2 + 5;
    const Point top =
        layout.page.at({(band.left + band.right) / 2 - (is_beside ? 34 : 0), layout.bottom});
    const double end = top.y + kExitLength / 2;
    Mark mark;
    mark.id = "still__" + band.stage->key;
    mark.kind = "still";
    mark.shapes.push_back(line_shape({top, {top.x, end}}, {.stroke = kExit.light, .width = width}));
    mark.shapes.push_back(line_shape({{top.x - half, end}, {top.x + half, end}},
                                     {.stroke = kExit.light, .width = 2}));
    const std::string words = picture_share(*band.stage->still, layout.graph.words) + " " +
                              std::string(word(Word::still_here, layout.graph.words));
    const Point at = is_beside ? Point{top.x - half - 5, baseline_in(end, 0, kSmallSize)}
                               : Point{top.x, end + 5 + kSmallSize};
    Shape text = text_shape(words, at,
                            {kSmallSize, kMuted, false, is_beside ? Anchor::end : Anchor::middle});
    text.part = "still";
    mark.shapes.push_back(std::move(text));
    marks.push_back(std::move(mark));
  }
}

/// What goes on by lines too thin to draw, all together: a dotted stub beside the exit.
void add_others(const Layout& layout, std::vector<Mark>& marks) {
  for (const PlanBand& band : layout.plan.bands) {
    if (band.stage == nullptr || band.stage->other < 0.0005) continue;
    const Point from =
        layout.page.at({(band.left + band.right) / 2 + 22, layout.bottom - kExitLength / 2});
    constexpr double kLength = 20;
    Mark mark;
    mark.id = "other__" + band.stage->key;
    mark.kind = "other";
    mark.shapes.push_back(line_shape({from, {from.x + kLength - 5, from.y}},
                                     {.stroke = kFlow.light, .width = 1.6, .dash = Dash::dotted}));
    mark.shapes.push_back(
        head_shape({from.x + kLength, from.y}, ArrowHeading::right, 5.5, 6, kFlow));
    const std::string share = picture_share(band.stage->other, layout.graph.words);
    mark.shapes.push_back(text_shape(words(Word::other_ways, layout.graph.words, {share}),
                                     {from.x + kLength + 5, baseline_in(from.y, 0, kSmallSize)},
                                     {kSmallSize, kMuted}));
    marks.push_back(std::move(mark));
  }
}

Layout lay_out_page(const FlowGraph& graph, const FlowPlan& plan) {
  Layout layout{graph, plan, {}, 0, 0, {}};
  double header_height = 0;
  for (const PlanBand& band : plan.bands) {
    layout.headers.push_back(
        band.is_drawn ? stage_header(band, band.right - band.left - 2 * kHeaderInset, graph.words)
                      : Block{});
    header_height = std::max(header_height, layout.headers.back().height);
  }
  layout.top = plan.top + kBandPadding + (header_height > 0 ? header_height + 10 : 0);
  layout.bottom = plan.bottom - kBandPadding;
  return layout;
}

Drawing make_drawing(const FlowGraph& graph, const FlowPlan& plan) {
  Layout layout = lay_out_page(graph, plan);
  const double right = std::max(plan.bands.empty() ? 0 : plan.bands.back().right, kNarrowestPage);
  const Block title = title_block(graph, right);
  const double title_top = layout.top + 16 + title.height;
  layout.page = {-kPageMargin, title_top + kPageMargin};

  Drawing drawing;
  drawing.title = graph.title;
  drawing.description = graph.subtitle;
  drawing.language = graph.language;
  drawing.style = hover_rules(plan);
  const bool has_exits =
      std::any_of(graph.stages.begin(), graph.stages.end(),
                  [](const FlowStage& s) { return s.has_exits || s.other > 0 || s.still; });
  drawing.width = right + 2 * kPageMargin;
  drawing.height =
      title_top - layout.bottom + (has_exits ? kExitLength + kExitText : 0) + 2 * kPageMargin;

  drawing.marks.push_back(mark_of(title, layout.page.at({0, title_top}), "", "heading"));
  add_bands(layout, drawing.marks);
  std::vector<Route> routes = route_links(plan);
  place_labels(graph, plan, routes);
  add_line_marks(graph, plan, routes, layout.page, drawing.marks);
  add_exits(layout, drawing.marks);
  add_stills(layout, drawing.marks);
  add_others(layout, drawing.marks);
  add_card_marks(graph, plan, layout.page, drawing.marks);
  add_label_marks(graph, plan, routes, layout.page, drawing.marks);
  return drawing;
}

}  // namespace

std::variant<Drawing, PictureError> draw_flow(const FlowGraph& graph, const FlowDrawing& how) {
  FlowPlan plan = plan_flow(graph);
  if (plan.nodes.empty()) return PictureError{"it has no touchpoint and no outcome yet"};
  const bool has_heights = how.asks_graphviz && find_heights(graph, plan, how.time_limit_seconds);
  if (!has_heights) stack_columns(plan, kCardGap);
  if (how.was_stacked != nullptr) *how.was_stacked = how.asks_graphviz && !has_heights;
  place_columns(plan);
  return make_drawing(graph, plan);
}

}  // namespace cairn
