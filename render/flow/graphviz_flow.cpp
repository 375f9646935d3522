// With graphviz_ids.cpp the only file that includes Graphviz. Graphs are built by calls, so no text
// of ours is parsed as DOT.
#include "render/flow/graphviz_flow.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <graphviz/gvc.h>
#include <string_view>
#include <utility>
#include <vector>

#include "render/flow/flow_plan.h"
#include "render/flow/flow_scene.h"
#include "render/picture/child_process.h"
#include "render/picture/graphviz_ids.h"
#include "render/picture/svg_finish.h"

namespace cairn {
namespace {

constexpr double kPointsPerInch = 72;

// Graphviz takes char* and changes none of these texts.
char* chars(const std::string& text) {
  return const_cast<char*>(text.c_str());
}

void set(void* object, const char* name, const std::string& value) {
  agsafeset(object, const_cast<char*>(name), chars(value), const_cast<char*>(""));
}

/// Values of HTML-like labels are marked by where their string lives. The attribute must exist.
void set_html(Agraph_t* graph, void* object, const std::string& html) {
  char* value = agstrdup_html(graph, chars(html));
  agset(object, const_cast<char*>("label"), value);
  agstrfree(graph, value);
}

std::string inches(double points) {
  return fmt::format("{:.4f}", points / kPointsPerInch);
}
std::string place(double x, double y) {
  return fmt::format("{:.2f},{:.2f}", x, y);
}

Agnode_t* add_node(Agraph_t* graph, const std::string& name) {
  return agnode(graph, chars(name), 1);
}

std::string to_dot(Agraph_t* graph) {
  char* text = nullptr;
  std::size_t size = 0;
  FILE* file = open_memstream(&text, &size);
  if (file == nullptr) return {};
  agwrite(graph, file);
  std::fclose(file);
  std::string result(text, size);
  std::free(text);
  return result;
}

// ---- the first graph: how high everything stands -----------------------------------------------

constexpr double kCardGap = 30;  // between two cards, so that a label fits
constexpr double kCompactGap = 12;
constexpr double kBendGap = 11;  // between a bend and what is next to it

std::string layout_name(const FlowPlan& plan, std::size_t node) {
  return plan.nodes[node].id.empty() ? fmt::format("bend {}", node) : plan.nodes[node].id;
}

void add_layout_nodes(const FlowPlan& plan, Agraph_t* graph, std::vector<Agnode_t*>& nodes) {
  std::vector<Agraph_t*> columns;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    Agraph_t* column = agsubg(graph, chars(fmt::format("column {}", i + 1)), 1);
    set(column, "rank", "same");
    columns.push_back(column);
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    const PlanNode& node = plan.nodes[i];
    Agnode_t* added = add_node(columns[node.column], layout_name(plan, i));
    const bool is_bend = node.kind == PlanNode::Kind::bend;
    const double gap = node.is_compact ? kCompactGap : kCardGap;
    const double margin = is_bend ? 0 : gap - kBendGap + 2 * node.loop_room;
    set(added, "width", inches(node.width));
    set(added, "height", inches(node.height + margin));
    nodes.push_back(added);
  }
}

void add_layout_edge(Agraph_t* graph, Agnode_t* from, Agnode_t* to, int weight) {
  // A key of its own, for two edges of one pair may both matter.
  Agedge_t* edge = agedge(graph, from, to, nullptr, 1);
  set(edge, "weight", fmt::format("{}", weight));
}

/// The card of a column that most people see stands level with those of its neighbours: the picture
/// stays low and wide, and the main way straight.
std::size_t main_card(const FlowGraph& graph, const FlowPlan& plan, const PlanColumn& column) {
  std::size_t best = column.cards[(column.cards.size() - 1) / 2];
  double most = -1;
  std::vector<double> volume(plan.nodes.size(), 0.0);
  for (const PlanLink& link : plan.links) {
    const double v = graph.links[link.link].volume.value_or(0);
    volume[link.nodes.front()] += v;
    volume[link.nodes.back()] += v;
  }
  for (const std::size_t card : column.cards) {
    if (volume[card] <= 0 || volume[card] <= most) continue;
    most = volume[card];
    best = card;
  }
  return best;
}

Agraph_t* build_layout_graph(const FlowGraph& graph, const FlowPlan& plan,
                             std::vector<Agnode_t*>& nodes) {
  Agraph_t* layout = open_graph("layout");
  set(layout, "rankdir", "LR");
  set(layout, "splines", "none");
  // A second ordering pass would give up the order within columns.
  set(layout, "remincross", "false");
  set(layout, "nodesep", inches(kBendGap));
  set(layout, "ranksep", inches(60));
  agattr(layout, AGNODE, const_cast<char*>("shape"), const_cast<char*>("box"));
  agattr(layout, AGNODE, const_cast<char*>("fixedsize"), const_cast<char*>("true"));
  agattr(layout, AGNODE, const_cast<char*>("label"), const_cast<char*>(""));
  add_layout_nodes(plan, layout, nodes);
  for (const PlanColumn& column : plan.columns) {
    // In a picture from left to right the tail of an edge within a rank stands above its head;
    // edges of weight 0 would not count.
    for (std::size_t i = 0; i + 1 < column.cards.size(); ++i) {
      add_layout_edge(layout, nodes[column.cards[i]], nodes[column.cards[i + 1]], 1);
    }
  }
  for (std::size_t i = 0; i + 1 < plan.columns.size(); ++i) {
    const std::size_t a = main_card(graph, plan, plan.columns[i]);
    const std::size_t b = main_card(graph, plan, plan.columns[i + 1]);
    constexpr int kAligned = 300;
    add_layout_edge(layout, nodes[a], nodes[b], kAligned);
  }
  for (const PlanLink& link : plan.links) {
    for (std::size_t i = 0; i + 1 < link.nodes.size(); ++i) {
      std::size_t a = link.nodes[i], b = link.nodes[i + 1];
      if (plan.nodes[a].column == plan.nodes[b].column) continue;
      if (plan.nodes[a].column > plan.nodes[b].column) std::swap(a, b);
      const bool is_between_bends = plan.nodes[a].id.empty() && plan.nodes[b].id.empty();
      const int weight = 1 + static_cast<int>(4 * link.width);
      add_layout_edge(layout, nodes[a], nodes[b], is_between_bends ? 4 * weight : weight);
    }
  }
  return layout;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
double y_of(Agnode_t* node) {
  return ND_coord(node).y;
}
#pragma GCC diagnostic pop

bool ask_for_heights(GVC_t* context, const FlowGraph& graph, FlowPlan& plan) {
  if (plan.nodes.empty()) return true;
  std::vector<Agnode_t*> nodes;
  Agraph_t* layout = build_layout_graph(graph, plan, nodes);
  const bool is_good = gvLayout(context, layout, "dot") == 0;
  if (is_good) {
    for (std::size_t i = 0; i < nodes.size(); ++i) plan.nodes[i].y = y_of(nodes[i]);
    gvFreeLayout(context, layout);
  }
  agclose(layout);
  return is_good;
}

// ---- the second graph: the finished picture ----------------------------------------------------

void add_band(Agraph_t* picture, const SceneBand& band) {
  Agraph_t* cluster = agsubg(picture, chars(band.name), 1);
  const Rect& r = band.rect;
  set(cluster, "bb", place(r.left, r.bottom) + "," + place(r.right, r.top));
  set(cluster, "style", band.is_dashed ? "rounded,dashed" : "rounded,filled");
  set(cluster, "color", std::string(band.is_dashed ? kHairline.light : kBand.light));
  set(cluster, "fillcolor", std::string(band.is_dashed ? kPaper.light : kBand.light));
}

std::string orientation_of(ArrowHeading heading) {
  switch (heading) {
    case ArrowHeading::up:
      return "0";
    case ArrowHeading::left:
      return "90";
    case ArrowHeading::down:
      return "180";
    case ArrowHeading::right:
      return "270";
  }
  return "0";
}

void add_scene_node(Agraph_t* picture, const SceneNode& node) {
  Agnode_t* added = add_node(picture, node.name);
  set(added, "pos", place(node.at.x, node.at.y));
  if (node.kind == SceneNode::Kind::html) {
    set(added, "shape", "plain");
    set_html(picture, added, node.html);
    return;
  }
  set(added, "width", inches(node.width));
  set(added, "height", inches(node.height));
  set(added, "fixedsize", "true");
  set(added, "penwidth", "0");
  set(added, "color", std::string(node.colour));
  set(added, "fillcolor", std::string(node.colour));
  set(added, "style", node.kind == SceneNode::Kind::pill ? "rounded,filled" : "filled");
  if (node.kind == SceneNode::Kind::pill) {
    set(added, "shape", "box");
    set(added, "margin", "0");
    set_html(picture, added, node.html);
  } else if (node.kind == SceneNode::Kind::dot) {
    set(added, "shape", "circle");
    set(added, "label", "");
  } else {
    set(added, "shape", "polygon");
    set(added, "sides", "3");
    set(added, "orientation", orientation_of(node.heading));
    set(added, "label", "");
  }
}

void add_scene_line(Agraph_t* picture, const SceneLine& line) {
  Agedge_t* edge =
      agedge(picture, add_node(picture, line.from), add_node(picture, line.to), nullptr, 1);
  std::string curve;
  for (const Point p : line.curve) curve += (curve.empty() ? "" : " ") + place(p.x, p.y);
  set(edge, "pos", curve);
  set(edge, "id", line.id);
  set(edge, "penwidth", fmt::format("{:.2f}", line.width));
  set(edge, "color", std::string(line.colour));
  set(edge, "arrowhead", "none");
}

Agraph_t* build_picture(const Scene& scene, PictureFormat format) {
  Agraph_t* picture = open_graph("journey");
  agattr(picture, AGNODE, const_cast<char*>("label"), const_cast<char*>(""));
  set(picture, "bgcolor", std::string(kPaper.light));
  set(picture, "pad", inches(kPageMargin));
  set(picture, "outputorder", "edgesfirst");
  set(picture, "fontname", scene.font);
  agattr(picture, AGNODE, const_cast<char*>("fontname"), chars(scene.font));
  if (format == PictureFormat::png) {
    // Two pixels a point; fewer where that would make more than a screen can ever show.
    constexpr double kMostPixels = 32e6;
    const double area = (scene.page.right - scene.page.left) * (scene.page.top - scene.page.bottom);
    const double scale = std::min(2.0, std::sqrt(kMostPixels / std::max(area, 1.0)));
    set(picture, "dpi", fmt::format("{:.0f}", scale * kPointsPerInch));
  }
  for (const SceneBand& band : scene.bands) add_band(picture, band);
  for (const SceneNode& node : scene.nodes) add_scene_node(picture, node);
  for (const SceneLine& line : scene.lines) add_scene_line(picture, line);
  return picture;
}

SvgTexts svg_texts(const Scene& scene) {
  SvgTexts texts{scene.title, scene.description, scene.font, {}};
  for (const SceneNode& node : scene.nodes) texts.titles[node.name] = node.title;
  for (const SceneLine& line : scene.lines) texts.titles[line.from + "->" + line.to] = line.title;
  return texts;
}

/// The time of writing stands in a PDF; equal input shall give equal bytes.
void forget_time(std::string& pdf) {
  constexpr std::string_view kKey = "/CreationDate (D:";
  for (std::size_t at = pdf.find(kKey); at != std::string::npos; at = pdf.find(kKey, at + 1)) {
    for (std::size_t i = at + kKey.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
      if (pdf[i] >= '0' && pdf[i] <= '9') pdf[i] = '0';
    }
    pdf.replace(at + kKey.size(), 8, "20000101");
  }
}

/// The last thing Graphviz complained about.
std::string last_message() {
  char* message = aglasterr();
  std::string result = message == nullptr ? "it gave no reason" : message;
  std::free(message);
  while (!result.empty() && result.back() == '\n') result.pop_back();
  return result;
}

const char* format_name(PictureFormat format) {
  switch (format) {
    case PictureFormat::svg:
      return "svg";
    case PictureFormat::png:
      return "png:cairo";
    case PictureFormat::pdf:
      return "pdf:cairo";
    case PictureFormat::dot:
      return "dot";
  }
  return "svg";
}

ChildWork render_scene(GVC_t* context, const Scene& scene, PictureFormat format) {
  Agraph_t* picture = build_picture(scene, format);
  if (format == PictureFormat::dot) return {true, to_dot(picture)};
  if (gvLayout(context, picture, "nop2") != 0) return {false, last_message()};
  char* bytes = nullptr;
  unsigned int size = 0;
  if (gvRenderData(context, picture, format_name(format), &bytes, &size) != 0 || size == 0) {
    return {false, last_message()};
  }
  std::string result(bytes, size);
  if (format == PictureFormat::svg) result = finish_svg(result, svg_texts(scene));
  if (format == PictureFormat::pdf) forget_time(result);
  return {true, result};
}

/// Runs in the child: nothing is freed at the end, for the process ends.
ChildWork draw(const FlowGraph& graph, PictureFormat format, bool may_ask_for_heights) {
  agseterr(AGMAX);  // keep messages, print none
  GVC_t* context = gvContext();
  FlowPlan plan = plan_flow(graph);
  if (!may_ask_for_heights) {
    stack_columns(plan, kCardGap);
  } else if (!ask_for_heights(context, graph, plan)) {
    return {false, last_message()};
  }
  place_columns(plan);
  return render_scene(context, build_scene(graph, plan), format);
}

}  // namespace

std::variant<Picture, PictureError> draw_flow_graph(const FlowGraph& graph,
                                                    const PictureOptions& options) {
  ChildResult result;
  for (const bool may_ask_for_heights : {true, false}) {
    result = run_in_child([&] { return draw(graph, options.format, may_ask_for_heights); },
                          options.time_limit_seconds);
    if (result.end == ChildResult::End::done) return Picture{result.bytes, !may_ask_for_heights};
    if (result.end == ChildResult::End::not_started) break;
  }
  switch (result.end) {
    case ChildResult::End::timed_out:
      return PictureError{
          fmt::format("drawing took longer than {:g} s", options.time_limit_seconds)};
    case ChildResult::End::crashed:
      return PictureError{"Graphviz crashed on this journey"};
    case ChildResult::End::failed:
      return PictureError{"Graphviz could not draw this journey: " + result.bytes};
    default:
      return PictureError{"cannot start a process to draw in"};
  }
}

std::string flow_layout_dot(const FlowGraph& graph) {
  std::vector<Agnode_t*> nodes;
  const FlowPlan plan = plan_flow(graph);
  Agraph_t* layout = build_layout_graph(graph, plan, nodes);
  std::string dot = to_dot(layout);
  agclose(layout);
  return dot;
}

}  // namespace cairn
