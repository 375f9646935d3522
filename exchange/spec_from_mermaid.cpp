#include "exchange/spec_from_mermaid.h"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/label.h"
#include "exchange/unique_names.h"

namespace cairn {
namespace {

constexpr double kNeutralScore = 3;

struct Feeling {
  double value = 0;
  std::vector<std::size_t> actors;  // empty: everyone
};

struct Touchpoint {
  std::string name;
  std::string label;
  std::vector<std::string> comments;
  std::vector<Feeling> feelings;
};

struct StagePlan {
  std::string name;  // empty: none
  std::string label;
  std::vector<std::string> comments;
  std::vector<Touchpoint> touchpoints;
};

// "+2", "-0.5", "0": at most six decimals, which a score can hold exactly enough.
std::string feeling_text(double value) {
  std::string text = fmt::format("{:+.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "+0" || text == "-0" ? "0" : text;
}

// A text in quotes cannot hold the quote itself.
std::string quoted(std::string text) {
  for (char& c : text) {
    if (c == '"') c = '\'';
  }
  return fmt::format("\"{}\"", text);
}

std::string heading(std::string_view kind, const std::string& name, const std::string& label) {
  const bool says_more = !label.empty() && label_from_name(name) != label;
  return fmt::format("{} {}{}\n", kind, name, says_more ? " " + quoted(label) : "");
}

class SpecWriter {
 public:
  SpecWriter(const MermaidJourney& journey, bool (*is_reserved)(std::string_view))
      : journey_(journey), names_(is_reserved) {}

  std::string write() {
    plan();
    out_ = heading("journey", journey_name_, journey_.title);
    for (const std::string& text : journey_.descriptions) {
      out_ += fmt::format("  note    {}\n", quoted(text));
    }
    if (!actor_names_.empty()) out_ += "\n";
    for (std::size_t i = 0; i < actor_names_.size(); ++i) {
      out_ += heading("persona", actor_names_[i], actors_[i]);
    }
    out_ += fmt::format("\nsource {}\n  -> {}\n", source_, order_.front());
    for (const StagePlan& stage : stages_) write_stage(stage);
    out_ += "\n";
    write_comments(journey_.comments, "");
    out_ += fmt::format("outcome {}\n", outcome_);
    return std::move(out_);
  }

 private:
  void plan() {
    for (const MermaidSection& section : journey_.sections) plan_section(section);
    // What is written on arrows and after `for` gets its name first, and stays short.
    for (const std::string& actor : actors_) actor_names_.push_back(names_.make(actor, "person"));
    for (StagePlan& stage : stages_) {
      for (Touchpoint& touchpoint : stage.touchpoints) {
        touchpoint.name = names_.make(touchpoint.label, "step");
        order_.push_back(touchpoint.name);
      }
    }
    source_ = names_.make("start", "source");
    outcome_ = names_.make("done", "outcome");
    order_.push_back(outcome_);
    for (StagePlan& stage : stages_) {
      if (!stage.label.empty()) stage.name = names_.make(stage.label, "stage");
    }
    journey_name_ = names_.make(journey_.title, "journey");
  }

  void plan_section(const MermaidSection& section) {
    StagePlan stage;
    stage.label = section.name;
    stage.comments = section.comments;
    for (const MermaidTask& task : section.tasks) {
      const std::vector<std::size_t> actors = actor_numbers(task);
      Feeling feeling{task.score - kNeutralScore, actors};
      if (continues(stage.touchpoints, task, actors)) {
        Touchpoint& last = stage.touchpoints.back();
        last.comments.insert(last.comments.end(), task.comments.begin(), task.comments.end());
        last.feelings.push_back(std::move(feeling));
        continue;
      }
      stage.touchpoints.push_back({"", task.name, task.comments, {std::move(feeling)}});
    }
    stages_.push_back(std::move(stage));
  }

  // Whether a task adds to the last touchpoint; remembers whose feelings that has.
  bool continues(const std::vector<Touchpoint>& before, const MermaidTask& task,
                 const std::vector<std::size_t>& actors) {
    const bool is_same = !before.empty() && before.back().label == task.name && !felt_by_.empty() &&
                         !actors.empty() &&
                         std::none_of(actors.begin(), actors.end(), [this](std::size_t actor) {
                           return felt_by_.count(actor) > 0;
                         });
    if (!is_same) felt_by_.clear();
    felt_by_.insert(actors.begin(), actors.end());
    return is_same;
  }

  std::vector<std::size_t> actor_numbers(const MermaidTask& task) {
    std::vector<std::size_t> numbers;
    for (const std::string& actor : task.actors) {
      const auto [found, is_new] = actor_index_.try_emplace(actor, actors_.size());
      if (is_new) actors_.push_back(actor);
      numbers.push_back(found->second);
    }
    return numbers;
  }

  void write_comments(const std::vector<std::string>& comments, std::string_view indent) {
    for (const std::string& comment : comments) out_ += fmt::format("{}# {}\n", indent, comment);
  }

  void write_stage(const StagePlan& stage) {
    std::string_view indent;
    if (!stage.name.empty()) {
      out_ += "\n";
      write_comments(stage.comments, "");
      out_ += heading("stage", stage.name, stage.label);
      indent = "  ";
    }
    bool needs_gap = stage.name.empty();
    for (const Touchpoint& touchpoint : stage.touchpoints) {
      if (needs_gap) out_ += "\n";
      needs_gap = true;
      write_comments(touchpoint.comments, indent);
      out_ += indent;
      out_ += heading("touchpoint", touchpoint.name, touchpoint.label);
      for (const Feeling& feeling : touchpoint.feelings) {
        out_ += fmt::format("{}  feels   {}{}\n", indent, feeling_text(feeling.value),
                            whom(feeling.actors));
      }
      out_ += fmt::format("{}  -> {}\n", indent, order_[++written_]);
    }
  }

  // " for me, cat"; nothing if all actors of the diagram are meant.
  std::string whom(const std::vector<std::size_t>& actors) const {
    if (actors.empty() || actors.size() == actors_.size()) return "";
    std::string text = " for ";
    for (std::size_t i = 0; i < actors.size(); ++i) {
      if (i > 0) text += ", ";
      text += actor_names_[actors[i]];
    }
    return text;
  }

  const MermaidJourney& journey_;
  UniqueNames names_;
  std::vector<std::string> actors_;  // in order of appearance
  std::vector<std::string> actor_names_;
  std::unordered_map<std::string, std::size_t> actor_index_;
  std::unordered_set<std::size_t> felt_by_;  // actors of the last touchpoint; empty: not named
  std::vector<StagePlan> stages_;
  std::vector<std::string> order_;  // names of the touchpoints, then of the outcome
  std::size_t written_ = 0;
  std::string journey_name_, source_, outcome_;
  std::string out_;
};

}  // namespace

std::string spec_from_mermaid(const MermaidJourney& journey,
                              bool (*is_reserved)(std::string_view)) {
  return SpecWriter(journey, is_reserved).write();
}

}  // namespace cairn
