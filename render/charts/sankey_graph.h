// Who goes where, as a balanced graph: what goes into a node comes out of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

struct SankeyNode {
  enum class Kind : std::uint8_t {
    source,
    touchpoint,  // or a stage
    win,
    outcome,
    loss,  // an outcome that counts as loss, other than `leave`
    leave,
    still,  // on the way when the horizon comes
  };
  Kind kind = Kind::touchpoint;
  std::string id, label;
  std::string stage;  // its label; empty: none
  std::size_t column = 0;
  std::optional<double> share;  // of entrants who ever come; none: not known
  double passages = 0;          // per entrant: what goes in and comes out
  // Thin ways gathered into one; part of the passages.
  double other_in = 0, other_out = 0;
  // Straight back to itself: another month of a subscription. No part of the passages.
  double again = 0;
};

struct SankeyLink {
  std::size_t from = 0, to = 0;
  double value = 0;      // passages per entrant
  bool is_loop = false;  // back to a column at its left, or within its own
};

struct SankeyGraph {
  std::vector<SankeyNode> nodes;  // sources, places in file order, outcomes
  std::vector<SankeyLink> links;
  std::size_t column_count = 0;
  bool is_collapsed = false;       // touchpoints of a stage are one node, for large journeys
  std::size_t gathered_links = 0;  // in other_in and other_out
  PictureLanguage language = PictureLanguage::english;
};

/// Ways below this share of entrants are gathered, unless a node would lose its largest way.
inline constexpr double kThinFlow = 0.004;

/// From the flows of the scenario, or of today. Columns go by stage and within a stage by who goes
/// on to whom; always from left to right in the order of the file.
SankeyGraph find_sankey(const ChartInput& input);

}  // namespace cairn
