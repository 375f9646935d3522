// Which lines are on the flow picture, and what leaves from each band.
#include <algorithm>
#include <utility>

#include "render/flow/flow_parts.h"

namespace cairn {
namespace {

double volume_at(const FlowNumbers& numbers, const LinkEnds& ends) {
  const auto found = numbers.per_entrant.find(ends);
  return found == numbers.per_entrant.end() ? 0.0 : found->second;
}

std::string id_of(const Journey& journey, LinkStart from) {
  return from.source.is_valid() ? journey.sources[from.source].heading.name
                                : journey.places[from.place].heading.name;
}

FlowLink make_link(const FlowFigures& figures, const LinkEnds& ends) {
  const FlowNumbers& numbers = figures.now;
  FlowLink link;
  if (!numbers.is_predicted) {
    const auto written = numbers.written_share.find(ends);
    if (written != numbers.written_share.end()) link.share_of_visits = written->second;
    return link;
  }
  link.volume = volume_at(numbers, ends);
  if (figures.today) link.volume_today = volume_at(*figures.today, ends);
  const std::optional<double> visits = ends.from.source.is_valid()
                                           ? numbers.entrants[ends.from.source]
                                           : numbers.places[ends.from.place].visits;
  if (visits && *visits > 0) link.share_of_visits = std::min(1.0, *link.volume / *visits);
  return link;
}

using StandsFor = std::map<std::string, std::string>;

const std::string& shown_id(const StandsFor& stands_for, const std::string& id) {
  const auto found = stands_for.find(id);
  return found == stands_for.end() ? id : found->second;
}

void add_volume(std::optional<double>& sum, const std::optional<double>& more) {
  if (more) sum = sum.value_or(0) + *more;
}

/// Lines between the same two cards become one. Hands back the starts of those.
std::set<std::string> merge_links(FlowGraph& graph) {
  std::set<std::string> starts;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::vector<FlowLink> merged;
  for (FlowLink& link : graph.links) {
    const auto [at, is_new] = places.try_emplace({link.from, link.to}, merged.size());
    if (is_new) {
      merged.push_back(link);
      continue;
    }
    add_volume(merged[at->second].volume, link.volume);
    add_volume(merged[at->second].volume_today, link.volume_today);
    starts.insert(link.from);
  }
  graph.links = std::move(merged);
  return starts;
}

/// Shares of visits say nothing at a card that stands for many: of all that goes on or out there.
void set_shares(const std::set<std::string>& starts, FlowGraph& graph) {
  std::map<std::string, double> out;
  for (const FlowLink& link : graph.links) out[link.from] += link.volume.value_or(0);
  for (const FlowStage& stage : graph.stages) {
    if (stage.cards.size() == 1) out[stage.cards[0].id] += stage.exits.value_or(0);
  }
  for (FlowLink& link : graph.links) {
    if (starts.count(link.from) == 0) continue;
    link.share_of_visits.reset();
    if (link.volume && out[link.from] > 0) link.share_of_visits = *link.volume / out[link.from];
  }
}

/// Leaves thin lines out, but no card loses its largest way in or out. What goes by the lines left
/// out is summed by band.
void drop_thin_links(bool keeps_everything, FlowGraph& graph) {
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  std::map<std::string, double> most_out, most_in;
  for (const FlowLink& link : graph.links) {
    if (link.from == link.to) continue;
    most_out[link.from] = std::max(most_out[link.from], larger_volume(link));
    most_in[link.to] = std::max(most_in[link.to], larger_volume(link));
  }
  std::vector<FlowLink> kept;
  for (FlowLink& link : graph.links) {
    const double volume = larger_volume(link);
    const bool is_lifeline =
        volume > 0 && (volume == most_out[link.from] || volume == most_in[link.to]);
    if (volume >= kThinLine || is_lifeline) {
      kept.push_back(std::move(link));
    } else if (keeps_everything) {
      link.is_none = true;
      kept.push_back(std::move(link));
    } else {
      ++graph.hidden_links;
      graph.stages[bands.at(link.from)].other += link.volume.value_or(0);
    }
  }
  graph.links = std::move(kept);
}

void add_exits(const FlowFigures& figures, const LinkEnds& ends, FlowStage& stage) {
  stage.has_exits = true;
  if (!figures.now.is_predicted) return;
  stage.exits = stage.exits.value_or(0) + volume_at(figures.now, ends);
  if (figures.today) {
    stage.exits_today = stage.exits_today.value_or(0) + volume_at(*figures.today, ends);
  }
}

}  // namespace

double larger_volume(const FlowLink& link) {
  return std::max(link.volume.value_or(0), link.volume_today.value_or(0));
}

double change_of(const FlowLink& link) {
  return link.volume && link.volume_today ? *link.volume - *link.volume_today : 0.0;
}

std::map<std::string, std::size_t> bands_by_card(const FlowGraph& graph) {
  std::map<std::string, std::size_t> result;
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    for (const FlowCard& card : graph.stages[i].cards) result[card.id] = i;
  }
  return result;
}

void add_flow_links(const FlowFigures& figures, bool keeps_everything, const StandsFor& stands_for,
                    FlowGraph& graph) {
  const Journey& journey = figures.journey;
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  for (const LinkEnds& ends : figures.now.links) {
    const std::string from = id_of(journey, ends.from);
    const auto band = bands.find(shown_id(stands_for, from));
    if (band == bands.end()) continue;
    if (ends.to == journey.leave) {
      add_exits(figures, ends, graph.stages[band->second]);
      continue;
    }
    const Place& target = journey.places[ends.to];
    const std::string& to = shown_id(stands_for, target.heading.name);
    const bool is_there = target.kind == Place::Kind::outcome || bands.count(to) > 0;
    const bool is_within = band->first == to && band->first != from;  // of one card for many
    if (!is_there || is_within) continue;
    FlowLink link = make_link(figures, ends);
    link.from = band->first;
    link.to = to;
    graph.links.push_back(std::move(link));
  }
  if (!stands_for.empty()) {
    std::set<std::string> starts = merge_links(graph);
    for (const auto& [id, card] : stands_for) starts.insert(card);
    set_shares(starts, graph);
  }
  if (figures.now.is_predicted) drop_thin_links(keeps_everything, graph);
}

}  // namespace cairn
