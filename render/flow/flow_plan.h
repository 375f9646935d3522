// The flow picture as columns of boxes and chains of places that lines pass, before and after
// Graphviz has said how high each stands. Points; y grows upward, as in Graphviz.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "render/flow/flow_card.h"
#include "render/flow/flow_graph.h"

namespace cairn {

struct PlanNode {
  enum class Kind { card, outcome, bend };
  Kind kind = Kind::card;
  std::size_t column = 0;
  std::string id;  // empty for bends
  CardBox box;     // empty for bends
  double width = 0;
  double height = 0;        // a bend's is the width of its line
  double x = 0, y = 0;      // centre
  bool is_compact = false;  // may stand closer to its neighbours
  double loop_room = 0;     // below the box, for a line back to itself
};

struct PlanLink {
  enum class Kind {
    across,  // from one column to another
    inside,  // within a column
    loop,    // back to the same card
  };
  Kind kind = Kind::across;
  std::size_t link = 0;            // in FlowGraph::links
  std::vector<std::size_t> nodes;  // from, bends, to
  double width = 1;
};

struct PlanColumn {
  std::size_t band = 0;
  double width = 0;
  double left = 0;
  std::vector<std::size_t> cards;  // nodes, top to bottom
};

struct PlanBand {
  const FlowStage* stage = nullptr;  // null: the outcomes
  std::size_t first_column = 0, last_column = 0;
  bool is_drawn = true;   // touchpoints outside any stage have no band
  bool is_guest = false;  // stands in the column of the band before it
  double left = 0, right = 0;
};

struct FlowPlan {
  std::vector<PlanNode> nodes;
  std::vector<PlanColumn> columns;
  std::vector<PlanBand> bands;
  std::vector<PlanLink> links;
  double top = 0, bottom = 0;  // of the boxes and bends
};

/// The largest volume of a line between two cards.
double most_volume(const FlowGraph& graph);

/// In points.
double line_width(double volume, double most);

/// Columns in order of the bands; a stage of many cards takes several. Where a journey has no
/// stages its touchpoints stand in columns by how many steps they are from the sources.
FlowPlan plan_flow(const FlowGraph& graph);

/// Simple heights without Graphviz: cards of a column one under the other, bends under them.
void stack_columns(FlowPlan& plan, double gap);

/// Once every node has its y: each column's x (steep lines get more room) and the extent of all.
void place_columns(FlowPlan& plan);

}  // namespace cairn
