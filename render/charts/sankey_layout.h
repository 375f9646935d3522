// Places for a sankey graph: columns, the lane of those who left above, loops beneath.
#pragma once

#include <vector>

#include "render/charts/sankey_graph.h"

namespace cairn {

struct SankeyBox {
  double x = 0, y = 0;  // left top
  double height = 0;
  double other_in_y = 0, other_out_y = 0;  // top of the gathered ways at its sides
};

/// A band of one thickness: forward through slots of equal height, left edges rising (each pair is
/// where it leaves one column and enters the next); a loop from its start to its end beneath.
struct SankeyBand {
  std::size_t link = 0;
  double thickness = 0;
  std::vector<Point> top;                   // forward: left top, right top, …
  Point start, end;                         // loop: upper corners where it leaves and comes in
  double lane = 0;                          // loop: y of its upper edge beneath
  double start_radius = 0, end_radius = 0;  // loop: of the inner bends
};

struct SankeyLayout {
  std::vector<SankeyBox> nodes;  // by node of the graph
  std::vector<SankeyBand> bands;
  double node_width = 0, column_step = 0;
  double width = 0, height = 0;  // without margins; names of the last column are right of it
};

/// `scale`: points per passage per entrant.
SankeyLayout place_sankey(const SankeyGraph& graph, double scale, double column_step = 122);

}  // namespace cairn
