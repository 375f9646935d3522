// The Mermaid `sankey-beta` diagram: how many go which way.
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include "exchange/labels.h"
#include "exchange/mermaid_diagrams.h"

namespace cairn {
namespace {

constexpr double kEntrants = 1000;
constexpr double kFewest = 0.0005;  // of 1 000 entrants: what three decimals show as nothing

struct Link {
  std::size_t from = 0, to = 0;  // nodes: sources, then places
  double people = 0;             // of 1 000 entrants
};

// A field as RFC 4180 has it. Mermaid replaces `#WORD;` and cuts out `%%` before it looks for
// fields, and knows no other way of writing them here.
std::string field(std::string_view text) {
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    quoted += text[i];
    if (text[i] == '"') quoted += '"';
    if (text[i] == '#' || (text[i] == '%' && i + 1 < text.size() && text[i + 1] == '%')) {
      quoted += ' ';
    }
  }
  return quoted + '"';
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80U) return false;
  }
  return true;
}

// Links that close a circle: those that a walk in depth meets while it is still below their target.
// Everything else is free of circles.
class CircleFinder {
 public:
  CircleFinder(std::size_t node_count, const std::vector<Link>& links)
      : links_(links), outgoing_(node_count), mark_(node_count, Mark::unseen) {
    for (std::size_t i = 0; i < links.size(); ++i) outgoing_[links[i].from].push_back(i);
  }

  std::vector<bool> find() {
    std::vector<bool> closes(links_.size(), false);
    for (std::size_t node = 0; node < outgoing_.size(); ++node) walk(node, closes);
    return closes;
  }

 private:
  enum class Mark : std::uint8_t { unseen, open, done };

  void walk(std::size_t start, std::vector<bool>& closes) {
    if (mark_[start] != Mark::unseen) return;
    std::vector<std::pair<std::size_t, std::size_t>> path = {{start, 0}};  // node, next way out
    mark_[start] = Mark::open;
    while (!path.empty()) {
      const std::size_t node = path.back().first;
      if (path.back().second == outgoing_[node].size()) {
        mark_[node] = Mark::done;
        path.pop_back();
        continue;
      }
      const std::size_t link = outgoing_[node][path.back().second++];
      const std::size_t target = links_[link].to;
      if (mark_[target] == Mark::open) closes[link] = true;
      if (mark_[target] != Mark::unseen) continue;
      mark_[target] = Mark::open;
      path.emplace_back(target, 0);
    }
  }

  const std::vector<Link>& links_;
  std::vector<std::vector<std::size_t>> outgoing_;
  std::vector<Mark> mark_;
};

std::vector<std::string> node_labels(const Journey& journey) {
  std::vector<const Heading*> headings;
  for (const Source& source : journey.sources) headings.push_back(&source.heading);
  for (const Place& place : journey.places) headings.push_back(&place.heading);
  return distinct_labels(headings);
}

std::vector<Link> links_of(const Journey& journey, const std::vector<FlowVolume>& flows,
                           std::size_t& left_out) {
  std::vector<Link> links;
  for (const FlowVolume& flow : flows) {
    const double people = flow.per_entrant * kEntrants;
    if (people < kFewest) {
      if (people > 0) ++left_out;
      continue;
    }
    const std::size_t from =
        flow.source.is_valid() ? flow.source.index : journey.sources.size() + flow.from.index;
    links.push_back({from, journey.sources.size() + flow.to.index, people});
  }
  return links;
}

}  // namespace

Exported sankey_diagram(const Journey& journey, const std::vector<FlowVolume>& flows) {
  const std::vector<std::string> labels = node_labels(journey);
  std::size_t too_few = 0;
  const std::vector<Link> links = links_of(journey, flows, too_few);
  const std::vector<bool> closes = CircleFinder(labels.size(), links).find();
  Exported result;
  result.text = "sankey-beta\n\n%% from, to, people of 1 000 who enter\n";
  std::size_t again = 0;
  bool has_letters = false;
  for (std::size_t i = 0; i < links.size(); ++i) {
    std::string target = labels[links[i].to];
    if (closes[i]) target += " (again)";
    if (closes[i]) ++again;
    has_letters = has_letters || !is_ascii(labels[links[i].from]) || !is_ascii(target);
    result.text += fmt::format("{},{},{}\n", field(labels[links[i].from]), field(target),
                               decimal_text(links[i].people, 3));
  }
  if (again > 0) {
    result.remarks.push_back(fmt::format(
        "Mermaid draws no circles: {} at \"… (again)\", and what follows is counted among "
        "the ways out of the place itself",
        again == 1 ? "1 way back ends" : fmt::format("{} ways back end", again)));
  }
  if (too_few > 0) {
    result.remarks.push_back(fmt::format(
        "{} that fewer than one entrant in a million takes {} left out",
        too_few == 1 ? "1 way" : fmt::format("{} ways", too_few), too_few == 1 ? "is" : "are"));
  }
  if (has_letters) {
    result.remarks.push_back(
        "Mermaid 11 reads only ASCII letters in a Sankey diagram; labels with others need a later "
        "one");
  }
  return result;
}

}  // namespace cairn
