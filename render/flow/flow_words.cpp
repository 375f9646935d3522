// Title and subtitle of the flow picture: whom it is about and how to read it.
#include <algorithm>
#include <fmt/format.h>

#include "journey/doubt.h"
#include "render/flow/flow_parts.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string who_is_shown(const FlowInput& input) {
  const double horizon = input.prediction->record.horizon_days;
  const std::string period = horizon > 0 ? period_words(horizon, input.language) : "";
  if (!input.persona.is_valid()) {
    return horizon > 0 ? words(Word::all_people_over, input.language, {period})
                       : std::string(word(Word::all_people, input.language));
  }
  const std::string& persona = input.journey.personas[input.persona].heading.label;
  return horizon > 0 ? words(Word::some_people_over, input.language, {persona, period})
                     : words(Word::some_people, input.language, {persona});
}

/// What the marks of this very picture mean, and no more.
struct Shown {
  bool feelings = false, least = false, shares = false, other = false, highlights = false;
  bool still = false;
};

Shown find_shown(const FlowGraph& graph) {
  Shown shown;
  for (const FlowStage& stage : graph.stages) {
    shown.least = shown.least || (stage.reach_is_least && !stage.label.empty());
    shown.other = shown.other || stage.other >= 0.0005;
    shown.still = shown.still || stage.still;
    for (const FlowCard& card : stage.cards) {
      shown.feelings = shown.feelings || card.feeling;
      shown.highlights = shown.highlights || card.is_highlighted;
    }
  }
  for (const FlowLink& link : graph.links) {
    // A lone way that everybody takes has no label.
    shown.shares = shown.shares || link.share_of_visits.value_or(1) < 0.9995;
  }
  return shown;
}

std::string what_is_left_out(const FlowGraph& graph) {
  std::vector<std::string> hidden;
  const auto add_count = [&](std::uint32_t n, Word one, Word many) {
    if (n == 1) hidden.emplace_back(word(one, graph.words));
    if (n > 1) hidden.push_back(words(many, graph.words, {fmt::format("{}", n)}));
  };
  add_count(graph.hidden_links, Word::thin_line, Word::thin_lines);
  add_count(graph.hidden_cards, Word::fix_only_card, Word::fix_only_cards);
  if (hidden.empty()) return {};
  return words(Word::not_shown, graph.words, {listed(hidden, graph.words)});
}

std::string make_subtitle(const FlowInput& input, const FlowGraph& graph) {
  std::vector<std::string> parts;
  const auto add = [&](Word which) { parts.emplace_back(word(which, graph.words)); };
  const Shown shown = find_shown(graph);
  const bool is_predicted = input.prediction != nullptr;
  if (is_predicted) {
    parts.push_back(who_is_shown(input));
    if (!input.scenario.empty()) add(Word::in_full);
    if (has_doubt(input.journey)) add(Word::best_estimates);
    add(Word::line_width);
  } else if (!input.journey.has_written_shares()) {
    add(Word::no_numbers);
  }
  if (graph.is_delta) {
    add(Word::delta_colours);
    add(Word::delta_numbers);
  } else {
    if (shown.shares) add(graph.collapsed > 0 ? Word::line_label_of_stage : Word::line_label);
    if (is_predicted) add(Word::bar);
    if (shown.highlights) add(Word::frame);
  }
  if (shown.feelings) {
    parts.push_back(words(Word::dot, graph.words,
                          {signed_number(input.journey.frame.emotion_low, input.language),
                           signed_number(input.journey.frame.emotion_high, input.language)}));
  }
  if (shown.still) add(Word::still_here_means);
  if (shown.least) add(Word::at_least);
  if (shown.other) add(Word::other_ways_mean);
  if (graph.collapsed > 0) {
    parts.push_back(words(Word::by_stages, graph.words, {fmt::format("{}", graph.collapsed)}));
  }
  if (std::string hidden = what_is_left_out(graph); !hidden.empty()) {
    parts.push_back(std::move(hidden));
  }
  return fmt::format("{}", fmt::join(parts, "  "));
}

}  // namespace

void name_flow_graph(const FlowInput& input, FlowGraph& graph) {
  const std::string& label = input.journey.frame.heading.label;
  if (graph.is_delta) {
    graph.title = words(Word::against_today, graph.words, {label, input.scenario});
  } else if (!input.scenario.empty()) {
    graph.title = words(Word::with_scenario, graph.words, {label, input.scenario});
  } else {
    graph.title = label;
  }
  graph.subtitle = make_subtitle(input, graph);
}

}  // namespace cairn
