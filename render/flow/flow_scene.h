// The finished flow picture as primitives with places: what Graphviz is asked to draw. Points; y
// grows upward.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/flow/flow_graph.h"
#include "render/flow/flow_plan.h"
#include "render/flow/flow_route.h"
#include "render/picture/style.h"

namespace cairn {

struct SceneBand {
  std::string name;
  Rect rect;
  bool is_dashed = false;
};

struct SceneNode {
  enum class Kind {
    html,  // a table that is exactly width × height
    pill,  // a line's label on its ground
    dot,   // a filled circle
    head,  // a filled triangle
  };
  Kind kind = Kind::html;
  std::string name;
  std::string html;   // html, pill
  std::string title;  // shown when pointed at; empty: nothing
  Point at;           // centre of the box
  double width = 0, height = 0;
  std::string_view colour;  // pill, dot, head
  ArrowHeading heading = ArrowHeading::right;
};

struct SceneLine {
  std::string from, to;  // names of nodes
  std::string id;        // stable: from__to
  std::string title;
  std::vector<Point> curve;  // 3n + 1 points
  double width = 1;
  std::string_view colour;
};

struct Scene {
  Rect page;
  std::string title, description;  // for screen readers
  std::string font;
  std::vector<SceneBand> bands;
  std::vector<SceneNode> nodes;  // drawn in this order, above all lines
  std::vector<SceneLine> lines;
};

/// Everything about the plan, whose nodes have their places.
Scene build_scene(const FlowGraph& graph, const FlowPlan& plan);

}  // namespace cairn
