// The Mermaid `flowchart`: places, ways, shares as written.
#include <fmt/format.h>
#include <map>
#include <utility>

#include "exchange/labels.h"
#include "exchange/mermaid_diagrams.h"
#include "exchange/mermaid_text.h"
#include "journey/describe.h"

namespace cairn {
namespace {

class FlowchartWriter {
 public:
  explicit FlowchartWriter(const Journey& journey) : journey_(journey) {}

  Exported write() {
    text_ = "flowchart LR\n";
    for (std::size_t i = 0; i < journey_.sources.size(); ++i) {
      const Heading& heading = journey_.sources[journey_.sources.id_at(i)].heading;
      text_ += fmt::format("  {}([\"{}\"])\n", source_id(i), escape_for_mermaid(heading.label));
    }
    for (std::size_t s = 0; s < journey_.stages.size(); ++s) {
      const Stage& stage = journey_.stages[journey_.stages.id_at(s)];
      if (stage.places.empty()) continue;
      text_ +=
          fmt::format("  subgraph s{}[\"{}\"]\n", s + 1, escape_for_mermaid(stage.heading.label));
      for (const PlaceId id : stage.places) node(id, "    ");
      text_ += "  end\n";
    }
    mark_used();
    for (std::size_t p = 0; p < journey_.places.size(); ++p) {
      const PlaceId id = journey_.places.id_at(p);
      if (!journey_.places[id].stage.is_valid() && (id != journey_.leave || uses_leave_)) {
        node(id, "  ");
      }
    }
    for (std::size_t i = 0; i < journey_.sources.size(); ++i) {
      ways(source_id(i), journey_.sources[journey_.sources.id_at(i)].flows);
    }
    for (std::size_t p = 0; p < journey_.places.size(); ++p) {
      const PlaceId id = journey_.places.id_at(p);
      ways(place_id(id), journey_.places[id].flows);
    }
    return {std::move(text_), {}};
  }

 private:
  static std::string source_id(std::size_t index) { return fmt::format("e{}", index + 1); }
  static std::string place_id(PlaceId id) { return fmt::format("n{}", id.index + 1); }

  void mark_used() {
    const auto look = [this](const std::vector<FlowLine>& flows) {
      for (const FlowLine& line : flows) uses_leave_ = uses_leave_ || line.target == journey_.leave;
    };
    for (const Source& source : journey_.sources) look(source.flows);
    for (const Place& place : journey_.places) look(place.flows);
  }

  void node(PlaceId id, std::string_view indent) {
    const Place& place = journey_.places[id];
    const bool is_end = place.kind == Place::Kind::outcome;
    text_ += fmt::format("{}{}{}\"{}\"{}\n", indent, place_id(id), is_end ? "((" : "[",
                         escape_for_mermaid(place.heading.label), is_end ? "))" : "]");
  }

  // One arrow for each pair of places; what its lines say stands below each other.
  void ways(const std::string& from, const std::vector<FlowLine>& flows) {
    std::vector<std::pair<PlaceId, std::string>> arrows;
    std::map<PlaceId, std::size_t> index;
    for (const FlowLine& line : flows) {
      const auto [found, is_new] = index.try_emplace(line.target, arrows.size());
      if (is_new) arrows.emplace_back(line.target, "");
      std::string& label = arrows[found->second].second;
      const std::string words = escape_for_mermaid(words_of(line));
      if (!label.empty() && !words.empty()) label += "<br/>";
      label += words;
    }
    for (const auto& [target, label] : arrows) {
      text_ += label.empty() ? fmt::format("  {} --> {}\n", from, place_id(target))
                             : fmt::format("  {} -->|\"{}\"| {}\n", from, label, place_id(target));
    }
  }

  std::string words_of(const FlowLine& line) const {
    std::string words;
    if (line.kind == FlowLine::Kind::share) words = share_text(journey_, line);
    if (line.kind == FlowLine::Kind::rest) words = "rest";
    if (line.kind == FlowLine::Kind::factor) {
      words = "times " + decimal_text(to_double(journey_.parameters[line.value].best), 4);
    }
    const std::string scope = scope_text(journey_, line.scope);
    if (!words.empty() && !scope.empty()) words += ' ';
    return words + scope;
  }

  const Journey& journey_;
  std::string text_;
  bool uses_leave_ = false;
};

}  // namespace

Exported flowchart_diagram(const Journey& journey) {
  return FlowchartWriter(journey).write();
}

}  // namespace cairn
