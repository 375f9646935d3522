// A FlowGraph as text.
#include <fmt/format.h>

#include "base/text.h"
#include "render/flow/flow_graph.h"

namespace cairn {
namespace {

std::string share_or_dash(const std::optional<double>& share) {
  return share ? fmt::format("{:.4f}", *share) : "-";
}

std::string quoted(const std::string& text) {
  return "\"" + escape_for_display(text) + "\"";
}

void dump_card(const FlowCard& card, std::string& out) {
  out += fmt::format("  {} {} {}", card.is_entry ? "source" : "card", card.id, quoted(card.label));
  if (!card.channel.empty()) out += " channel " + card.channel;
  out += " reach " + share_or_dash(card.reach);
  if (card.leave) out += " leave " + share_or_dash(card.leave);
  if (card.still) out += " still " + share_or_dash(card.still);
  if (card.reach_today) {
    out += " today " + share_or_dash(card.reach_today) + " " + share_or_dash(card.leave_today);
  }
  if (card.feeling) out += fmt::format(" feels {:.2f}", *card.feeling);
  if (card.is_highlighted) out += " highlighted";
  if (!card.why.empty()) out += " why " + quoted(card.why);
  for (const FlowInside& inside : card.inside) {
    out += " inside " + quoted(inside.label) + " " + share_or_dash(inside.reach);
  }
  if (card.is_new) out += " new";
  if (card.is_none) out += " none";
  out += "\n";
}

}  // namespace

std::string dump_flow_graph(const FlowGraph& graph) {
  std::string out = "title " + quoted(graph.title) + "\nsubtitle " + quoted(graph.subtitle) + "\n";
  for (const FlowStage& stage : graph.stages) {
    out += fmt::format("{} {} {}",
                       stage.is_entry     ? "entry"
                       : stage.number > 0 ? "stage"
                                          : "loose",
                       stage.number, quoted(stage.label));
    out += std::string(" reach ") + (stage.reach_is_least ? ">=" : "") + share_or_dash(stage.reach);
    if (stage.has_exits) out += " exits " + share_or_dash(stage.exits);
    if (stage.exits_today) out += " today " + share_or_dash(stage.exits_today);
    if (stage.still) out += " still " + share_or_dash(stage.still);
    if (stage.other > 0) out += fmt::format(" other {:.4f}", stage.other);
    out += "\n";
    for (const FlowCard& card : stage.cards) dump_card(card, out);
  }
  for (const FlowOutcome& outcome : graph.outcomes) {
    out += fmt::format("outcome {} {} reach {}", outcome.id, quoted(outcome.label),
                       share_or_dash(outcome.reach));
    if (outcome.reach_today) out += " today " + share_or_dash(outcome.reach_today);
    out += outcome.is_win ? " win\n" : outcome.is_loss ? " loss\n" : "\n";
  }
  for (const FlowLink& link : graph.links) {
    out += fmt::format("{} -> {} volume {} share {}", link.from, link.to,
                       share_or_dash(link.volume), share_or_dash(link.share_of_visits));
    if (link.volume_today) out += " today " + share_or_dash(link.volume_today);
    out += link.is_none ? " none\n" : "\n";
  }
  out += fmt::format("hidden links {} cards {}\n", graph.hidden_links, graph.hidden_cards);
  return out;
}

}  // namespace cairn
