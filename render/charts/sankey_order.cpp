#include "render/charts/sankey_order.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr int kSweeps = 8;

class Sorter {
 public:
  Sorter(const SankeyGraph& graph, double scale, SankeyLayers& layers)
      : graph_(graph), scale_(scale), layers_(layers) {}

  /// From the order of the file, and from one that has those who stay near above the others.
  void order_columns() {
    auto best = layers_.columns;
    double least = std::numeric_limits<double>::infinity();
    sweep_columns(least, best);
    for (auto& column : layers_.columns) {
      std::sort(column.begin(), column.end());
      std::stable_sort(column.begin(), column.end(), [&](std::size_t a, std::size_t b) {
        return mean_target(layers_.items[a]) < mean_target(layers_.items[b]);
      });
    }
    sweep_columns(least, best);
    layers_.columns = best;
  }

 private:
  bool is_left(const SankeyLink& link) const {
    return graph_.nodes[link.to].kind == SankeyNode::Kind::leave;
  }

  std::vector<std::size_t> positions() const {
    std::vector<std::size_t> position(layers_.items.size(), 0);
    for (const auto& column : layers_.columns) {
      for (std::size_t i = 0; i < column.size(); ++i) position[column[i]] = i;
    }
    return position;
  }

  /// Crossings weighted by the thinner of both bands.
  double crossings() const {
    const std::vector<std::size_t> position = positions();
    double sum = 0;
    for (std::size_t i = 0; i < layers_.pieces.size(); ++i) {
      for (std::size_t j = i + 1; j < layers_.pieces.size(); ++j) {
        const SankeyPiece &a = layers_.pieces[i], &b = layers_.pieces[j];
        if (layers_.items[a.from].column != layers_.items[b.from].column) continue;
        const bool is_crossing =
            (position[a.from] < position[b.from] && position[a.to] > position[b.to]) ||
            (position[a.from] > position[b.from] && position[a.to] < position[b.to]);
        if (is_crossing) sum += std::min(a.height, b.height) + 1;
      }
      // Those who leave go up, across what lies above them.
      const std::size_t column = layers_.items[layers_.pieces[i].from].column;
      for (const SankeyLink& link : graph_.links) {
        if (!is_left(link) || graph_.nodes[link.from].column != column) continue;
        const bool is_above =
            position[layers_.pieces[i].from] < position[layers_.item_of[link.from]];
        if (is_above) sum += std::min(link.value * scale_, layers_.pieces[i].height) + 1;
      }
    }
    return sum;
  }

  void sort_column(std::size_t column, bool by_left) {
    const std::vector<std::size_t> position = positions();
    std::vector<double> sum(layers_.items.size(), 0), weight(layers_.items.size(), 0);
    for (const SankeyPiece& piece : layers_.pieces) {
      const std::size_t item = by_left ? piece.to : piece.from;
      const std::size_t other = by_left ? piece.from : piece.to;
      if (layers_.items[item].column != column) continue;
      sum[item] += static_cast<double>(position[other]) * (piece.height + 0.01);
      weight[item] += piece.height + 0.01;
    }
    for (const SankeyLink& link : graph_.links) {
      if (by_left || !is_left(link)) continue;
      sum[layers_.item_of[link.from]] -= link.value * scale_;  // above all
      weight[layers_.item_of[link.from]] += link.value * scale_;
    }
    const auto place = [&](std::size_t item) {
      return weight[item] > 0 ? sum[item] / weight[item] : static_cast<double>(position[item]);
    };
    std::stable_sort(layers_.columns[column].begin(), layers_.columns[column].end(),
                     [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  }

  /// Improves the order from a start; keeps the best seen.
  void sweep_columns(double& least, std::vector<std::vector<std::size_t>>& best) {
    for (int sweep = 0; sweep < kSweeps && least > 0; ++sweep) {
      const bool by_left = sweep % 2 == 0;
      for (std::size_t k = 1; k < layers_.columns.size(); ++k) {
        sort_column(by_left ? k : layers_.columns.size() - 1 - k, by_left);
      }
      const double count = crossings();
      if (count < least) {
        least = count;
        best = layers_.columns;
      }
    }
  }

  /// Mean column that a node's ways lead to; of a passing band the last one.
  double mean_target(const SankeyItem& item) const {
    if (item.is_passing()) return static_cast<double>(graph_.column_count);
    double sum = 0, weight = 1e-9;
    for (const SankeyLink& link : graph_.links) {
      if (link.from != item.node || link.is_loop) continue;
      sum += link.value * static_cast<double>(graph_.nodes[link.to].column);
      weight += link.value;
    }
    return sum / weight;
  }

  const SankeyGraph& graph_;
  double scale_;
  SankeyLayers& layers_;
};

}  // namespace

void order_layers(const SankeyGraph& graph, double scale, SankeyLayers& layers) {
  Sorter(graph, scale, layers).order_columns();
}

}  // namespace cairn
