// FlowGraph to SVG, PNG, PDF or DOT by Graphviz, in a child process with a time limit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "render/flow_graph.h"

namespace cairn {

enum class PictureFormat : std::uint8_t { svg, png, pdf, dot };

struct Picture {
  std::string bytes;
  bool used_simple_lines = false;  // the first layout died and straight lines were used
};

struct PictureError {
  std::string message;
};

struct PictureOptions {
  PictureFormat format = PictureFormat::svg;
  double time_limit_seconds = 60;
};

std::variant<Picture, PictureError> draw_flow_graph(const FlowGraph& graph,
                                                    const PictureOptions& options);

}  // namespace cairn
