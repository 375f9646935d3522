// The journey as a graph in DOT, built by calls.
#include <fmt/format.h>
#include <map>

#include "render/flow/flow_draw.h"
#include "render/flow/flow_plan.h"
#include "render/picture/graphviz_ids.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

/// A text as Graphviz shows it: it would put names in place of \N and the like.
std::string label_text(std::string_view text) {
  std::string result;
  for (const char c : clean_text(text)) {
    if (c == '\\') result += c;
    result += c;
  }
  return result;
}

/// Reach and leave under the name, as on the cards.
std::string card_label(const FlowCard& card, PictureLanguage language) {
  std::string label = label_text(card.label);
  if (!card.reach) return label;
  label += "\\n" + picture_share(*card.reach, language);
  if (card.is_entry) return label;
  label += fmt::format(" {}", word(Word::reach, language));
  if (card.leave.value_or(0) > 0) {
    label +=
        fmt::format(", {} {}", picture_share(*card.leave, language), word(Word::leave, language));
  }
  return label;
}

std::string stage_label(const FlowStage& stage, PictureLanguage language) {
  std::string label = label_text(stage.label);
  if (stage.number > 0) label = fmt::format("{} {}", stage.number, label);
  if (stage.reach) {
    label += std::string("  ") + (stage.reach_is_least ? "≥ " : "") +
             picture_share(*stage.reach, language);
  }
  return label;
}

using Nodes = std::map<std::string, Agnode_t*>;

void add_node(Agraph_t* graph, const std::string& id, const std::string& label, Nodes& nodes) {
  Agnode_t* node = agnode(graph, graph_chars(id), 1);
  set_attribute(node, "label", label);
  set_attribute(node, "id", id);
  nodes[id] = node;
}

void add_stage(Agraph_t* dot, const FlowStage& stage, PictureLanguage language, Nodes& nodes) {
  Agraph_t* cluster = dot;
  if (!stage.label.empty()) {
    cluster = agsubg(dot, graph_chars("cluster_" + stage.key), 1);
    set_attribute(cluster, "label", stage_label(stage, language));
    set_attribute(cluster, "id", "stage__" + stage.key);
    set_attribute(cluster, "style", "filled,rounded");
    set_attribute(cluster, "color", std::string(kBand.light));
  }
  for (const FlowCard& card : stage.cards) {
    add_node(cluster, card.id, card_label(card, language), nodes);
    if (card.is_highlighted) set_attribute(nodes[card.id], "color", std::string(kBad.light));
  }
}

void add_outcome(Agraph_t* dot, const FlowOutcome& outcome, PictureLanguage language,
                 Nodes& nodes) {
  std::string label = label_text(outcome.label);
  if (outcome.reach) label = picture_share(*outcome.reach, language) + "\\n" + label;
  add_node(dot, outcome.id, label, nodes);
  if (!outcome.is_win) return;
  set_attribute(nodes[outcome.id], "fillcolor", std::string(kGood.light));
  set_attribute(nodes[outcome.id], "fontcolor", std::string(kOnGood.light));
}

void add_link(Agraph_t* dot, const FlowLink& link, double most, PictureLanguage language,
              const Nodes& nodes) {
  const auto from = nodes.find(link.from), to = nodes.find(link.to);
  if (from == nodes.end() || to == nodes.end()) return;
  Agedge_t* edge = agedge(dot, from->second, to->second, nullptr, 1);
  set_attribute(edge, "id", link.from + "__" + link.to);
  if (link.share_of_visits)
    set_attribute(edge, "label", picture_share(*link.share_of_visits, language));
  if (link.volume) {
    set_attribute(edge, "penwidth", fmt::format("{:.2f}", line_width(*link.volume, most)));
  }
}

void set_defaults(Agraph_t* dot, const FlowGraph& graph) {
  const std::string font = font_families(graph.language);
  const auto set_default = [&](int kind, const char* name, const std::string& value) {
    agattr(dot, kind, const_cast<char*>(name), graph_chars(value));
  };
  set_default(AGRAPH, "rankdir", "LR");
  set_default(AGRAPH, "label", label_text(graph.title));
  set_default(AGRAPH, "labelloc", "t");
  set_default(AGRAPH, "fontname", font);
  set_default(AGNODE, "shape", "box");
  set_default(AGNODE, "style", "filled,rounded");
  set_default(AGNODE, "color", std::string(kFlow.light));
  set_default(AGNODE, "fillcolor", std::string(kCard.light));
  set_default(AGNODE, "fontcolor", std::string(kInk.light));
  set_default(AGNODE, "fontname", font);
  set_default(AGEDGE, "color", std::string(kFlow.light));
  set_default(AGEDGE, "fontname", font);
  set_default(AGEDGE, "fontsize", "11");
}

}  // namespace

std::string flow_dot(const FlowGraph& graph) {
  Agraph_t* dot = open_graph("journey");
  set_defaults(dot, graph);
  Nodes nodes;
  for (const FlowStage& stage : graph.stages) add_stage(dot, stage, graph.words, nodes);
  for (const FlowOutcome& outcome : graph.outcomes) add_outcome(dot, outcome, graph.words, nodes);
  const double most = most_volume(graph);
  for (const FlowLink& link : graph.links) add_link(dot, link, most, graph.words, nodes);
  std::string text = graph_text(dot);
  agclose(dot);
  return text;
}

}  // namespace cairn
