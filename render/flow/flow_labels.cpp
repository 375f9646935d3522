// Where each line's label stands: on its own line near the start if that is free, else further
// along it, else beside it.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "render/flow/flow_route.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/style.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kSampleStep = 5;
constexpr double kImpossible = 900;

struct Spot {
  Point at;
  double cost = 0;  // of the spot itself, before anything is in its way
};

/// Something a label had better not cover.
struct Obstacle {
  enum class Kind { box, head, line };
  Kind kind = Kind::box;
  std::size_t route = 0;  // head, line
  Rect rect;
  double cost = 0;
};

/// Obstacles by the squares of a grid they lie in, so that a label looks only at its neighbourhood.
class Surroundings {
 public:
  explicit Surroundings(const Rect& extent)
      : origin_{extent.left, extent.bottom},
        columns_(cells_of(extent.right - extent.left)),
        rows_(cells_of(extent.top - extent.bottom)),
        cells_(columns_ * rows_) {}

  void add(const Obstacle& obstacle) {
    for_each_cell(obstacle.rect, [&](std::size_t column, std::size_t row) {
      cells_[row * columns_ + column].push_back(obstacle);
    });
  }

  /// Calls `visit` once for each obstacle that shares some area with the rectangle.
  template <class Visit>
  void visit_overlaps(const Rect& rect, Visit visit) const {
    for_each_cell(rect, [&](std::size_t column, std::size_t row) {
      for (const Obstacle& obstacle : cells_[row * columns_ + column]) {
        const double left = std::max(rect.left, obstacle.rect.left);
        const double bottom = std::max(rect.bottom, obstacle.rect.bottom);
        const double right = std::min(rect.right, obstacle.rect.right);
        const double top = std::min(rect.top, obstacle.rect.top);
        const bool is_counted_here = cell_at(left - origin_.x, columns_) == column &&
                                     cell_at(bottom - origin_.y, rows_) == row;
        if (left < right && bottom < top && is_counted_here) {
          visit(obstacle, (right - left) * (top - bottom));
        }
      }
    });
  }

 private:
  static constexpr double kCell = 60;
  static std::size_t cells_of(double length) {
    return static_cast<std::size_t>(std::max(0.0, length) / kCell) + 1;
  }
  static std::size_t cell_at(double offset, std::size_t count) {
    return std::min(static_cast<std::size_t>(std::max(0.0, offset) / kCell), count - 1);
  }
  template <class Visit>
  void for_each_cell(const Rect& rect, Visit visit) const {
    const std::size_t last_column = cell_at(rect.right - origin_.x, columns_);
    const std::size_t last_row = cell_at(rect.top - origin_.y, rows_);
    for (std::size_t row = cell_at(rect.bottom - origin_.y, rows_); row <= last_row; ++row) {
      for (std::size_t column = cell_at(rect.left - origin_.x, columns_); column <= last_column;
           ++column) {
        visit(column, row);
      }
    }
  }

  Point origin_;
  std::size_t columns_, rows_;
  std::vector<std::vector<Obstacle>> cells_;
};

Rect rect_around(Point centre, double width, double height) {
  return {centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2};
}

double overlap(const Rect& a, const Rect& b) {
  const double x = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double y = std::min(a.top, b.top) - std::max(a.bottom, b.bottom);
  return x > 0 && y > 0 ? x * y : 0;
}

Rect head_rect(const Route& route) {
  const double l = route.head_length, w = route.head_width / 2;
  const Point t = route.tip;
  switch (route.heading) {
    case ArrowHeading::right:
      return {t.x - l, t.y - w, t.x, t.y + w};
    case ArrowHeading::left:
      return {t.x, t.y - w, t.x + l, t.y + w};
    case ArrowHeading::up:
      return {t.x - w, t.y - l, t.x + w, t.y};
    case ArrowHeading::down:
      return {t.x - w, t.y, t.x + w, t.y + l};
  }
  return {};
}

Rect extent_of(const FlowPlan& plan) {
  const double margin = 100;
  const double right = plan.bands.empty() ? 0 : plan.bands.back().right;
  return {-margin, plan.bottom - margin, right + margin, plan.top + margin};
}

Surroundings survey(const FlowPlan& plan, const std::vector<Route>& routes,
                    const std::vector<std::vector<Point>>& lines) {
  Surroundings around(extent_of(plan));
  for (const PlanNode& node : plan.nodes) {
    if (node.kind == PlanNode::Kind::bend) continue;
    around.add({Obstacle::Kind::box, 0,
                rect_around({node.x, node.y}, node.width + 4, node.height + 4), kImpossible});
  }
  for (std::size_t i = 0; i < routes.size(); ++i) {
    around.add({Obstacle::Kind::head, i, head_rect(routes[i]), 45});
    const double width = routes[i].width;
    for (const Point p : lines[i]) {
      around.add({Obstacle::Kind::line, i, rect_around(p, width, width), 2.5 + 0.6 * width});
    }
  }
  return around;
}

/// A loop is too small to carry its label: left of it, right of it, or below.
std::vector<Spot> spots_at_loop(const std::vector<Point>& line, double label_width) {
  Rect extent{line[0].x, line[0].y, line[0].x, line[0].y};
  for (const Point p : line) {
    extent = {std::min(extent.left, p.x), std::min(extent.bottom, p.y), std::max(extent.right, p.x),
              std::max(extent.top, p.y)};
  }
  const double y = extent.bottom + kLabelHeight / 2 - 1;
  return {{{extent.left - label_width / 2 - 4, y}, 0},
          {{extent.right + label_width / 2 + 6, y}, 10},
          {{(extent.left + extent.right) / 2, extent.bottom - kLabelHeight / 2 - 3}, 5}};
}

std::vector<Spot> spots_for(const Route& route, const std::vector<Point>& line) {
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  }
  const double wish = std::min(0.42 * length, 60.0);
  const double step = std::max(6.0, length / 40);
  std::vector<Spot> spots;
  double travelled = 0, next = 8;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point a = line[i - 1], b = line[i];
    const double piece = std::hypot(b.x - a.x, b.y - a.y);
    travelled += piece;
    if (travelled < next || travelled > length - 4 || piece == 0) continue;
    next = travelled + step;
    const double off_wish = 0.22 * std::fabs(travelled - wish);
    // How much of the line stays visible before and after a label on it.
    const double dx = std::fabs(b.x - a.x) / piece, dy = std::fabs(b.y - a.y) / piece;
    const double covered =
        std::min(dx > 0 ? route.label_width / dx : 1e9, dy > 0 ? kLabelHeight / dy : 1e9);
    const double shortage = std::max(0.0, covered + 16 + route.head_length - length);
    spots.push_back({b, off_wish + 3 * shortage});
    // Beside the line, on either hand.
    const bool is_at_head = length - travelled < route.head_length + kLabelHeight;
    const double thickness = is_at_head ? route.head_width : route.width;
    const double reach_x = (route.label_width + thickness) / 2 + 3;
    const double reach_y = (kLabelHeight + thickness) / 2 + 2;
    const Point right = dy > dx ? Point{reach_x, 0} : Point{0, reach_y};
    spots.push_back({{b.x + right.x, b.y + right.y}, off_wish + 20});
    spots.push_back({{b.x - right.x, b.y - right.y}, off_wish + 22});
  }
  return spots;
}

/// Where labels may stand: on the page, and between the header and the lower edge of the bands.
Rect room_of(const FlowPlan& plan) {
  constexpr double kEdge = 3;
  const double right = plan.bands.empty() ? 0 : plan.bands.back().right;
  return {kEdge - kPageMargin, plan.bottom - kLabelHeight, right + kPageMargin - kEdge,
          plan.top + kLabelHeight};
}

bool holds(const Rect& room, const Rect& rect) {
  return rect.left >= room.left && rect.right <= room.right && rect.bottom >= room.bottom &&
         rect.top <= room.top;
}

double cost_of(const Spot& spot, std::size_t own, const std::vector<Route>& routes,
               const Surroundings& around, const std::vector<bool>& is_set, double limit) {
  const Rect rect = rect_around(spot.at, routes[own].label_width, kLabelHeight);
  double cost = spot.cost;
  around.visit_overlaps(rect, [&](const Obstacle& obstacle, double area) {
    if (obstacle.kind == Obstacle::Kind::line && obstacle.route == own) return;
    cost += obstacle.cost + (obstacle.kind == Obstacle::Kind::head ? area : 0);
  });
  if (cost >= limit) return cost;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (!is_set[i] || i == own) continue;
    const Rect other = rect_around(routes[i].label_at, routes[i].label_width + 4, kLabelHeight + 2);
    const double shared = overlap(rect, other);
    if (shared > 0) cost += 300 + shared;
  }
  return cost;
}

/// Moves a label off the line, with a hairline to it, where that costs less than `least`. The cost.
double place_aside(const std::vector<Point>& line, std::size_t own, const Rect& room,
                   const Surroundings& around, const std::vector<bool>& is_set, double least,
                   std::vector<Route>& routes) {
  constexpr std::size_t kStarts = 12;
  constexpr int kDirections = 16;
  Route& route = routes[own];
  for (std::size_t k = 1; k < kStarts; ++k) {
    const Point start = line[k * (line.size() - 1) / kStarts];
    for (const double distance : {24.0, 36.0, 52.0, 70.0, 90.0}) {
      for (int d = 0; d < kDirections; ++d) {
        const double angle = 2 * 3.14159265358979 * d / kDirections;
        // Labels are wide: further to the sides than up or down.
        const Spot spot{
            {start.x + distance * 1.3 * std::cos(angle), start.y + distance * std::sin(angle)},
            0.6 * distance + 0.4 * static_cast<double>(k)};
        if (spot.cost >= least ||
            !holds(room, rect_around(spot.at, route.label_width, kLabelHeight))) {
          continue;
        }
        const double cost = cost_of(spot, own, routes, around, is_set, least);
        if (cost >= least) continue;
        least = cost;
        route.label_at = spot.at;
        route.leader_from = start;
      }
    }
  }
  return least;
}

/// That everybody of a source goes the one way it has needs no words.
bool is_plain(const FlowGraph& graph, const FlowLink& link) {
  const auto ways = std::count_if(graph.links.begin(), graph.links.end(),
                                  [&](const FlowLink& one) { return one.from == link.from; });
  if (ways > 1 || link.share_of_visits.value_or(1) < 0.9995) return false;
  for (const FlowStage& stage : graph.stages) {
    if (!stage.is_entry) continue;
    for (const FlowCard& card : stage.cards) {
      if (card.id == link.from) return true;
    }
  }
  return false;
}

std::string label_of(const FlowGraph& graph, const FlowLink& link) {
  if (graph.is_delta) {
    const double change = change_of(link);
    return std::fabs(change) < kUnchanged ? std::string() : picture_points(change, graph.words);
  }
  if (is_plain(graph, link)) return {};
  if (graph.is_living) return picture_share(link.share_of_visits.value_or(0), graph.words);
  if (!link.share_of_visits) return {};
  const double share = *link.share_of_visits;
  // What is written is shown as it is written, unless three digits would make it all.
  const bool is_written = !link.volume && share < 0.9995;
  return is_written ? localized(fmt::format("{:.3g}%", 100 * share), graph.words)
                    : picture_share(share, graph.words);
}

double label_width(const FlowGraph& graph, const std::string& label) {
  const Weight weight = graph.is_delta ? Weight::bold : Weight::regular;
  // A page may write a longer share where a short one stood.
  const double least = graph.is_living ? 33 : 0;
  return std::max(least, std::ceil(text_width(label, kLineLabelSize, weight)) + 7);
}

}  // namespace

void place_labels(const FlowGraph& graph, const FlowPlan& plan, std::vector<Route>& routes) {
  if (routes.empty()) return;
  std::vector<std::vector<Point>> lines;
  for (const Route& route : routes) lines.push_back(sample_curve(route.curve, kSampleStep));
  const Surroundings around = survey(plan, routes, lines);
  const Rect room = room_of(plan);
  std::vector<std::vector<Spot>> spots(routes.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    Route& route = routes[i];
    const FlowLink& link = graph.links[route.link];
    route.label = label_of(graph, link);
    if (route.label.empty()) continue;
    route.label_width = label_width(graph, route.label);
    spots[i] = link.from == link.to ? spots_at_loop(lines[i], route.label_width)
                                    : spots_for(route, lines[i]);
    spots[i].erase(
        std::remove_if(spots[i].begin(), spots[i].end(),
                       [&](const Spot& spot) {
                         return !holds(room, rect_around(spot.at, route.label_width, kLabelHeight));
                       }),
        spots[i].end());
    order.push_back(i);
  }
  // Those with the fewest choices first; then twice more, now that all others stand somewhere.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return spots[a].size() < spots[b].size(); });
  std::vector<bool> is_set(routes.size(), false);
  std::vector<double> costs(routes.size(), std::numeric_limits<double>::infinity());
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    for (const std::size_t i : order) {
      double least = std::numeric_limits<double>::infinity();
      for (const Spot& spot : spots[i]) {
        if (spot.cost >= least) continue;
        const double cost = cost_of(spot, i, routes, around, is_set, least);
        if (cost >= least) continue;
        least = cost;
        routes[i].label_at = spot.at;
      }
      costs[i] = least;
      is_set[i] = !spots[i].empty();
    }
  }
  // What stands on another line is read as that line's: further off, with a hairline to its own.
  constexpr double kMisread = 45, kTooCrowded = 300;
  for (const std::size_t i : order) {
    if (is_set[i] && costs[i] < kMisread) continue;
    costs[i] = place_aside(lines[i], i, room, around, is_set, costs[i], routes);
    is_set[i] = costs[i] < kTooCrowded;
    if (!is_set[i]) routes[i].label.clear();
  }
}

}  // namespace cairn
