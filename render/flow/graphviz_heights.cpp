// Graphs are built by calls, so no text of ours is parsed as DOT.
#include "render/flow/graphviz_heights.h"

#include <cstring>
#include <fmt/format.h>
#include <graphviz/gvc.h>
#include <utility>
#include <vector>

#include "render/picture/child_process.h"
#include "render/picture/graphviz_ids.h"

namespace cairn {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kCompactGap = 12;
constexpr double kBendGap = 11;  // between a bend and what is next to it

std::string inches(double points) {
  return fmt::format("{:.4f}", points / kPointsPerInch);
}

std::string layout_name(const FlowPlan& plan, std::size_t node) {
  return plan.nodes[node].id.empty() ? fmt::format("bend {}", node) : plan.nodes[node].id;
}

void add_layout_nodes(const FlowPlan& plan, Agraph_t* graph, std::vector<Agnode_t*>& nodes) {
  std::vector<Agraph_t*> columns;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    Agraph_t* column = agsubg(graph, graph_chars(fmt::format("column {}", i + 1)), 1);
    set_attribute(column, "rank", "same");
    columns.push_back(column);
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    const PlanNode& node = plan.nodes[i];
    Agnode_t* added = agnode(columns[node.column], graph_chars(layout_name(plan, i)), 1);
    const bool is_bend = node.kind == PlanNode::Kind::bend;
    const double gap = node.is_compact ? kCompactGap : kCardGap;
    const double margin = is_bend ? 0 : gap - kBendGap + 2 * node.loop_room;
    set_attribute(added, "width", inches(node.width));
    set_attribute(added, "height", inches(node.height + margin));
    nodes.push_back(added);
  }
}

void add_layout_edge(Agraph_t* graph, Agnode_t* from, Agnode_t* to, int weight) {
  // A key of its own, for two edges of one pair may both matter.
  Agedge_t* edge = agedge(graph, from, to, nullptr, 1);
  set_attribute(edge, "weight", fmt::format("{}", weight));
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
  constexpr std::size_t kMany = 8;  // of small ones, none is more than the others: the middle one
  if (column.cards.size() > kMany && plan.nodes[best].is_compact) return best;
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
  set_attribute(layout, "rankdir", "LR");
  set_attribute(layout, "splines", "none");
  // A second ordering pass would give up the order within columns.
  set_attribute(layout, "remincross", "false");
  set_attribute(layout, "nodesep", inches(kBendGap));
  set_attribute(layout, "ranksep", inches(60));
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

/// Runs in the child: nothing is freed at the end, for the process ends.
ChildWork ask_for_heights(const FlowGraph& graph, const FlowPlan& plan) {
  agseterr(AGMAX);  // keep messages, print none
  std::vector<Agnode_t*> nodes;
  Agraph_t* layout = build_layout_graph(graph, plan, nodes);
  if (gvLayout(gvContext(), layout, "dot") != 0) return {false, "no layout"};
  std::string bytes(nodes.size() * sizeof(double), '\0');
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const double y = y_of(nodes[i]);
    std::memcpy(bytes.data() + i * sizeof y, &y, sizeof y);
  }
  return {true, bytes};
}

}  // namespace

bool find_heights(const FlowGraph& graph, FlowPlan& plan, double time_limit_seconds) {
  const ChildResult result =
      run_in_child([&] { return ask_for_heights(graph, plan); }, time_limit_seconds);
  if (result.end != ChildResult::End::done ||
      result.bytes.size() != plan.nodes.size() * sizeof(double)) {
    return false;
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    std::memcpy(&plan.nodes[i].y, result.bytes.data() + i * sizeof(double), sizeof(double));
  }
  return true;
}

std::string flow_layout_dot(const FlowGraph& graph) {
  std::vector<Agnode_t*> nodes;
  const FlowPlan plan = plan_flow(graph);
  Agraph_t* layout = build_layout_graph(graph, plan, nodes);
  std::string dot = graph_text(layout);
  agclose(layout);
  return dot;
}

}  // namespace cairn
