#include "render/flow/flow_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "render/picture/style.h"

namespace cairn {
namespace {

constexpr std::size_t kMostCards = 7;  // in one column
constexpr std::size_t kMostEntries = 40;
constexpr std::size_t kManyEntries = 8;  // from here on each is a single line
constexpr double kThinnest = 1.2;
constexpr double kThickest = 12;
constexpr double kUnchangedWidth = 0.6;  // of a line in a delta, against its full width
constexpr double kLoopRoom = 20;
constexpr double kLoopWidth = 2.2;
constexpr double kUniform = 1.6;  // where nothing is known about volumes

struct Building {
  const FlowGraph& graph;
  FlowPlan plan;
  std::map<std::string, std::size_t> node_of;
};

void add_node(Building& b, PlanNode node) {
  PlanColumn& column = b.plan.columns.back();
  node.column = b.plan.columns.size() - 1;
  node.width = node.box.width;
  node.height = node.box.height;
  column.width = std::max(column.width, node.width);
  column.cards.push_back(b.plan.nodes.size());
  b.node_of[node.id] = b.plan.nodes.size();
  b.plan.nodes.push_back(std::move(node));
}

void add_column(Building& b) {
  PlanColumn& column = b.plan.columns.emplace_back();
  column.band = b.plan.bands.size() - 1;
  b.plan.bands.back().last_column = b.plan.columns.size() - 1;
}

void add_card(Building& b, const FlowCard& card, bool is_one_of_many) {
  PlanNode node;
  node.id = card.id;
  node.is_compact = card.is_entry;
  if (!card.inside.empty()) {
    node.box = stage_box(b.graph, card);
  } else if (!card.is_entry) {
    node.box = touchpoint_box(b.graph, card);
  } else {
    node.box = is_one_of_many ? entry_line(card, b.graph.words) : entry_box(card, b.graph.words);
  }
  add_node(b, std::move(node));
}

/// Cards of one band in as many columns of nearly the same length as they need.
void add_in_columns(Building& b, const std::vector<const FlowCard*>& cards, std::size_t most) {
  const std::size_t column_count = std::max<std::size_t>(1, (cards.size() + most - 1) / most);
  for (std::size_t column = 0; column < column_count; ++column) {
    add_column(b);
    const std::size_t begin = cards.size() * column / column_count;
    const std::size_t end = cards.size() * (column + 1) / column_count;
    for (std::size_t i = begin; i < end; ++i) add_card(b, *cards[i], cards.size() > kManyEntries);
  }
}

/// Steps from the sources (or, without any, from the first card) along the links; cards that cannot
/// be reached so stand with the first.
std::map<std::string, std::size_t> steps_from_start(const FlowGraph& graph) {
  std::map<std::string, std::vector<std::string>> ways;
  for (const FlowLink& link : graph.links) ways[link.from].push_back(link.to);
  std::map<std::string, std::size_t> steps;
  std::vector<std::string> queue;
  const auto start_at = [&](const std::string& id, std::size_t step) {
    if (steps.try_emplace(id, step).second) queue.push_back(id);
  };
  for (const FlowStage& stage : graph.stages) {
    if (!stage.is_entry) continue;
    for (const FlowCard& card : stage.cards) start_at(card.id, 0);
  }
  std::size_t next = 0;
  const auto spread = [&] {
    for (; next < queue.size(); ++next) {
      const std::string from = queue[next];
      for (const std::string& to : ways[from]) start_at(to, steps[from] + 1);
    }
  };
  spread();
  for (const FlowStage& stage : graph.stages) {
    for (const FlowCard& card : stage.cards) {
      start_at(card.id, 1);
      spread();
    }
  }
  return steps;
}

void add_loose_band(Building& b, const FlowStage& stage) {
  const std::map<std::string, std::size_t> steps = steps_from_start(b.graph);
  std::map<std::size_t, std::vector<const FlowCard*>> levels;
  for (const FlowCard& card : stage.cards) levels[steps.at(card.id)].push_back(&card);
  for (const auto& [step, cards] : levels) add_in_columns(b, cards, kMostCards);
}

/// Touchpoints outside of stages that only fixes lead to, in a page's picture of today, which must
/// have room for them in case a fix is ticked there. A column of their own would be an empty one
/// for most readers, who tick none: they stand under the cards of the stage people come from.
/// Pictures that nobody changes have no such cards today, and a column for them with the fixes.
bool is_guest(const FlowGraph& graph, const FlowStage& stage) {
  return graph.is_living && stage.label.empty() &&
         std::all_of(stage.cards.begin(), stage.cards.end(),
                     [](const FlowCard& card) { return card.is_none; });
}

void add_guests(Building& b, PlanBand& band, const FlowStage& stage) {
  band.first_column = band.last_column = b.plan.columns.size() - 1;
  band.is_guest = true;
  for (const FlowCard& card : stage.cards) add_card(b, card, false);
}

void add_bands(Building& b) {
  const bool has_stages = std::any_of(b.graph.stages.begin(), b.graph.stages.end(),
                                      [](const FlowStage& s) { return s.number > 0; });
  for (const FlowStage& stage : b.graph.stages) {
    PlanBand& band = b.plan.bands.emplace_back();
    band.stage = &stage;
    band.first_column = b.plan.columns.size();
    band.is_drawn = !stage.label.empty();
    if (!b.plan.columns.empty() && is_guest(b.graph, stage)) {
      add_guests(b, band, stage);
      continue;
    }
    if (!has_stages && !stage.is_entry) {
      add_loose_band(b, stage);
      continue;
    }
    std::vector<const FlowCard*> cards;
    for (const FlowCard& card : stage.cards) cards.push_back(&card);
    add_in_columns(b, cards, stage.is_entry ? kMostEntries : kMostCards);
  }
  if (b.graph.outcomes.empty()) return;
  b.plan.bands.emplace_back().first_column = b.plan.columns.size();
  add_column(b);
  for (const FlowOutcome& outcome : b.graph.outcomes) {
    PlanNode node;
    node.kind = PlanNode::Kind::outcome;
    node.id = outcome.id;
    node.box = outcome_box(b.graph, outcome);
    add_node(b, std::move(node));
  }
}

void add_bends(FlowPlan& plan, PlanLink& link, std::size_t from, std::size_t to) {
  const std::size_t a = plan.nodes[from].column, z = plan.nodes[to].column;
  const auto add_bend = [&](std::size_t column) {
    PlanNode bend;
    bend.kind = PlanNode::Kind::bend;
    bend.column = column;
    bend.width = plan.columns[column].width;
    bend.height = link.width;
    link.nodes.push_back(plan.nodes.size());
    plan.nodes.push_back(bend);
  };
  for (std::size_t column = a + 1; column < z; ++column) add_bend(column);
  for (std::size_t column = a; column-- > z + 1;) add_bend(column);
}

void add_links(Building& b) {
  const double most = most_volume(b.graph);
  for (std::size_t i = 0; i < b.graph.links.size(); ++i) {
    const FlowLink& link = b.graph.links[i];
    const auto from = b.node_of.find(link.from);
    const auto to = b.node_of.find(link.to);
    if (from == b.node_of.end() || to == b.node_of.end()) continue;
    PlanLink& planned = b.plan.links.emplace_back();
    planned.link = i;
    planned.width = most > 0 ? line_width(larger_volume(link), most) : kUniform;
    if (b.graph.is_delta && std::fabs(change_of(link)) < kUnchanged) {
      planned.width = std::max(kThinnest, kUnchangedWidth * planned.width);
    }
    const PlanNode& a = b.plan.nodes[from->second];
    const PlanNode& z = b.plan.nodes[to->second];
    planned.kind = from->second == to->second ? PlanLink::Kind::loop
                   : a.column == z.column     ? PlanLink::Kind::inside
                                              : PlanLink::Kind::across;
    if (planned.kind == PlanLink::Kind::loop) {
      // Who stays passes many times: its volume would dwarf all ways on.
      planned.width = kLoopWidth;
      b.plan.nodes[from->second].loop_room = kLoopRoom;
    }
    planned.nodes.push_back(from->second);
    if (planned.kind == PlanLink::Kind::across) {
      add_bends(b.plan, planned, from->second, to->second);
    }
    planned.nodes.push_back(to->second);
  }
}

/// The longest vertical way any line takes in the gap right of each column.
std::vector<double> steepest_in_gaps(const FlowPlan& plan) {
  std::vector<double> steepest(plan.columns.size(), 0.0);
  for (const PlanLink& link : plan.links) {
    for (std::size_t i = 0; i + 1 < link.nodes.size(); ++i) {
      const PlanNode& a = plan.nodes[link.nodes[i]];
      const PlanNode& z = plan.nodes[link.nodes[i + 1]];
      if (a.column == z.column) continue;
      double& most = steepest[std::min(a.column, z.column)];
      most = std::max(most, std::fabs(a.y - z.y));
    }
  }
  return steepest;
}

}  // namespace

double most_volume(const FlowGraph& graph) {
  double most = 0;
  for (const FlowLink& link : graph.links) {
    if (link.from != link.to) most = std::max(most, larger_volume(link));
  }
  return most;
}

double line_width(double volume, double most) {
  if (most <= 0) return kThinnest;
  return std::max(kThinnest, 1 + (kThickest - 1) * std::pow(volume / most, 0.75));
}

FlowPlan plan_flow(const FlowGraph& graph) {
  Building b{graph, {}, {}};
  add_bands(b);
  add_links(b);
  return std::move(b.plan);
}

void stack_columns(FlowPlan& plan, double gap) {
  std::vector<std::vector<std::size_t>> stacks(plan.columns.size());
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) stacks[plan.nodes[i].column].push_back(i);
  for (const std::vector<std::size_t>& stack : stacks) {
    double total = 0;
    for (const std::size_t i : stack) total += plan.nodes[i].height + plan.nodes[i].loop_room + gap;
    double y = total / 2;
    for (const std::size_t i : stack) {
      PlanNode& node = plan.nodes[i];
      node.y = y - node.height / 2;
      y -= node.height + node.loop_room + gap;
    }
  }
}

void place_columns(FlowPlan& plan) {
  for (PlanColumn& column : plan.columns) {
    std::stable_sort(column.cards.begin(), column.cards.end(), [&](std::size_t a, std::size_t b) {
      return plan.nodes[a].y > plan.nodes[b].y;
    });
  }
  const std::vector<double> steepest = steepest_in_gaps(plan);
  double x = 0;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    PlanColumn& column = plan.columns[i];
    if (i > 0) {
      const bool is_same_band = plan.columns[i - 1].band == column.band;
      // Columns without a ground stand apart by more, for lines there and back have labels.
      const bool is_open = is_same_band && !plan.bands[column.band].is_drawn;
      const double least = (is_open ? 3 : 2) * kBandMargin + (is_same_band ? 0 : kBandGap);
      x += std::clamp(48 + 0.11 * steepest[i - 1], least, 2.0 * least);
    } else {
      x += kBandMargin;
    }
    column.left = x;
    x += column.width;
  }
  for (PlanNode& node : plan.nodes) {
    const PlanColumn& column = plan.columns[node.column];
    node.x = column.left + column.width / 2;
  }
  for (PlanBand& band : plan.bands) {
    band.left = plan.columns[band.first_column].left - kBandMargin;
    const PlanColumn& last = plan.columns[band.last_column];
    band.right = last.left + last.width + kBandMargin;
  }
  plan.top = -std::numeric_limits<double>::infinity();
  plan.bottom = std::numeric_limits<double>::infinity();
  for (const PlanNode& node : plan.nodes) {
    plan.top = std::max(plan.top, node.y + node.height / 2);
    plan.bottom = std::min(plan.bottom, node.y - node.height / 2 - node.loop_room);
  }
  if (plan.nodes.empty()) plan.top = plan.bottom = 0;
}

}  // namespace cairn
