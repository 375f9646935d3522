#include "render/flow/flow_graph.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "journey/fix_ways.h"
#include "render/flow/flow_parts.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kMostHighlights = 3;

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

FlowCard card_of_place(const FlowFigures& figures, PlaceId id) {
  const Place& place = figures.journey.places[id];
  const PlaceFigures& found = figures.now.places[id];
  FlowCard card;
  card.id = place.heading.name;
  card.label = place.heading.label;
  if (place.channel.is_valid()) card.channel = figures.journey.channels[place.channel].name;
  if (figures.now.is_predicted) {
    card.reach = found.reach;
    card.leave = found.exits;
    if (found.exits && found.visits) card.loss = *found.exits * *found.visits;
    const double visits = found.visits.value_or(0);
    if (visits > 0 && found.still >= kSmallestPart * visits) card.still = found.still / visits;
  }
  if (figures.today) {
    card.reach_today = figures.today->places[id].reach;
    card.leave_today = figures.today->places[id].exits;
  }
  // A mean feeling over a place without `feels` lines says nothing.
  if (!place.feels.empty()) card.feeling = found.feeling;
  card.feeling_low = figures.journey.frame.emotion_low;
  card.feeling_high = figures.journey.frame.emotion_high;
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
  for (const LinkEnds& link : numbers.links) {
    if (numbers.added.count(link) == 0) result.erase(link.to);
  }
  return result;
}

/// Those of them that the fixes on the picture lead to.
std::set<PlaceId> places_of_added_ways(const FlowNumbers& numbers) {
  std::set<PlaceId> result;
  for (const LinkEnds& link : numbers.added) result.insert(link.to);
  return result;
}

void add_entries(const FlowFigures& figures, FlowGraph& graph) {
  const Journey& journey = figures.journey;
  if (journey.sources.empty()) return;
  FlowStage& arrive = graph.stages.emplace_back();
  arrive.key = "_entry";
  arrive.label = word(Word::arrive, graph.words);
  arrive.is_entry = true;
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    arrive.cards.push_back(card_of_source(journey, journey.sources.id_at(i), figures.now));
  }
}

/// Bands in file order; touchpoints outside any stage get bands of their own between them.
void add_bands(const FlowFigures& figures, bool keeps_everything, FlowGraph& graph) {
  const Journey& journey = figures.journey;
  add_entries(figures, graph);
  const std::set<PlaceId> only_fixes = places_only_fixes_lead_to(journey, figures.now);
  const std::set<PlaceId> led_to = places_of_added_ways(figures.now);
  std::map<StageId, std::size_t> band_of_stage;
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t loose_band = kNone;
  int loose_count = 0;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (place.kind != Place::Kind::touchpoint) continue;
    const bool is_new = only_fixes.count(id) > 0;
    if (is_new && led_to.count(id) == 0) {
      ++graph.hidden_cards;
      continue;
    }
    std::size_t band = 0;
    if (!place.stage.is_valid()) {
      if (loose_band == kNone) {
        loose_band = graph.stages.size();
        graph.stages.emplace_back().key = fmt::format("_loose-{}", ++loose_count);
      }
      band = loose_band;
    } else {
      loose_band = kNone;
      const auto [found, is_first] = band_of_stage.try_emplace(place.stage, graph.stages.size());
      if (is_first) {
        FlowStage& stage = graph.stages.emplace_back();
        stage.id = place.stage;
        stage.label = journey.stages[place.stage].heading.label;
        stage.number = static_cast<std::uint32_t>(band_of_stage.size());
        stage.key = fmt::format("{}", stage.number);
      }
      band = found->second;
    }
    std::optional<double>& still = graph.stages[band].still;
    still = still.value_or(0) + figures.now.places[id].still;
    FlowCard& card = graph.stages[band].cards.emplace_back(card_of_place(figures, id));
    card.is_new = is_new;
    card.is_none = keeps_everything && is_new && card.reach.value_or(0) <= 0;
  }
}

void add_outcomes(const FlowFigures& figures, FlowGraph& graph) {
  const Journey& journey = figures.journey;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (place.kind != Place::Kind::outcome || id == journey.leave) continue;
    FlowOutcome& outcome = graph.outcomes.emplace_back();
    outcome.id = place.heading.name;
    outcome.label = place.heading.label;
    if (figures.now.is_predicted) outcome.reach = figures.now.places[id].reach;
    if (figures.today) outcome.reach_today = figures.today->places[id].reach;
    outcome.is_win = place.counts == Counts::win || place.counts == Counts::conversion;
    outcome.is_loss = place.counts == Counts::loss;
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
    if (card->inside.empty()) card->why = largest_cause(journey, *places.at(card->id));
  }
}

/// What leaves from a card that stands for its band.
void find_losses_of_stages(FlowGraph& graph) {
  for (FlowStage& stage : graph.stages) {
    for (FlowCard& card : stage.cards) {
      if (!card.inside.empty()) card.loss = stage.exits;
    }
  }
}

/// So few that the figures beside them add up without.
void forget_few_stills(FlowGraph& graph) {
  for (FlowStage& stage : graph.stages) {
    const double least = std::max(kSmallestShare, kSmallestPart * stage.reach.value_or(0));
    if (stage.still.value_or(0) < least) stage.still.reset();
  }
}

void forget_small_whys(FlowGraph& graph) {
  for (FlowStage& stage : graph.stages) {
    for (FlowCard& card : stage.cards) {
      if (!card.is_highlighted) card.why.clear();
    }
  }
}

/// Where the largest way into one of the stage's cards comes from: the index of its band.
std::optional<std::size_t> band_before(const FlowGraph& graph, const FlowStage& stage) {
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  std::optional<std::size_t> result;
  double most = 0;
  for (const FlowLink& link : graph.links) {
    const bool is_into = std::any_of(stage.cards.begin(), stage.cards.end(),
                                     [&](const FlowCard& card) { return card.id == link.to; });
    // Of a page's picture all sets of fixes must have the same order: the first way decides.
    const double volume = graph.is_living ? 1 : link.volume.value_or(1);
    if (!is_into || volume <= most) continue;
    most = volume;
    result = bands.at(link.from);
  }
  return result;
}

/// What only fixes lead to is often written far from where they lead away: a band of such
/// touchpoints outside of stages stands behind the band people come from.
void move_new_bands(FlowGraph& graph) {
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    const std::vector<FlowCard>& cards = graph.stages[i].cards;
    const bool is_new =
        graph.stages[i].label.empty() &&
        std::all_of(cards.begin(), cards.end(), [](const FlowCard& card) { return card.is_new; });
    const auto before = is_new ? band_before(graph, graph.stages[i]) : std::nullopt;
    if (!before || *before + 1 >= i) continue;
    const auto at = [&](std::size_t k) {
      return graph.stages.begin() + static_cast<std::ptrdiff_t>(k);
    };
    std::rotate(at(*before + 1), at(i), at(i + 1));
  }
}

/// A fix's ways stand in the journey, its strength does not matter here.
Journey with_ways(const FlowInput& input) {
  return input.fixes.empty() ? input.journey : add_fix_ways(input.journey, input.fixes).journey;
}

}  // namespace

std::vector<Group> flow_groups(PersonaId persona) {
  if (!persona.is_valid()) return {};
  Group group;
  group.traits.emplace_back().persona = persona;
  return {group};
}

std::vector<Question> flow_questions(const Journey& journey, const std::vector<Group>& groups) {
  std::vector<Question> questions;
  const auto ask = [&](Metric::Kind kind, PlaceId place) {
    Question question;
    question.metric.kind = kind;
    question.metric.place = place;
    question.groups = groups;
    questions.push_back(std::move(question));
  };
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    ask(Metric::Kind::reach, id);
    if (journey.places[id].kind == Place::Kind::outcome) continue;
    ask(Metric::Kind::visits, id);
    ask(Metric::Kind::exits, id);
    if (!journey.places[id].feels.empty()) ask(Metric::Kind::emotion, id);
  }
  return questions;
}

FlowGraph build_flow_graph(const FlowInput& input) {
  const Journey journey = with_ways(input);
  const std::vector<Group> groups = flow_groups(input.persona);
  FlowFigures figures{journey,
                      gather_flow_numbers(journey, input.prediction, groups),
                      {},
                      input.stage_reach,
                      input.stage_reach_today};
  if (input.today != nullptr) figures.today = gather_flow_numbers(journey, input.today, groups);
  FlowGraph graph;
  graph.words = input.language;
  graph.language = drawing_language(journey.frame.language, input.language);
  graph.is_delta = input.today != nullptr;
  graph.is_living = input.keeps_everything;
  add_bands(figures, input.keeps_everything, graph);
  add_outcomes(figures, graph);
  set_stage_reach(figures, graph);
  forget_few_stills(graph);
  std::map<std::string, std::string> stands_for;
  const bool may_collapse = !input.is_full && !input.keeps_everything;
  if (may_collapse && is_too_large(graph)) stands_for = collapse_stages(figures, graph);
  add_flow_links(figures, input.keeps_everything, stands_for, graph);
  move_new_bands(graph);
  find_losses_of_stages(graph);
  if (!graph.is_delta) highlight_losses(graph, journey);
  forget_small_whys(graph);
  name_flow_graph(input, graph);
  return graph;
}

}  // namespace cairn
