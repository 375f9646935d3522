#include "render/flow/flow_route.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace cairn {
namespace {

constexpr double kPortMargin = 13;  // from a card's corner to the first line
constexpr double kPortGap = 5;      // between two lines at a card

enum Side : std::size_t { kLeft, kRight };

/// One end of a line at one side of a card.
struct Port {
  std::size_t link = 0;
  bool is_start = true;
  double other_y = 0;  // of the box or bend at the other end: ports stand in this order
  double y = 0;
};

struct Ports {
  std::vector<std::array<std::vector<Port>, 2>> at;  // by node, side
  std::vector<std::array<double, 2>> y_of;           // by link: start, end
};

bool is_adjacent(const FlowPlan& plan, std::size_t a, std::size_t b) {
  const std::vector<std::size_t>& cards = plan.columns[plan.nodes[a].column].cards;
  const auto place = std::find(cards.begin(), cards.end(), a);
  return (place + 1 != cards.end() && *(place + 1) == b) ||
         (place != cards.begin() && *(place - 1) == b);
}

bool is_bow(const FlowPlan& plan, const PlanLink& link) {
  return link.kind == PlanLink::Kind::inside &&
         !is_adjacent(plan, link.nodes.front(), link.nodes.back());
}

/// The sides a line leaves and enters by.
struct Sides {
  Side start = kRight, end = kLeft;
};

/// How much line a bow on one side of its column would have to cross: what comes and goes between
/// its ends, and at its ends what turns into the bow.
double traffic(const FlowPlan& plan, const std::vector<Sides>& sides, std::size_t bow, Side side) {
  const PlanNode& a = plan.nodes[plan.links[bow].nodes.front()];
  const PlanNode& b = plan.nodes[plan.links[bow].nodes.back()];
  const double top = std::max(a.y, b.y), bottom = std::min(a.y, b.y);
  double sum = 0;
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const PlanLink& link = plan.links[i];
    if (link.kind != PlanLink::Kind::across) continue;
    const std::size_t n = link.nodes.size();
    const auto count = [&](std::size_t at, std::size_t other, Side end_side) {
      const PlanNode& node = plan.nodes[at];
      if (node.column != a.column || end_side != side) return;
      const double way = plan.nodes[other].y - node.y;
      const bool is_between = node.y < top && node.y > bottom;
      if (is_between || (node.y == top && way < -1) || (node.y == bottom && way > 1)) {
        sum += link.width;
      }
    };
    count(link.nodes[0], link.nodes[1], sides[i].start);
    count(link.nodes[n - 1], link.nodes[n - 2], sides[i].end);
  }
  return sum;
}

/// Lines across take the sides that face each other. Lines within a column go straight to a
/// neighbour, else in a bow on the quieter side: the widest choose first, and count for the others.
std::vector<Sides> choose_sides(const FlowPlan& plan) {
  std::vector<Sides> sides(plan.links.size());
  std::vector<std::size_t> bows;
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const PlanLink& link = plan.links[i];
    const bool is_forward =
        plan.nodes[link.nodes.front()].column < plan.nodes[link.nodes.back()].column;
    sides[i] = is_forward ? Sides{kRight, kLeft} : Sides{kLeft, kRight};
    if (is_bow(plan, link)) bows.push_back(i);
  }
  std::stable_sort(bows.begin(), bows.end(), [&](std::size_t a, std::size_t b) {
    return plan.links[a].width > plan.links[b].width;
  });
  std::vector<std::array<double, 2>> bow_width(plan.columns.size(), {0, 0});
  for (const std::size_t bow : bows) {
    const PlanLink& link = plan.links[bow];
    std::array<double, 2>& taken = bow_width[plan.nodes[link.nodes.front()].column];
    const double left = traffic(plan, sides, bow, kLeft) + taken[kLeft];
    const double right = traffic(plan, sides, bow, kRight) + taken[kRight];
    const Side side = left < right ? kLeft : kRight;
    taken[side] += link.width;
    sides[bow] = {side, side};
  }
  return sides;
}

/// Moves wishes as little as possible (weighted squares) so that neighbours keep their distances:
/// isotonic regression by pooling adjacent violators, then the range.
void spread(std::vector<Port*>& ports, const FlowPlan& plan, const std::vector<double>& wishes,
            double low, double high) {
  const std::size_t n = ports.size();
  const auto width = [&](std::size_t i) { return plan.links[ports[i]->link].width; };
  std::vector<double> offset(n, 0.0);
  for (std::size_t i = 1; i < n; ++i) {
    offset[i] = offset[i - 1] + (width(i - 1) + width(i)) / 2 + kPortGap;
  }
  const double ends = (width(0) + width(n - 1)) / 2;
  const double room = std::max(0.0, high - low - ends);
  const double total = offset[n - 1];
  if (total > room && total > 0) {
    for (double& o : offset) o *= room / total;
  }
  struct Pool {
    double sum = 0, weight = 0;
    std::size_t count = 0;
  };
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < n; ++i) {
    const double weight = width(i);
    pools.push_back({weight * (wishes[i] - offset[i]), weight, 1});
    while (pools.size() > 1) {
      const Pool last = pools.back();
      Pool& before = pools[pools.size() - 2];
      if (before.sum / before.weight <= last.sum / last.weight) break;
      before = {before.sum + last.sum, before.weight + last.weight, before.count + last.count};
      pools.pop_back();
    }
  }
  const double least = low + width(0) / 2;
  const double most = std::max(least, high - width(n - 1) / 2 - offset[n - 1]);
  std::size_t i = 0;
  for (const Pool& pool : pools) {
    const double base = std::clamp(pool.sum / pool.weight, least, most);
    for (std::size_t k = 0; k < pool.count; ++k, ++i) ports[i]->y = base + offset[i];
  }
}

Ports collect_ports(const FlowPlan& plan, const std::vector<Sides>& sides_of) {
  Ports ports;
  ports.at.resize(plan.nodes.size());
  ports.y_of.resize(plan.links.size());
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const PlanLink& link = plan.links[i];
    const bool has_ports = link.kind == PlanLink::Kind::across || is_bow(plan, link);
    if (!has_ports) continue;
    const auto [start_side, end_side] = sides_of[i];
    const std::size_t n = link.nodes.size();
    double after_start = plan.nodes[link.nodes[1]].y;
    double before_end = plan.nodes[link.nodes[n - 2]].y;
    ports.y_of[i] = {before_end, after_start};
    if (link.kind == PlanLink::Kind::inside) {
      // Bows stay inside of all that comes and goes, short ones inside of long ones, and of two
      // between the same cards one inside of the other at both ends.
      constexpr double kBeyond = 1e7;
      const double way = after_start - before_end;
      const double key = kBeyond - std::fabs(way) - 1e-3 * static_cast<double>(i);
      after_start = way < 0 ? -key : key;
      before_end = way < 0 ? key : -key;
    }
    ports.at[link.nodes.front()][start_side].push_back({i, true, after_start, 0});
    ports.at[link.nodes.back()][end_side].push_back({i, false, before_end, 0});
  }
  for (auto& sides : ports.at) {
    for (std::vector<Port>& side : sides) {
      std::stable_sort(side.begin(), side.end(),
                       [](const Port& a, const Port& b) { return a.other_y < b.other_y; });
    }
  }
  return ports;
}

/// The height a line would like to have at one end: level with its other end.
double wish_of(const FlowPlan& plan, const Ports& ports, const Port& port) {
  const PlanLink& link = plan.links[port.link];
  const std::size_t other = port.is_start ? link.nodes[1] : link.nodes[link.nodes.size() - 2];
  if (plan.nodes[other].kind == PlanNode::Kind::bend) return plan.nodes[other].y;
  return ports.y_of[port.link][port.is_start ? 1 : 0];
}

Ports find_ports(const FlowPlan& plan, const std::vector<Sides>& sides_of) {
  Ports ports = collect_ports(plan, sides_of);
  constexpr int kRounds = 6;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t node = 0; node < plan.nodes.size(); ++node) {
      for (std::vector<Port>& side : ports.at[node]) {
        if (side.empty()) continue;
        std::vector<Port*> order;
        std::vector<double> wishes;
        const double half = plan.nodes[node].height / 2 - kPortMargin;
        const double low = plan.nodes[node].y - half, high = plan.nodes[node].y + half;
        for (Port& port : side) {
          order.push_back(&port);
          wishes.push_back(std::clamp(wish_of(plan, ports, port), low, high));
        }
        spread(order, plan, wishes, low, high);
        for (const Port& port : side) ports.y_of[port.link][port.is_start ? 0 : 1] = port.y;
      }
    }
  }
  return ports;
}

void add_horizontal(std::vector<Point>& curve, Point to) {
  const Point from = curve.back();
  const double pull = (to.x - from.x) * 0.52;
  curve.push_back({from.x + pull, from.y});
  curve.push_back({to.x - pull, to.y});
  curve.push_back(to);
}

void set_head(Route& route, Point tip, ArrowHeading heading) {
  route.tip = tip;
  route.heading = heading;
  route.head_length = 5.5 + 0.62 * route.width;
  route.head_width = 5 + 1.35 * route.width;
}

/// Where the line ends: a little inside its arrowhead.
Point head_base(const Route& route) {
  const double back = route.head_length * 0.8;
  switch (route.heading) {
    case ArrowHeading::right:
      return {route.tip.x - back, route.tip.y};
    case ArrowHeading::left:
      return {route.tip.x + back, route.tip.y};
    case ArrowHeading::up:
      return {route.tip.x, route.tip.y - back};
    case ArrowHeading::down:
      return {route.tip.x, route.tip.y + back};
  }
  return route.tip;
}

void route_across(const FlowPlan& plan, const PlanLink& link, const std::array<double, 2>& y,
                  Route& route) {
  const PlanNode& from = plan.nodes[link.nodes.front()];
  const PlanNode& to = plan.nodes[link.nodes.back()];
  const bool is_forward = from.column < to.column;
  const double way = is_forward ? 1 : -1;
  route.curve.push_back({from.x + way * from.width / 2, y[0]});
  set_head(route, {to.x - way * to.width / 2, y[1]},
           is_forward ? ArrowHeading::right : ArrowHeading::left);
  for (std::size_t i = 1; i + 1 < link.nodes.size(); ++i) {
    const PlanNode& bend = plan.nodes[link.nodes[i]];
    add_horizontal(route.curve, {bend.x - way * bend.width / 2, bend.y});
    add_horizontal(route.curve, {bend.x + way * bend.width / 2, bend.y});
  }
  // Level for the last bit, so that the arrowhead sits straight on its line.
  const Point base = head_base(route);
  const double level = 1 + 0.35 * route.width;
  add_horizontal(route.curve, {base.x - way * level, base.y});
  add_horizontal(route.curve, base);
}

void route_between_neighbours(const FlowPlan& plan, const PlanLink& link, Route& route) {
  const PlanNode& from = plan.nodes[link.nodes.front()];
  const PlanNode& to = plan.nodes[link.nodes.back()];
  const bool is_down = to.y < from.y;
  const double x = from.x + (is_down ? -0.27 : 0.0) * std::min(from.width, to.width);
  const double way = is_down ? -1 : 1;
  const Point start{x, from.y + way * from.height / 2};
  set_head(route, {x, to.y - way * to.height / 2}, is_down ? ArrowHeading::down : ArrowHeading::up);
  const Point end = head_base(route);
  const double third = (end.y - start.y) / 3;
  route.curve = {start, {x, start.y + third}, {x, end.y - third}, end};
}

void route_bow(const FlowPlan& plan, const PlanLink& link, const std::array<double, 2>& y,
               Side side, Route& route) {
  const PlanNode& from = plan.nodes[link.nodes.front()];
  const PlanNode& to = plan.nodes[link.nodes.back()];
  const double way = side == kRight ? 1 : -1;
  const double depth = std::clamp(12 + 0.07 * std::fabs(y[0] - y[1]), 18.0, 38.0) + route.width / 2;
  const Point start{from.x + way * from.width / 2, y[0]};
  set_head(route, {to.x + way * to.width / 2, y[1]},
           side == kRight ? ArrowHeading::left : ArrowHeading::right);
  const Point end = head_base(route);
  route.curve = {start, {start.x + way * depth, y[0]}, {start.x + way * depth, y[1]}, end};
}

void route_loop(const PlanNode& node, Route& route) {
  const double bottom = node.y - node.height / 2;
  const double into = node.x + node.width / 2 - 14 - route.width / 2;
  const double out = into - 22;
  // A cubic reaches three quarters of its handles.
  const double depth = (node.loop_room - route.width) * 4 / 3;
  set_head(route, {into, bottom}, ArrowHeading::up);
  route.curve = {{out, bottom}, {out, bottom - depth}, {into, bottom - depth}, head_base(route)};
}

}  // namespace

std::vector<Route> route_links(const FlowPlan& plan) {
  const std::vector<Sides> sides = choose_sides(plan);
  const Ports ports = find_ports(plan, sides);
  std::vector<Route> routes;
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const PlanLink& link = plan.links[i];
    Route& route = routes.emplace_back();
    route.link = link.link;
    route.width = link.width;
    if (link.kind == PlanLink::Kind::loop) {
      route_loop(plan.nodes[link.nodes.front()], route);
    } else if (link.kind == PlanLink::Kind::across) {
      route_across(plan, link, ports.y_of[i], route);
    } else if (is_bow(plan, link)) {
      route_bow(plan, link, ports.y_of[i], sides[i].start, route);
    } else {
      route_between_neighbours(plan, link, route);
    }
  }
  return routes;
}

std::vector<Point> sample_curve(const std::vector<Point>& curve, double step) {
  std::vector<Point> result;
  if (curve.empty()) return result;
  result.push_back(curve.front());
  for (std::size_t i = 0; i + 3 < curve.size(); i += 3) {
    const Point &a = curve[i], &b = curve[i + 1], &c = curve[i + 2], &d = curve[i + 3];
    const double length = std::hypot(b.x - a.x, b.y - a.y) + std::hypot(c.x - b.x, c.y - b.y) +
                          std::hypot(d.x - c.x, d.y - c.y);
    const int parts = std::max(1, static_cast<int>(std::ceil(length / step)));
    for (int k = 1; k <= parts; ++k) {
      const double t = static_cast<double>(k) / parts, s = 1 - t;
      const double wa = s * s * s, wb = 3 * s * s * t, wc = 3 * s * t * t, wd = t * t * t;
      result.push_back(
          {wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y});
    }
  }
  return result;
}

}  // namespace cairn
