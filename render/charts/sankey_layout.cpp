#include "render/charts/sankey_layout.h"

#include <algorithm>

#include "render/charts/sankey_order.h"

namespace cairn {
namespace {

constexpr double kNodeWidth = 11;
constexpr double kNameHeight = 38;  // room a name of two lines and its share take
constexpr double kNodeGap = 9;
constexpr double kBandGap = 7;   // around a band that passes a column
constexpr double kLaneGap = 20;  // between those who left and the nodes
constexpr double kBend = 7;      // radius of the innermost bend of a loop
constexpr double kLoopGap = 6;
constexpr double kLeastLane = 14;  // room for the label of a thin loop
constexpr double kHalfName = 14;
constexpr double kRingRoom = 18;  // for the sign that a node goes straight back to itself
constexpr int kSweeps = 8;

class Placer {
 public:
  Placer(const SankeyGraph& graph, double scale, double column_step)
      : graph_(graph), scale_(scale), step_(column_step) {}

  SankeyLayout place() {
    make_items();
    make_pieces();
    order_layers(graph_, scale_, layers_);
    set_heights();
    SankeyLayout layout;
    layout.node_width = kNodeWidth;
    layout.column_step = step_;
    layout.width = x_of(graph_.column_count - 1) + kNodeWidth;
    place_boxes(layout);
    place_bands(layout);
    place_loops(layout);
    return layout;
  }

 private:
  bool is_left(const SankeyLink& link) const {
    return graph_.nodes[link.to].kind == SankeyNode::Kind::leave;
  }

  double x_of(std::size_t column) const { return step_ * static_cast<double>(column); }

  void make_items() {
    layers_.columns.resize(graph_.column_count);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const SankeyNode& node = graph_.nodes[i];
      layers_.item_of.push_back(layers_.items.size());
      const double height = std::max(node.passages * scale_, 2.0);
      double room = std::max(height, kNameHeight) + kNodeGap;
      if (node.again > 0) {
        room = 2 * std::max(height / 2, kHalfName) + 2 * kRingRoom + kNodeGap;
      }
      layers_.items.push_back({i, kNoNode, node.column, height, room, 0});
      if (node.kind != SankeyNode::Kind::leave)
        layers_.columns[node.column].push_back(layers_.item_of[i]);
    }
  }

  void make_pieces() {
    for (std::size_t l = 0; l < graph_.links.size(); ++l) {
      const SankeyLink& link = graph_.links[l];
      if (link.is_loop || is_left(link)) continue;
      const double height = link.value * scale_;
      std::size_t before = layers_.item_of[link.from];
      for (std::size_t c = graph_.nodes[link.from].column + 1; c < graph_.nodes[link.to].column;
           ++c) {
        const std::size_t item = layers_.items.size();
        layers_.items.push_back({kNoNode, l, c, height, height + kBandGap, 0});
        layers_.columns[c].push_back(item);
        layers_.pieces.push_back({before, item, l, height});
        before = item;
      }
      layers_.pieces.push_back({before, layers_.item_of[link.to], l, height});
    }
  }

  // ---- heights ----

  /// Those who left before each column.
  void set_lanes() {
    lanes_.assign(graph_.column_count + 1, 0);
    for (const SankeyLink& link : graph_.links) {
      if (!is_left(link)) continue;
      for (std::size_t c = graph_.nodes[link.from].column + 1; c < lanes_.size(); ++c) {
        lanes_[c] += link.value * scale_;
      }
    }
  }

  double top_of(std::size_t column) const {
    const double lane = lanes_[column];
    return lane > 0 ? lane + kLaneGap : 0;
  }

  double stack_of(std::size_t column) const {
    double sum = top_of(column);
    for (const std::size_t item : layers_.columns[column]) sum += layers_.items[item].room;
    return sum;
  }

  void set_heights() {
    set_lanes();
    for (std::size_t c = 0; c < layers_.columns.size(); ++c)
      bottom_ = std::max(bottom_, stack_of(c));
    for (std::size_t c = 0; c < layers_.columns.size(); ++c) {
      double y = top_of(c);
      for (const std::size_t item : layers_.columns[c]) {
        layers_.items[item].middle = y + layers_.items[item].room / 2;
        y += layers_.items[item].room;
      }
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      for (std::size_t k = 0; k < layers_.columns.size(); ++k) {
        const bool by_left = sweep % 2 == 0 || sweep + 1 == kSweeps;
        pull(by_left ? k : layers_.columns.size() - 1 - k, by_left);
      }
    }
  }

  /// Moves the items of a column to where their neighbours are, without overlaps.
  void pull(std::size_t column, bool by_left) {
    std::vector<double> sum(layers_.items.size(), 0), weight(layers_.items.size(), 0);
    for (const SankeyPiece& piece : layers_.pieces) {
      const std::size_t item = by_left ? piece.to : piece.from;
      const std::size_t other = by_left ? piece.from : piece.to;
      if (layers_.items[item].column != column) continue;
      sum[item] += layers_.items[other].middle * (piece.height + 0.01);
      weight[item] += piece.height + 0.01;
    }
    double y = top_of(column);
    for (const std::size_t id : layers_.columns[column]) {
      SankeyItem& item = layers_.items[id];
      if (weight[id] > 0) item.middle = sum[id] / weight[id];
      item.middle = std::max(item.middle, y + item.room / 2);
      y = item.middle + item.room / 2;
    }
    double limit = bottom_;
    for (std::size_t i = layers_.columns[column].size(); i-- > 0;) {
      SankeyItem& item = layers_.items[layers_.columns[column][i]];
      item.middle = std::min(item.middle, limit - item.room / 2);
      limit = item.middle - item.room / 2;
    }
  }

  void place_boxes(SankeyLayout& layout) const {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const SankeyItem& item = layers_.items[layers_.item_of[i]];
      SankeyBox box;
      box.x = x_of(graph_.nodes[i].column);
      box.y = item.middle - item.height / 2;
      box.height = item.height;
      if (graph_.nodes[i].kind == SankeyNode::Kind::leave) box.y = 0;
      layout.nodes.push_back(box);
    }
  }

  // ---- bands ----

  /// Pieces at one side of an item, from the top.
  std::vector<std::size_t> pieces_at(std::size_t item, bool at_left) const {
    std::vector<std::size_t> found;
    for (std::size_t p = 0; p < layers_.pieces.size(); ++p) {
      if ((at_left ? layers_.pieces[p].to : layers_.pieces[p].from) == item) found.push_back(p);
    }
    std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
      const std::size_t first = at_left ? layers_.pieces[a].from : layers_.pieces[a].to;
      const std::size_t second = at_left ? layers_.pieces[b].from : layers_.pieces[b].to;
      return layers_.items[first].middle < layers_.items[second].middle;
    });
    return found;
  }

  /// Nodes of a column from the top.
  std::vector<std::size_t> nodes_in(std::size_t column) const {
    std::vector<std::size_t> nodes;
    for (const std::size_t item : layers_.columns[column]) {
      if (!layers_.items[item].is_passing()) nodes.push_back(layers_.items[item].node);
    }
    return nodes;
  }

  /// Those who leave: from the top of their node up into the lane and along it to its end.
  void place_left(SankeyLayout& layout) {
    double slot = 0;
    const double end = x_of(graph_.column_count - 1);
    for (std::size_t c = 0; c < layers_.columns.size(); ++c) {
      for (const std::size_t node : nodes_in(c)) {
        for (std::size_t l = 0; l < graph_.links.size(); ++l) {
          const SankeyLink& link = graph_.links[l];
          if (link.from != node || !is_left(link)) continue;
          const double height = link.value * scale_;
          const SankeyBox& box = layout.nodes[node];
          SankeyBand band;
          band.link = l;
          band.thickness = height;
          band.top = {{box.x + kNodeWidth, box.y}, {x_of(c + 1), slot}};
          if (c + 2 < graph_.column_count) {
            band.top.push_back({x_of(c + 1), slot});
            band.top.push_back({end, slot});
          }
          layout.bands.push_back(band);
          used_right_[node] += height;
          used_left_[link.to] += height;
          slot += height;
        }
      }
    }
  }

  void place_bands(SankeyLayout& layout) {
    used_right_.assign(graph_.nodes.size(), 0);
    used_left_.assign(graph_.nodes.size(), 0);
    place_left(layout);
    std::vector<double> start_y(layers_.pieces.size(), 0), end_y(layers_.pieces.size(), 0);
    for (std::size_t i = 0; i < layers_.items.size(); ++i) {
      for (const bool at_left : {true, false}) {
        const SankeyItem& item = layers_.items[i];
        double y = item.middle - item.height / 2;
        if (!item.is_passing()) {
          y = layout.nodes[item.node].y + (at_left ? used_left_ : used_right_)[item.node];
        }
        for (const std::size_t p : pieces_at(i, at_left)) {
          (at_left ? end_y : start_y)[p] = y;
          y += layers_.pieces[p].height;
          if (item.is_passing()) continue;
          (at_left ? used_left_ : used_right_)[item.node] += layers_.pieces[p].height;
        }
      }
    }
    join_pieces(start_y, end_y, layout);
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
      SankeyBox& box = layout.nodes[i];
      box.other_in_y = box.y + used_left_[i];
      box.other_out_y = box.y + used_right_[i];
    }
  }

  /// Pieces of one link follow each other.
  void join_pieces(const std::vector<double>& start_y, const std::vector<double>& end_y,
                   SankeyLayout& layout) const {
    for (std::size_t p = 0; p < layers_.pieces.size(); ++p) {
      const SankeyPiece& piece = layers_.pieces[p];
      if (layout.bands.empty() || layout.bands.back().link != piece.link) {
        SankeyBand band;
        band.link = piece.link;
        band.thickness = piece.height;
        layout.bands.push_back(band);
      }
      std::vector<Point>& top = layout.bands.back().top;
      top.push_back({x_of(layers_.items[piece.from].column) + kNodeWidth, start_y[p]});
      top.push_back({x_of(layers_.items[piece.to].column), end_y[p]});
    }
  }

  /// Short loops lie above long ones, and their ends below those of longer ones.
  void place_loops(SankeyLayout& layout) {
    std::vector<std::size_t> loops;
    for (std::size_t l = 0; l < graph_.links.size(); ++l) {
      if (graph_.links[l].is_loop) loops.push_back(l);
    }
    const auto span = [&](std::size_t l) {
      return graph_.nodes[graph_.links[l].from].column - graph_.nodes[graph_.links[l].to].column;
    };
    std::stable_sort(loops.begin(), loops.end(),
                     [&](std::size_t a, std::size_t b) { return span(a) < span(b); });
    double lowest = lanes_.back();
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
      const SankeyBox& box = layout.nodes[i];
      const double ring = graph_.nodes[i].again > 0 ? kRingRoom : 0;
      lowest =
          std::max({lowest, box.y + box.height + ring, box.y + box.height / 2 + kNameHeight / 2});
    }
    layout.height = lowest;
    double lane = lowest + 2 * kBend + 6;
    // From the bottom of each side upward, the shortest first.
    std::vector<double> start_at(layout.nodes.size()), end_at(layout.nodes.size());
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
      start_at[i] = end_at[i] = layout.nodes[i].y + layout.nodes[i].height;
    }
    std::vector<double> start_room(layout.nodes.size(), kBend), end_room = start_room;
    for (const std::size_t l : loops) {
      const SankeyLink& link = graph_.links[l];
      SankeyBand band;
      band.link = l;
      band.thickness = link.value * scale_;
      start_at[link.from] -= band.thickness;
      end_at[link.to] -= band.thickness;
      band.start = {layout.nodes[link.from].x + kNodeWidth, start_at[link.from]};
      band.end = {layout.nodes[link.to].x, end_at[link.to]};
      band.lane = lane;
      band.start_radius = start_room[link.from];
      band.end_radius = end_room[link.to];
      start_room[link.from] += band.thickness + 2;
      end_room[link.to] += band.thickness + 2;
      lane += std::max(band.thickness + kLoopGap, kLeastLane);
      layout.height = lane;
      layout.bands.push_back(band);
    }
  }

  const SankeyGraph& graph_;
  double scale_;
  double step_;
  SankeyLayers layers_;
  std::vector<double> lanes_;
  std::vector<double> used_left_, used_right_;  // by node, from its top
  double bottom_ = 0;
};

}  // namespace

SankeyLayout place_sankey(const SankeyGraph& graph, double scale, double column_step) {
  return Placer(graph, scale, column_step).place();
}

}  // namespace cairn
