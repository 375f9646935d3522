// A large journey drawn by stages: one card stands for all touchpoints of a band.
#include <algorithm>
#include <fmt/format.h>

#include "render/flow/flow_parts.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kMostTouchpoints = 40;  // above, cards and lines no longer fit a screen
constexpr std::size_t kMostSources = 12;
constexpr std::size_t kNamedInside = 3;

std::size_t touchpoint_count(const FlowGraph& graph) {
  std::size_t count = 0;
  for (const FlowStage& stage : graph.stages) {
    if (!stage.is_entry) count += stage.cards.size();
  }
  return count;
}

/// Names the cards most people come to.
std::vector<FlowInside> largest_inside(std::vector<FlowCard> cards) {
  std::stable_sort(cards.begin(), cards.end(), [](const FlowCard& a, const FlowCard& b) {
    return a.reach.value_or(0) > b.reach.value_or(0);
  });
  std::vector<FlowInside> inside;
  for (std::size_t i = 0; i < std::min(cards.size(), kNamedInside); ++i) {
    inside.push_back({cards[i].label, cards[i].reach});
  }
  return inside;
}

/// Where most people leave from, and why.
std::string why_of(const FlowFigures& figures, const std::vector<FlowCard>& cards,
                   PictureLanguage language) {
  const FlowCard* worst = nullptr;
  for (const FlowCard& card : cards) {
    if (card.loss.value_or(0) > (worst == nullptr ? 0 : worst->loss.value_or(0))) worst = &card;
  }
  if (worst == nullptr) return {};
  for (const Place& place : figures.journey.places) {
    if (place.heading.name != worst->id) continue;
    const std::string cause = largest_cause(figures.journey, place);
    const std::string where = words(Word::most_leave_at, language, {worst->label});
    return cause.empty() ? where : words(Word::name_and_value, language, {where, cause});
  }
  return {};
}

FlowCard card_of_stage(const FlowFigures& figures, const FlowStage& stage,
                       PictureLanguage language) {
  FlowCard card;
  card.id = "_inside-" + stage.key;
  card.label = words(stage.is_entry ? Word::count_sources : Word::count_touchpoints, language,
                     {fmt::format("{}", stage.cards.size())});
  card.inside = largest_inside(stage.cards);
  card.is_entry = stage.is_entry;
  // A bar as long as a bound would say that all who come leave.
  if (!stage.is_entry && !stage.reach_is_least) card.reach = stage.reach;
  if (stage.reach_today) card.reach_today = stage.reach_today;
  card.why = why_of(figures, stage.cards, language);
  return card;
}

}  // namespace

bool is_too_large(const FlowGraph& graph) {
  const bool has_stages = std::any_of(graph.stages.begin(), graph.stages.end(),
                                      [](const FlowStage& stage) { return stage.number > 0; });
  return has_stages && touchpoint_count(graph) > kMostTouchpoints;
}

std::map<std::string, std::string> collapse_stages(const FlowFigures& figures, FlowGraph& graph) {
  std::map<std::string, std::string> stands_for;
  graph.collapsed = static_cast<std::uint32_t>(touchpoint_count(graph));
  for (FlowStage& stage : graph.stages) {
    if (stage.cards.size() <= (stage.is_entry ? kMostSources : 1)) continue;
    FlowCard whole = card_of_stage(figures, stage, graph.words);
    for (const FlowCard& card : stage.cards) stands_for[card.id] = whole.id;
    stage.cards = {std::move(whole)};
  }
  return stands_for;
}

}  // namespace cairn
