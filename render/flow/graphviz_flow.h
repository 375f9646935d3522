// FlowGraph to SVG, PNG, PDF or DOT by Graphviz, in a child process with a time limit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "render/flow/flow_graph.h"
#include "render/picture/picture.h"

namespace cairn {

struct Picture {
  std::string bytes;
  bool used_simple_lines = false;  // the first layout died and cards were set without Graphviz
};

struct PictureOptions {
  PictureFormat format = PictureFormat::svg;
  double time_limit_seconds = 60;
};

/// `dot` gives the finished picture with all places: `neato -n2 -Tsvg` draws it.
std::variant<Picture, PictureError> draw_flow_graph(const FlowGraph& graph,
                                                    const PictureOptions& options);

/// The graph whose layout Graphviz is asked for, in DOT: boxes, bends of long lines, and the order
/// within columns. For tests and `dump`; the picture is made from its layout.
std::string flow_layout_dot(const FlowGraph& graph);

}  // namespace cairn
