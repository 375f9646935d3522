#include "render/charts/sankey_graph.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "journey/classes.h"
#include "journey/figure_text.h"

namespace cairn {
namespace {

constexpr std::size_t kMostTouchpoints = 26;  // beyond that stages
constexpr double kNothing = 1e-7;             // passages per entrant
constexpr double kNoticeable = 5e-5;          // what an engine may leave open of a balance

class Gatherer {
 public:
  explicit Gatherer(const ChartInput& input)
      : input_(input),
        journey_(input.journey),
        prediction_(input.scenario != nullptr ? *input.scenario : *input.today) {}

  SankeyGraph gather() {
    graph_.language = input_.language;
    graph_.is_collapsed = count_touchpoints() > kMostTouchpoints && journey_.stages.size() > 1;
    add_nodes();
    add_links();
    drop_unvisited();
    add_still();
    set_passages();
    set_columns();
    gather_thin();
    return std::move(graph_);
  }

 private:
  std::size_t count_touchpoints() const {
    return static_cast<std::size_t>(
        std::count_if(journey_.places.begin(), journey_.places.end(),
                      [](const Place& place) { return place.kind == Place::Kind::touchpoint; }));
  }

  std::optional<double> reach_of(PlaceId place) const {
    Metric metric;
    metric.kind = Metric::Kind::reach;
    metric.place = place;
    const Answer* answer = find_group_answer(prediction_, metric, input_.persona);
    if (answer == nullptr) return std::nullopt;
    return headline(*answer);
  }

  std::size_t add_node(SankeyNode::Kind kind, const std::string& id, const std::string& label) {
    SankeyNode node;
    node.kind = kind;
    node.id = id;
    node.label = clean_text(label);
    graph_.nodes.push_back(std::move(node));
    return graph_.nodes.size() - 1;
  }

  SankeyNode::Kind kind_of(PlaceId id) const {
    const Place& place = journey_.places[id];
    if (id == journey_.leave) return SankeyNode::Kind::leave;
    if (place.kind == Place::Kind::touchpoint) return SankeyNode::Kind::touchpoint;
    if (place.counts == Counts::loss) return SankeyNode::Kind::loss;
    const bool wins = place.counts == Counts::win || place.counts == Counts::conversion;
    return wins ? SankeyNode::Kind::win : SankeyNode::Kind::outcome;
  }

  void add_nodes() {
    for (const Source& source : journey_.sources) {
      add_node(SankeyNode::Kind::source, "source-" + source.heading.name, source.heading.label);
      group_.push_back(0);
    }
    node_of_.resize(journey_.places.size());
    std::map<std::uint32_t, std::size_t> stages;
    for (const Place::Kind kind : {Place::Kind::touchpoint, Place::Kind::outcome}) {
      for (std::size_t i = 0; i < journey_.places.size(); ++i) {
        const PlaceId id = journey_.places.id_at(i);
        if (journey_.places[id].kind == kind) add_place(id, stages);
      }
    }
  }

  void add_place(PlaceId id, std::map<std::uint32_t, std::size_t>& stages) {
    const Place& place = journey_.places[id];
    const bool is_in_stage = place.stage.is_valid() && place.kind == Place::Kind::touchpoint;
    if (graph_.is_collapsed && is_in_stage) {
      const auto [found, is_new] = stages.emplace(place.stage.index, graph_.nodes.size());
      if (is_new) {
        const Heading& heading = journey_.stages[place.stage].heading;
        add_node(SankeyNode::Kind::touchpoint, "stage-" + heading.name, heading.label);
        group_.push_back(place.stage.index + 1);
      }
      node_of_[id.index] = found->second;
      return;
    }
    const std::size_t node = add_node(kind_of(id), place.heading.name, place.heading.label);
    graph_.nodes[node].share = reach_of(id);
    if (is_in_stage) {
      graph_.nodes[node].stage = clean_text(journey_.stages[place.stage].heading.label);
    }
    // The name of an outcome nobody has written.
    if (id == journey_.leave && place.heading.label == "Leave") {
      graph_.nodes[node].label = word(Word::chart_left, input_.language);
    }
    // Outside any stage: a group of their own.
    group_.push_back(place.stage.is_valid() ? place.stage.index + 1 : 0);
    node_of_[id.index] = node;
  }

  void add_links() {
    std::map<std::pair<std::size_t, std::size_t>, double> values;
    for (const FlowVolume& flow : prediction_.flows) {
      const std::size_t from =
          flow.source.is_valid() ? flow.source.index : node_of_[flow.from.index];
      const std::size_t to = node_of_[flow.to.index];
      if (!(flow.per_entrant > kNothing)) continue;
      if (from != to) {
        values[{from, to}] += flow.per_entrant;
      } else if (!graph_.is_collapsed) {
        graph_.nodes[to].again += flow.per_entrant;
      }
    }
    for (const auto& [ends, value] : values) {
      graph_.links.push_back({ends.first, ends.second, value, ends.second <= ends.first});
    }
    set_source_shares();
  }

  /// Of entrants, at best estimates: whoever still is on the way from a source counts too.
  void set_source_shares() {
    const World world = best_estimate(journey_);
    const std::vector<CustomerClass> classes = find_classes(journey_);
    const std::vector<double> shares = class_shares(journey_, classes, world);
    std::vector<double> sums(journey_.sources.size(), 0);
    double whole = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (input_.persona.is_valid() && classes[i].persona != input_.persona) continue;
      whole += shares[i];
      const std::vector<double> by_source = source_shares(journey_, classes[i], world);
      for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += shares[i] * by_source[k];
    }
    for (std::size_t k = 0; k < sums.size(); ++k) {
      if (whole > 0) graph_.nodes[k].share = sums[k] / whole;
    }
  }

  /// Nodes that nobody comes to.
  void drop_unvisited() {
    std::vector<bool> is_used(graph_.nodes.size(), false);
    for (const SankeyLink& link : graph_.links) is_used[link.from] = is_used[link.to] = true;
    std::vector<std::size_t> new_index(graph_.nodes.size(), 0);
    std::vector<SankeyNode> nodes;
    std::vector<std::uint32_t> groups;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      new_index[i] = nodes.size();
      if (!is_used[i]) continue;
      nodes.push_back(std::move(graph_.nodes[i]));
      groups.push_back(group_[i]);
    }
    graph_.nodes = std::move(nodes);
    group_ = std::move(groups);
    for (SankeyLink& link : graph_.links) {
      link.from = new_index[link.from];
      link.to = new_index[link.to];
    }
  }

  struct Balance {
    double in = 0, out = 0;
  };
  std::vector<Balance> balances() const {
    std::vector<Balance> result(graph_.nodes.size());
    for (const SankeyLink& link : graph_.links) {
      result[link.from].out += link.value;
      result[link.to].in += link.value;
    }
    return result;
  }

  /// Whoever the horizon finds at a touchpoint or between two.
  void add_still() {
    const std::vector<Balance> balance = balances();
    std::optional<std::size_t> still;
    for (std::size_t i = 0; i < balance.size(); ++i) {
      const SankeyNode::Kind kind = graph_.nodes[i].kind;
      const bool is_source = kind == SankeyNode::Kind::source;
      const double came = is_source ? graph_.nodes[i].share.value_or(0) : balance[i].in;
      const double left = came - balance[i].out;
      if (is_end(kind) || left < kNoticeable) continue;
      if (!still) {
        still = add_node(SankeyNode::Kind::still, "still",
                         std::string(word(Word::chart_still, input_.language)));
        group_.push_back(0);
      }
      graph_.links.push_back({i, *still, left, false});
    }
  }

  void set_passages() {
    const std::vector<Balance> balance = balances();
    for (std::size_t i = 0; i < balance.size(); ++i) {
      graph_.nodes[i].passages = std::max(balance[i].in, balance[i].out);
      if (graph_.nodes[i].kind == SankeyNode::Kind::still) graph_.nodes[i].share = balance[i].in;
    }
  }

  static bool is_end(SankeyNode::Kind kind) {
    return kind != SankeyNode::Kind::source && kind != SankeyNode::Kind::touchpoint;
  }

  /// A stage begins right of the one before it; in a stage who goes on to somebody stands left.
  void set_columns() {
    std::size_t base = 0, last = 0;
    std::optional<std::uint32_t> stage;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      SankeyNode& node = graph_.nodes[i];
      if (node.kind != SankeyNode::Kind::touchpoint) continue;
      if (!stage || *stage != group_[i]) {
        stage = group_[i];
        base = last + 1;
      }
      node.column = base;
      for (const SankeyLink& link : graph_.links) {
        const bool is_before = link.to == i && !link.is_loop && link.value >= kThinFlow;
        if (is_before && graph_.nodes[link.from].kind == SankeyNode::Kind::touchpoint) {
          node.column = std::max(node.column, graph_.nodes[link.from].column + 1);
        }
      }
      last = std::max(last, node.column);
    }
    for (SankeyNode& node : graph_.nodes) {
      if (is_end(node.kind)) node.column = last + 1;
    }
    graph_.column_count = last + 2;
    mark_loops();
  }

  /// Ways within a column, or to a column further left, go back.
  void mark_loops() {
    for (SankeyLink& link : graph_.links) {
      link.is_loop = graph_.nodes[link.to].column <= graph_.nodes[link.from].column;
    }
  }

  void gather_thin() {
    std::vector<double> most_in(graph_.nodes.size(), 0), most_out(graph_.nodes.size(), 0);
    for (const SankeyLink& link : graph_.links) {
      most_out[link.from] = std::max(most_out[link.from], link.value);
      most_in[link.to] = std::max(most_in[link.to], link.value);
    }
    std::vector<SankeyLink> kept;
    for (const SankeyLink& link : graph_.links) {
      const bool is_lifeline = link.value == most_out[link.from] || link.value == most_in[link.to];
      if (link.value >= kThinFlow || is_lifeline) {
        kept.push_back(link);
        continue;
      }
      graph_.nodes[link.from].other_out += link.value;
      graph_.nodes[link.to].other_in += link.value;
      ++graph_.gathered_links;
    }
    graph_.links = std::move(kept);
  }

  const ChartInput& input_;
  const Journey& journey_;
  const Prediction& prediction_;
  SankeyGraph graph_;
  std::vector<std::size_t> node_of_;  // by place
  std::vector<std::uint32_t> group_;  // by node: stage + 1, 0: none
};

}  // namespace

SankeyGraph find_sankey(const ChartInput& input) {
  return Gatherer(input).gather();
}

}  // namespace cairn
