#include "simulator/paired.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "journey/apply.h"
#include "journey/metric_name.h"
#include "journey/renames.h"
#include "simulator/estimates.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

constexpr double kDaysPerMonth = 30.4375;  // language.md R3

/// Two predictions of the same meaning agree at least so far.
constexpr double kSameFigure = 1e-9;

// ---- the same draws -----------------------------------------------------------------------------

template <class Items>
void add_renames(const Items& before, const Items& after, Renames& renames) {
  renames.merge(find_renames(before, after));
}

/// All kinds share one space of names.
Renames all_renames(const Journey& before, const Journey& after) {
  Renames renames;
  add_renames(before.personas, after.personas, renames);
  add_renames(before.sources, after.sources, renames);
  add_renames(before.places, after.places, renames);
  add_renames(before.assumptions, after.assumptions, renames);
  add_renames(before.fixes, after.fixes, renames);
  add_renames(before.scenarios, after.scenarios, renames);
  return renames;
}

/// A key of meaning with the new names: "touchpoint cart|-> order|for mobile".
std::string renamed_key(const std::string& key, const Renames& renames) {
  std::string out;
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t end = std::min(key.find_first_of(" |,", at), key.size());
    const std::string word = key.substr(at, end - at);
    const auto found = renames.find(word);
    out += found == renames.end() ? word : found->second;
    if (end < key.size()) out += key[end];
    at = end + 1;
  }
  return out;
}

}  // namespace

Journey drawn_alike(const Journey& before, const Journey& after) {
  const Renames renames = all_renames(before, after);
  Journey alike = before;
  for (std::size_t i = 0; i < alike.parameters.size(); ++i) {
    Parameter& parameter = alike.parameters[alike.parameters.id_at(i)];
    parameter.key = renamed_key(parameter.key, renames);
    if (!parameter.count_group.empty()) {
      parameter.count_group = renamed_key(parameter.count_group, renames);
    }
  }
  return alike;
}

namespace {

// ---- pairs --------------------------------------------------------------------------------------

/// One figure in every world; the same in all of them where nothing is uncertain.
std::vector<double> in_worlds(const Estimate& estimate, std::size_t worlds) {
  if (!estimate.samples.empty()) return estimate.samples;
  return std::vector<double>(worlds, estimate.best);
}

Effect change_between(const Estimate& before, const Estimate& after, bool has_worlds) {
  const std::size_t worlds = has_worlds ? std::max(before.samples.size(), after.samples.size()) : 0;
  const std::vector<double> none;
  Effect change =
      paired_effect(after.best, before.best, worlds > 0 ? in_worlds(after, worlds) : none,
                    worlds > 0 ? in_worlds(before, worlds) : none,
                    /*keep_samples=*/false);
  change.error = before.error + after.error;
  return change;
}

bool has_value(const std::optional<Answer>& answer) {
  return answer && answer->is_defined;
}

struct PairRules {
  bool has_worlds = true;     // neither side had to leave doubt aside
  bool is_same_money = true;  // one currency
};

/// Keeps what has a value on some side.
void add_pair(std::string name, std::optional<Answer> before, std::optional<Answer> after,
              const PairRules& rules, std::vector<PairedFigure>& figures) {
  if (!has_value(before) && !has_value(after)) return;
  PairedFigure figure{std::move(name), (has_value(after) ? after : before)->unit, {}, {}, {}};
  const bool is_comparable = figure.unit != Unit::money || rules.is_same_money;
  if (has_value(before) && has_value(after) && is_comparable) {
    figure.change = change_between(before->estimate, after->estimate, rules.has_worlds);
  }
  figure.before = std::move(before);
  figure.after = std::move(after);
  figures.push_back(std::move(figure));
}

void drop_samples(PairedPrediction& paired) {
  for (PairedFigure& figure : paired.figures) {
    for (std::optional<Answer>* answer : {&figure.before, &figure.after}) {
      if (*answer) (*answer)->estimate.samples.clear();
    }
  }
}

PairRules rules_for(const Journey& before, const Journey& after, const RunRecord& old_record,
                    const RunRecord& new_record) {
  PairRules rules;
  for (const RunRecord* record : {&old_record, &new_record}) {
    if (record->is_without_doubt || record->is_walked_alone) rules.has_worlds = false;
  }
  rules.is_same_money = before.frame.currency == after.frame.currency;
  return rules;
}

// ---- what is asked ------------------------------------------------------------------------------

/// A figure of both sides; the number of the question on each, if it can be asked there.
struct AskedPair {
  std::string name;
  std::optional<std::size_t> before, after;
};

class PairQuestions {
 public:
  std::vector<Question> of_before, of_after;
  std::vector<AskedPair> pairs;

  void ask(const Metric& metric, const std::string& suffix, const std::vector<Group>* before,
           const std::vector<Group>* after) {
    AskedPair pair{metric_words(metric) + suffix, {}, {}};
    if (before != nullptr) {
      pair.before = of_before.size();
      of_before.push_back({metric, *before});
    }
    if (after != nullptr) {
      pair.after = of_after.size();
      of_after.push_back({metric, *after});
    }
    pairs.push_back(std::move(pair));
  }
};

std::vector<Group> group_of(PersonaId persona) {
  Trait trait;
  trait.persona = persona;
  return {Group{{trait}}};
}

std::optional<PersonaId> persona_called(const Journey& journey, std::string_view name) {
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId id = journey.personas.id_at(i);
    if (journey.personas[id].heading.name == name) return id;
  }
  return std::nullopt;
}

/// Those of the new side in its order, then those that went. Of one persona alone everyone says
/// it all.
void ask_personas(const Journey& before, const Journey& after, PairQuestions& questions) {
  if (before.personas.size() <= 1 && after.personas.size() <= 1) return;
  const Renames renames = find_renames(before.personas, after.personas);
  std::vector<bool> is_asked(before.personas.size(), false);
  const auto new_name_of = [&](PersonaId id) {
    const std::string& name = before.personas[id].heading.name;
    const auto found = renames.find(name);
    return found == renames.end() ? name : found->second;
  };
  for (const Persona& persona : after.personas) {
    const std::string& name = persona.heading.name;
    const std::vector<Group> there = group_of(*persona_called(after, name));
    std::optional<std::vector<Group>> here;
    for (std::size_t i = 0; i < before.personas.size(); ++i) {
      if (new_name_of(before.personas.id_at(i)) != name) continue;
      is_asked[i] = true;
      here = group_of(before.personas.id_at(i));
    }
    questions.ask({}, " for " + name, here ? &*here : nullptr, &there);
  }
  for (std::size_t i = 0; i < before.personas.size(); ++i) {
    if (is_asked[i]) continue;
    const std::vector<Group> here = group_of(before.personas.id_at(i));
    questions.ask({}, " for " + new_name_of(before.personas.id_at(i)), &here, nullptr);
  }
}

void ask_money(PairQuestions& questions) {
  const std::vector<Group> everyone;
  Metric metric;
  metric.per = Per::entrant;
  for (const Metric::Kind kind :
       {Metric::Kind::revenue, Metric::Kind::cost, Metric::Kind::profit}) {
    metric.kind = kind;
    questions.ask(metric, "", &everyone, &everyone);
  }
  metric.per = Per::time;
  metric.per_days = kDaysPerMonth;
  questions.ask(metric, "", &everyone, &everyone);
}

RunOptions run_options(const PairOptions& options) {
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.keep_samples = true;
  return how;
}

}  // namespace

PairedPrediction predict_pair(const Journey& before, const Journey& after,
                              const PairOptions& options) {
  const std::vector<Group> everyone;
  PairQuestions questions;
  questions.ask({}, "", &everyone, &everyone);
  if (options.each_persona) ask_personas(before, after, questions);
  const bool has_money = !before.frame.currency.empty() || !after.frame.currency.empty();
  if (has_money) ask_money(questions);
  Prediction old_side, new_side;
  for_each_index(2, options.threads, [&](std::size_t side) {
    if (side == 0) {
      RunOptions how = run_options(options);
      how.progress = options.progress;
      old_side = predict(drawn_alike(before, after), questions.of_before, how);
    } else {
      new_side = predict(after, questions.of_after, run_options(options));
    }
  });
  PairedPrediction paired;
  paired.before = old_side.record;
  paired.after = new_side.record;
  const PairRules rules = rules_for(before, after, paired.before, paired.after);
  for (const AskedPair& pair : questions.pairs) {
    add_pair(pair.name, pair.before ? std::optional(old_side.answers[*pair.before]) : std::nullopt,
             pair.after ? std::optional(new_side.answers[*pair.after]) : std::nullopt, rules,
             paired.figures);
  }
  drop_samples(paired);
  return paired;
}

// ---- scenarios ----------------------------------------------------------------------------------

namespace {

struct ScenarioAnswers {
  std::vector<std::optional<Answer>> answers;  // by scenario
  RunRecord record;
};

/// Conversion of every scenario, all its fixes in full.
ScenarioAnswers answer_scenarios(const Journey& journey, const PairOptions& options) {
  ScenarioAnswers found;
  RunOptions how = run_options(options);
  how.people = 0;
  for (std::size_t i = 0; i < journey.scenarios.size(); ++i) {
    // One by one: those that clash with each other cannot be laid out together.
    const std::optional<Journey> applied =
        apply_fixes(journey, journey.scenarios[journey.scenarios.id_at(i)].fixes);
    found.answers.emplace_back();
    if (!applied) continue;
    Prediction prediction = predict(*applied, {{}}, how);
    found.answers.back() = std::move(prediction.answers.front());
    found.record = std::move(prediction.record);
  }
  return found;
}

}  // namespace

PairedPrediction predict_scenario_pairs(const Journey& before, const Journey& after,
                                        const PairOptions& options) {
  const Renames renames = find_renames(before.scenarios, after.scenarios);
  ScenarioAnswers old_side, new_side;
  for_each_index(2, options.threads, [&](std::size_t side) {
    if (side == 0) old_side = answer_scenarios(drawn_alike(before, after), options);
    if (side == 1) new_side = answer_scenarios(after, options);
  });
  PairedPrediction paired;
  paired.before = old_side.record;
  paired.after = new_side.record;
  const PairRules rules = rules_for(before, after, paired.before, paired.after);
  std::vector<bool> is_paired(before.scenarios.size(), false);
  const auto new_name_of = [&](std::size_t i) {
    const std::string& name = before.scenarios[before.scenarios.id_at(i)].heading.name;
    const auto found = renames.find(name);
    return found == renames.end() ? name : found->second;
  };
  for (std::size_t a = 0; a < after.scenarios.size(); ++a) {
    const std::string& name = after.scenarios[after.scenarios.id_at(a)].heading.name;
    std::optional<Answer> then;
    for (std::size_t b = 0; b < before.scenarios.size(); ++b) {
      if (new_name_of(b) != name) continue;
      is_paired[b] = true;
      then = old_side.answers[b];
    }
    add_pair(name, std::move(then), new_side.answers[a], rules, paired.figures);
  }
  for (std::size_t b = 0; b < before.scenarios.size(); ++b) {
    if (!is_paired[b]) add_pair(new_name_of(b), old_side.answers[b], {}, rules, paired.figures);
  }
  drop_samples(paired);
  return paired;
}

bool is_changed(const PairedFigure& figure) {
  if (!figure.change) return true;
  const Estimate& a = figure.before->estimate;
  const Estimate& b = figure.after->estimate;
  const auto is_far = [&](double x, double y) {
    // What the engines leave open is no change.
    const double open = a.error + b.error + kSameFigure * std::max(std::abs(x), std::abs(y));
    return std::abs(x - y) > open;
  };
  return is_far(a.best, b.best) || is_far(a.value, b.value) || is_far(a.low, b.low) ||
         is_far(a.high, b.high);
}

}  // namespace cairn
