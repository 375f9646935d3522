#include "render/flow/flow_route.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "tests/unit/render/samples.h"

namespace cairn {
namespace {

struct Laid {
  FlowGraph graph;
  FlowPlan plan;
  std::vector<Route> routes;
};

/// Without Graphviz: heights are stacked, which is enough for what is promised here.
Laid lay(FlowGraph graph) {
  Laid laid;
  laid.graph = std::move(graph);
  laid.plan = plan_flow(laid.graph);
  stack_columns(laid.plan, 30);
  place_columns(laid.plan);
  laid.routes = route_links(laid.plan);
  place_labels(laid.graph, laid.plan, laid.routes);
  return laid;
}

bool overlaps(const Rect& a, const Rect& b) {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

Rect around(Point p, double width, double height) {
  return {p.x - width / 2, p.y - height / 2, p.x + width / 2, p.y + height / 2};
}

}  // namespace

TEST_CASE("every link has a route from its card to its card") {
  const Laid laid = lay(sample_shop());
  REQUIRE(laid.routes.size() == laid.graph.links.size());
  for (std::size_t i = 0; i < laid.routes.size(); ++i) {
    const Route& route = laid.routes[i];
    const PlanNode& from = laid.plan.nodes[laid.plan.links[i].nodes.front()];
    const PlanNode& to = laid.plan.nodes[laid.plan.links[i].nodes.back()];
    INFO(from.id << " -> " << to.id);
    CHECK(route.curve.size() % 3 == 1);
    CHECK(overlaps(around(route.curve.front(), 1, 1),
                   around({from.x, from.y}, from.width + 1, from.height + 1)));
    CHECK(overlaps(around(route.tip, 1, 1), around({to.x, to.y}, to.width + 1, to.height + 1)));
  }
}

TEST_CASE("labels hide no card and no other label") {
  for (const Sample& sample : all_samples()) {
    const Laid laid = lay(sample.graph);
    for (std::size_t i = 0; i < laid.routes.size(); ++i) {
      const Route& route = laid.routes[i];
      if (route.label.empty()) continue;
      INFO(sample.name << " " << route.label);
      const Rect label = around(route.label_at, route.label_width, kLabelHeight);
      for (const PlanNode& node : laid.plan.nodes) {
        if (node.kind == PlanNode::Kind::bend) continue;
        CHECK_FALSE(overlaps(label, around({node.x, node.y}, node.width, node.height)));
      }
      for (std::size_t k = 0; k < i; ++k) {
        const Route& other = laid.routes[k];
        if (other.label.empty()) continue;
        CHECK_FALSE(overlaps(label, around(other.label_at, other.label_width, kLabelHeight)));
      }
    }
  }
}

TEST_CASE("a picture of usual size shows all its labels") {
  for (const FlowGraph& graph : {sample_shop(), sample_chinese(), sample_saas()}) {
    const Laid laid = lay(graph);
    std::size_t missing = 0;
    for (const Route& route : laid.routes) {
      const FlowLink& link = laid.graph.links[route.link];
      const bool is_plain = *link.share_of_visits > 0.9995;
      if (route.label.empty() && !is_plain) ++missing;
    }
    CHECK(missing == 0);
  }
}

TEST_CASE("a label without a free spot stands aside, with a hairline to its own line") {
  const Laid laid = lay(sample_large(8, 6, 120));
  std::size_t aside = 0, missing = 0;
  for (const Route& route : laid.routes) {
    if (route.label.empty()) ++missing;
    if (!route.leader_from || route.label.empty()) continue;
    ++aside;
    double nearest = 1e9;
    for (const Point p : sample_curve(route.curve, 5)) {
      nearest =
          std::min(nearest, std::hypot(p.x - route.leader_from->x, p.y - route.leader_from->y));
    }
    CHECK(nearest < 0.01);
  }
  CHECK(aside > 0);
  CHECK(missing <= 2);
}

TEST_CASE("width follows volume, and lines to the same card stay as thin as they are") {
  const Laid laid = lay(sample_saas());
  double widest = 0, loop = 0;
  for (std::size_t i = 0; i < laid.routes.size(); ++i) {
    const FlowLink& link = laid.graph.links[laid.routes[i].link];
    if (link.from == link.to) loop = laid.routes[i].width;
    widest = std::max(widest, laid.routes[i].width);
  }
  CHECK(widest == Approx(12));
  CHECK(loop < 3);
}

TEST_CASE("a curve is sampled from end to end") {
  const std::vector<Point> curve{{0, 0}, {10, 0}, {20, 0}, {30, 0}};
  const std::vector<Point> points = sample_curve(curve, 5);
  CHECK(points.front().x == 0);
  CHECK(points.back().x == Approx(30));
  for (std::size_t i = 1; i < points.size(); ++i) CHECK(points[i].x - points[i - 1].x < 6.5);
}

TEST_CASE("columns keep the order of the file and hold at most a handful") {
  const FlowPlan plan = plan_flow(sample_large(3, 20, 40));
  for (const PlanColumn& column : plan.columns) {
    CHECK(column.cards.size() <= 7);
    for (std::size_t i = 1; i < column.cards.size(); ++i) {
      CHECK(column.cards[i - 1] < column.cards[i]);
    }
  }
}

}  // namespace cairn
