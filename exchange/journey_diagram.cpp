// The Mermaid `journey` diagram: what spec_from_mermaid reads back.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <unordered_set>

#include "exchange/labels.h"
#include "exchange/mermaid_diagrams.h"
#include "exchange/mermaid_text.h"
#include "journey/world.h"

namespace cairn {
namespace {

constexpr double kNeutralScore = 3;

/// One feeling of some personas.
struct Mood {
  double score = kNeutralScore;
  std::vector<std::size_t> personas;  // empty: the journey has none
};

class DiagramWriter {
 public:
  explicit DiagramWriter(const Journey& journey)
      : journey_(journey), world_(best_estimate(journey)) {
    std::vector<const Heading*> headings;
    for (const Persona& persona : journey.personas) headings.push_back(&persona.heading);
    actors_ = distinct_labels(headings);
  }

  Exported write() {
    result_.text = "journey\n";
    const std::string& title = journey_.frame.heading.label;
    if (!title.empty()) result_.text += fmt::format("  title {}\n", escape_for_mermaid(title));
    for (const Place& place : journey_.places) {
      if (!place.stage.is_valid()) add_task(place);
    }
    for (const Stage& stage : journey_.stages) {
      result_.text += fmt::format("  section {}\n", escape_for_mermaid(stage.heading.label));
      last_label_.clear();
      for (const PlaceId id : stage.places) add_task(journey_.places[id]);
    }
    add_remarks();
    return std::move(result_);
  }

 private:
  void add_task(const Place& place) {
    if (place.kind != Place::Kind::touchpoint) {
      ++outcomes_;
      return;
    }
    const std::vector<Mood> moods = moods_of(place);
    const std::string label = label_of(place.heading, moods);
    for (const Mood& mood : moods) {
      result_.text += fmt::format("    {}: {}", label, decimal_text(mood.score, 6));
      for (std::size_t i = 0; i < mood.personas.size(); ++i) {
        result_.text += i == 0 ? ": " : ", ";
        result_.text += escape_for_mermaid(actors_[mood.personas[i]]);
      }
      result_.text += '\n';
    }
  }

  // Two touchpoints of one label side by side must not be read as one that is felt differently.
  std::string label_of(const Heading& heading, const std::vector<Mood>& moods) {
    std::unordered_set<std::size_t> personas;
    for (const Mood& mood : moods) personas.insert(mood.personas.begin(), mood.personas.end());
    const bool is_same = heading.label == last_label_ && !personas.empty() && !last_.empty() &&
                         std::none_of(personas.begin(), personas.end(), [&](std::size_t persona) {
                           return last_.count(persona) > 0;
                         });
    last_ = std::move(personas);
    last_label_ = heading.label;
    return escape_at_line_start(is_same ? fmt::format("{} ({})", heading.label, heading.name)
                                        : heading.label);
  }

  // Feelings in order of the first persona that has them.
  std::vector<Mood> moods_of(const Place& place) {
    std::vector<Mood> moods;
    for (std::size_t p = 0; p < journey_.personas.size(); ++p) {
      const std::optional<double> score = score_of(place, journey_.personas.id_at(p));
      if (!score) continue;
      const auto same = std::find_if(moods.begin(), moods.end(),
                                     [&](const Mood& mood) { return mood.score == *score; });
      if (same == moods.end()) {
        moods.push_back({*score, {p}});
      } else {
        same->personas.push_back(p);
      }
    }
    if (journey_.personas.empty()) {
      if (const auto score = score_of(place, PersonaId{})) moods.push_back({*score, {}});
    }
    for (const FeelingLine& line : place.feels) {
      if (!is_sayable(line.scope)) ++unsaid_;
    }
    if (moods.empty()) {
      Mood neutral;
      for (std::size_t p = 0; p < actors_.size(); ++p) neutral.personas.push_back(p);
      moods.push_back(std::move(neutral));
      ++unfelt_;
    }
    return moods;
  }

  // A task knows no `when`, no source and no device.
  static bool is_sayable(const Scope& scope) {
    return scope.conditions.empty() &&
           std::all_of(scope.groups.begin(), scope.groups.end(), [](const Group& group) {
             return group.traits.size() == 1 && group.traits.front().persona.is_valid();
           });
  }

  std::optional<double> score_of(const Place& place, PersonaId persona) const {
    const FeelingLine* chosen = nullptr;
    for (const FeelingLine& line : place.feels) {
      if (!is_sayable(line.scope)) continue;
      const bool is_for_all = line.scope.groups.empty();
      const bool is_named =
          std::any_of(line.scope.groups.begin(), line.scope.groups.end(),
                      [&](const Group& group) { return group.traits.front().persona == persona; });
      if (is_named || (is_for_all && chosen == nullptr)) chosen = &line;
    }
    if (chosen == nullptr) return std::nullopt;
    const Frame& frame = journey_.frame;
    const double width = frame.emotion_high - frame.emotion_low;
    return 1 + 4 * (world_.at(chosen->value) - frame.emotion_low) / width;
  }

  void add_remarks() {
    if (outcomes_ > 0) {
      result_.remarks.push_back(
          "a journey diagram has no ends and no shares: outcomes and flows are "
          "left out (--as flowchart has them)");
    }
    if (unfelt_ > 0) {
      result_.remarks.push_back(
          fmt::format("{} without `feels` {} 3: Mermaid needs a score",
                      unfelt_ == 1 ? "1 touchpoint" : fmt::format("{} touchpoints", unfelt_),
                      unfelt_ == 1 ? "gets" : "get"));
    }
    if (unsaid_ > 0) {
      result_.remarks.push_back(
          fmt::format("{} that hold only at times, or by source or device, {} left out",
                      unsaid_ == 1 ? "1 feeling" : fmt::format("{} feelings", unsaid_),
                      unsaid_ == 1 ? "is" : "are"));
    }
  }

  const Journey& journey_;
  const World world_;
  std::vector<std::string> actors_;
  Exported result_;
  std::string last_label_;
  std::unordered_set<std::size_t> last_;  // personas of the last task
  std::size_t outcomes_ = 0, unfelt_ = 0, unsaid_ = 0;
};

}  // namespace

Exported journey_diagram(const Journey& journey) {
  return DiagramWriter(journey).write();
}

}  // namespace cairn
