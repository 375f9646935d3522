// The order within the columns of a sankey, so that bands cross little.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "render/charts/sankey_graph.h"

namespace cairn {

inline constexpr std::size_t kNoNode = std::numeric_limits<std::size_t>::max();

/// A node, or a band passing through a column.
struct SankeyItem {
  std::size_t node = kNoNode;
  std::size_t link = kNoNode;
  std::size_t column = 0;
  double height = 0;
  double room = 0;  // with what its name needs
  double middle = 0;
  bool is_passing() const { return node == kNoNode; }
};

/// A piece of a way between two neighbouring columns.
struct SankeyPiece {
  std::size_t from = 0, to = 0;  // items
  std::size_t link = 0;
  double height = 0;
};

struct SankeyLayers {
  std::vector<SankeyItem> items;
  std::vector<std::size_t> item_of;               // by node of the graph
  std::vector<SankeyPiece> pieces;                // those of a link one after the other
  std::vector<std::vector<std::size_t>> columns;  // items from the top
};

/// Those who leave go up across what lies above them, which counts as a crossing too. `scale`:
/// points per passage.
void order_layers(const SankeyGraph& graph, double scale, SankeyLayers& layers);

}  // namespace cairn
