#include "render/flow/flow_graph.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "render/flow/flow_numbers.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

/// Lines that carry less than this of all entrants are left out, unless a card would hang loose.
constexpr double kThinLine = 0.004;
constexpr std::size_t kMostHighlights = 3;

std::string id_of(const Journey& journey, LinkStart from) {
  return from.source.is_valid() ? journey.sources[from.source].heading.name
                                : journey.places[from.place].heading.name;
}

FlowCard card_of_source(const Journey& journey, SourceId id, const FlowNumbers& numbers) {
  const Source& source = journey.sources[id];
  FlowCard card;
  card.id = source.heading.name;
  card.label = source.heading.label;
  card.is_entry = true;
  card.reach = numbers.entrants[id];
  const auto straight_out = numbers.per_entrant.find({{id, PlaceId{}}, journey.leave});
  if (straight_out != numbers.per_entrant.end()) card.loss = straight_out->second;
  if (source.channel.is_valid()) card.channel = journey.channels[source.channel].name;
  return card;
}

FlowCard card_of_place(const Journey& journey, PlaceId id, const FlowNumbers& numbers) {
  const Place& place = journey.places[id];
  const PlaceFigures& figures = numbers.places[id];
  FlowCard card;
  card.id = place.heading.name;
  card.label = place.heading.label;
  if (place.channel.is_valid()) card.channel = journey.channels[place.channel].name;
  if (numbers.is_predicted) {
    card.reach = figures.reach;
    card.leave = figures.exits;
    if (figures.exits && figures.visits) card.loss = *figures.exits * *figures.visits;
  }
  // A mean feeling over a place without `feels` lines says nothing.
  if (!place.feels.empty()) card.feeling = figures.feeling;
  card.feeling_low = journey.frame.emotion_low;
  card.feeling_high = journey.frame.emotion_high;
  return card;
}

/// Touchpoints that no way of today leads to but a change of some fix does.
std::set<PlaceId> places_only_fixes_lead_to(const Journey& journey, const FlowNumbers& numbers) {
  std::set<PlaceId> result;
  for (const Fix& fix : journey.fixes) {
    for (const Change& change : fix.changes) {
      if (change.toward.is_valid()) result.insert(change.toward);
      if (change.place.kind == ChangePlace::Kind::flow && change.place.to.is_valid()) {
        result.insert(change.place.to);
      }
    }
  }
  for (const LinkEnds& link : numbers.links) result.erase(link.to);
  return result;
}

/// Bands in file order; touchpoints outside any stage get bands of their own between them.
void add_bands(const Journey& journey, const FlowNumbers& numbers, FlowGraph& graph) {
  if (!journey.sources.empty()) {
    FlowStage& arrive = graph.stages.emplace_back();
    arrive.key = "entry";
    arrive.label = word(Word::arrive, graph.words);
    arrive.is_entry = true;
    for (std::size_t i = 0; i < journey.sources.size(); ++i) {
      arrive.cards.push_back(card_of_source(journey, journey.sources.id_at(i), numbers));
    }
  }
  const std::set<PlaceId> only_fixes = places_only_fixes_lead_to(journey, numbers);
  std::map<StageId, std::size_t> band_of_stage;
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t loose_band = kNone;
  int loose_count = 0;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (place.kind != Place::Kind::touchpoint) continue;
    if (only_fixes.count(id) > 0) {
      ++graph.hidden_cards;
      continue;
    }
    std::size_t band = 0;
    if (!place.stage.is_valid()) {
      if (loose_band == kNone) {
        loose_band = graph.stages.size();
        graph.stages.emplace_back().key = fmt::format("loose-{}", ++loose_count);
      }
      band = loose_band;
    } else {
      loose_band = kNone;
      const auto [found, is_new] = band_of_stage.try_emplace(place.stage, graph.stages.size());
      if (is_new) {
        FlowStage& stage = graph.stages.emplace_back();
        stage.label = journey.stages[place.stage].heading.label;
        stage.number = static_cast<std::uint32_t>(band_of_stage.size());
        stage.key = fmt::format("{}", stage.number);
      }
      band = found->second;
    }
    graph.stages[band].cards.push_back(card_of_place(journey, id, numbers));
  }
}

void add_outcomes(const Journey& journey, const FlowNumbers& numbers, FlowGraph& graph) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (place.kind != Place::Kind::outcome || id == journey.leave) continue;
    FlowOutcome& outcome = graph.outcomes.emplace_back();
    outcome.id = place.heading.name;
    outcome.label = place.heading.label;
    if (numbers.is_predicted) outcome.reach = numbers.places[id].reach;
    outcome.is_win = place.counts == Counts::win || place.counts == Counts::conversion;
    outcome.is_loss = place.counts == Counts::loss;
  }
}

/// Index of the band each card stands in.
std::map<std::string, std::size_t> bands_by_card(const FlowGraph& graph) {
  std::map<std::string, std::size_t> result;
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    for (const FlowCard& card : graph.stages[i].cards) result[card.id] = i;
  }
  return result;
}

FlowLink make_link(const Journey& journey, const FlowNumbers& numbers, const LinkEnds& ends) {
  FlowLink link;
  link.from = id_of(journey, ends.from);
  link.to = journey.places[ends.to].heading.name;
  if (!numbers.is_predicted) {
    const auto written = numbers.written_share.find(ends);
    if (written != numbers.written_share.end()) link.share_of_visits = written->second;
    return link;
  }
  const auto volume = numbers.per_entrant.find(ends);
  link.volume = volume == numbers.per_entrant.end() ? 0.0 : volume->second;
  const std::optional<double> visits = ends.from.source.is_valid()
                                           ? numbers.entrants[ends.from.source]
                                           : numbers.places[ends.from.place].visits;
  if (visits && *visits > 0) link.share_of_visits = std::min(1.0, *link.volume / *visits);
  return link;
}

/// Leaves thin lines out, but no card loses its largest way in or out.
void drop_thin_links(FlowGraph& graph) {
  std::map<std::string, double> most_out, most_in;
  for (const FlowLink& link : graph.links) {
    if (link.from == link.to) continue;
    most_out[link.from] = std::max(most_out[link.from], link.volume.value_or(0));
    most_in[link.to] = std::max(most_in[link.to], link.volume.value_or(0));
  }
  std::vector<FlowLink> kept;
  for (FlowLink& link : graph.links) {
    const double volume = link.volume.value_or(1);
    const bool is_lifeline =
        volume > 0 && (volume == most_out[link.from] || volume == most_in[link.to]);
    if (volume >= kThinLine || is_lifeline) {
      kept.push_back(std::move(link));
    } else {
      ++graph.hidden_links;
    }
  }
  graph.links = std::move(kept);
}

void add_links(const Journey& journey, const FlowNumbers& numbers, FlowGraph& graph) {
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  for (const LinkEnds& ends : numbers.links) {
    const auto band = bands.find(id_of(journey, ends.from));
    if (band == bands.end()) continue;
    if (ends.to != journey.leave) {
      graph.links.push_back(make_link(journey, numbers, ends));
      continue;
    }
    FlowStage& stage = graph.stages[band->second];
    stage.has_exits = true;
    const auto volume = numbers.per_entrant.find(ends);
    if (!numbers.is_predicted) continue;
    stage.exits =
        stage.exits.value_or(0) + (volume == numbers.per_entrant.end() ? 0.0 : volume->second);
  }
  if (numbers.is_predicted) drop_thin_links(graph);
}

/// How many get into a stage is not asked for. It is at least what its most visited card reaches
/// and at least what comes straight from the sources; at most the sum over its cards. Where both
/// agree to a tenth of a point the share is known.
void set_stage_reach(FlowGraph& graph, const FlowNumbers& numbers, const Journey& journey) {
  if (!numbers.is_predicted) return;
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  std::vector<double> straight(graph.stages.size(), 0.0);
  for (const auto& [ends, volume] : numbers.per_entrant) {
    if (!ends.from.source.is_valid()) continue;
    const auto band = bands.find(journey.places[ends.to].heading.name);
    if (band != bands.end()) straight[band->second] += volume;
  }
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    FlowStage& stage = graph.stages[i];
    if (stage.is_entry) continue;
    double least = straight[i];
    double most = 0;
    for (const FlowCard& card : stage.cards) {
      least = std::max(least, card.reach.value_or(0));
      most += card.reach.value_or(0);
    }
    most = std::min(most, 1.0);
    stage.reach = std::min(least, 1.0);
    stage.reach_is_least = most - *stage.reach > 0.0005;
  }
}

/// Marks the cards that lose most people after the first stage: at most three, at most a third.
void highlight_losses(FlowGraph& graph, const Journey& journey) {
  std::vector<std::pair<FlowCard*, std::size_t>> candidates;
  std::size_t card_count = 0, first_stage = graph.stages.size(), stage_count = 0;
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    if (graph.stages[i].is_entry) continue;
    first_stage = std::min(first_stage, i);
    ++stage_count;
  }
  for (std::size_t i = first_stage; i < graph.stages.size(); ++i) {
    for (FlowCard& card : graph.stages[i].cards) {
      ++card_count;
      const bool may_be_marked = i != first_stage || stage_count == 1;
      if (may_be_marked && card.loss.value_or(0) >= kThinLine) candidates.push_back({&card, i});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.first->loss.value_or(0) > b.first->loss.value_or(0);
  });
  candidates.resize(std::min({candidates.size(), kMostHighlights, (card_count + 2) / 3}));
  std::map<std::string, const Place*> places;
  for (const Place& place : journey.places) places[place.heading.name] = &place;
  for (const auto& [card, band] : candidates) {
    card->is_highlighted = true;
    card->why = largest_cause(journey, *places.at(card->id));
  }
}

std::string make_subtitle(const FlowGraph& graph, const Journey& journey,
                          const Prediction* prediction) {
  std::vector<std::string> parts;
  bool has_feelings = false, has_least = false, has_shares = false;
  for (const FlowStage& stage : graph.stages) {
    has_least = has_least || (stage.reach_is_least && !stage.label.empty());
    for (const FlowCard& card : stage.cards) has_feelings = has_feelings || card.feeling;
  }
  for (const FlowLink& link : graph.links) {
    // A lone way that everybody takes has no label.
    has_shares = has_shares || link.share_of_visits.value_or(1) < 0.9995;
  }
  if (prediction != nullptr) {
    const double horizon = prediction->record.horizon_days;
    parts.push_back(horizon > 0 ? words(Word::all_people_over, graph.words,
                                        {period_words(horizon, graph.words)})
                                : std::string(word(Word::all_people, graph.words)));
    const bool is_doubtful =
        std::any_of(journey.parameters.begin(), journey.parameters.end(),
                    [](const Parameter& p) { return p.doubt != Doubt::exact; });
    if (is_doubtful) parts.emplace_back(word(Word::best_estimates, graph.words));
    parts.emplace_back(word(Word::line_width, graph.words));
  } else if (!journey.has_written_shares()) {
    parts.emplace_back(word(Word::no_numbers, graph.words));
  }
  if (has_shares) parts.emplace_back(word(Word::line_label, graph.words));
  if (prediction != nullptr) parts.emplace_back(word(Word::bar, graph.words));
  if (has_feelings) {
    parts.push_back(words(
        Word::dot, graph.words,
        {signed_number(journey.frame.emotion_low), signed_number(journey.frame.emotion_high)}));
  }
  if (has_least) parts.emplace_back(word(Word::at_least, graph.words));
  std::vector<std::string> hidden;
  const auto add_count = [&](std::uint32_t n, Word one, Word many) {
    if (n == 1) hidden.emplace_back(word(one, graph.words));
    if (n > 1) hidden.push_back(words(many, graph.words, {fmt::format("{}", n)}));
  };
  add_count(graph.hidden_links, Word::thin_line, Word::thin_lines);
  add_count(graph.hidden_cards, Word::fix_only_card, Word::fix_only_cards);
  if (!hidden.empty()) {
    parts.push_back(
        words(Word::not_shown, graph.words, {fmt::format("{}", fmt::join(hidden, ", "))}));
  }
  return fmt::format("{}", fmt::join(parts, "  "));
}

}  // namespace

FlowGraph build_flow_graph(const FlowInput& input) {
  const Journey& journey = input.journey;
  const FlowNumbers numbers = gather_flow_numbers(journey, input.prediction);
  FlowGraph graph;
  graph.words = input.language;
  graph.title = journey.frame.heading.label;
  graph.language = journey.frame.language;
  add_bands(journey, numbers, graph);
  add_outcomes(journey, numbers, graph);
  add_links(journey, numbers, graph);
  set_stage_reach(graph, numbers, journey);
  highlight_losses(graph, journey);
  graph.subtitle = make_subtitle(graph, journey, input.prediction);
  return graph;
}

}  // namespace cairn
