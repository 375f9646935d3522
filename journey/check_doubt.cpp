// How much is known about the numbers: a confidence where all are exact (W604), and numbers that
// nobody can look up (N605).
#include <fmt/format.h>

#include "journey/checks.h"

namespace cairn {
namespace {

// Numbers that state a fact about customers. Settings of the model (horizon, discount), of fixes
// (`ramps`, `lasts`) and of tests are choices, feelings are judgements, and the second number of
// `median A, p90 B` has the source of the first.
class Facts {
 public:
  explicit Facts(const Journey& journey) : journey_(journey), is_fact_(journey.parameters.size()) {
    for (const Source& source : journey.sources) {
      shares(source.shares);
      flows(source.flows);
      money(source.costs);
      memory(source.memory);
    }
    for (const Persona& persona : journey.personas) {
      shares(persona.shares);
      memory(persona.memory);
    }
    for (const Device& device : journey.devices) {
      for (const Device::Line& line : device.lines) add(line.share.value);
    }
    for (const Place& place : journey.places) add_place(place);
    for (const Pain& pain : journey.pains) {
      for (const CauseLine& line : pain.causes) add(line.share);
    }
    for (const Fix& fix : journey.fixes) {
      for (const Change& change : fix.changes) add(change.amount.first);
      money(fix.costs);
    }
    for (const Assumption& assumption : journey.assumptions) add(assumption.amount.first);
    add(journey.frame.entrants);
  }

  std::size_t count(bool is_unsourced_only) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < is_fact_.size(); ++i) {
      const Parameter& parameter = journey_.parameters[journey_.parameters.id_at(i)];
      if (!is_fact_[i] || parameter.unit == Unit::feeling) continue;
      if (!is_unsourced_only || parameter.origin.empty()) ++count;
    }
    return count;
  }

 private:
  void add(ParameterId id) {
    if (id.is_valid()) is_fact_[id.index] = true;
  }
  void shares(const std::vector<ShareLine>& lines) {
    for (const ShareLine& line : lines) add(line.value);
  }
  void flows(const std::vector<FlowLine>& lines) {
    for (const FlowLine& line : lines) {
      add(line.value);
      if (line.after) add(line.after->first);
    }
  }
  void money(const std::vector<MoneyLine>& lines) {
    for (const MoneyLine& line : lines) add(line.amount.first);
  }
  void memory(const std::vector<MemoryLine>& lines) {
    for (const MemoryLine& line : lines) add(line.probability);
  }
  void add_place(const Place& place) {
    flows(place.flows);
    for (const TimeLine& line : place.takes) add(line.amount.first);
    money(place.earns);
    money(place.costs);
    memory(place.memory);
    // Three shares of one survey are one number to look up.
    for (const NpsLine& line : place.nps) add(line.promoters);
    for (const RefersLine& line : place.refers) add(line.people);
  }

  const Journey& journey_;
  std::vector<bool> is_fact_;  // by ParameterId
};

bool has_doubt(const Journey& journey) {
  for (const Parameter& parameter : journey.parameters) {
    if (parameter.doubt != Doubt::exact) return true;
  }
  return false;
}

// `assume` with a range behind a time that differs is doubt, too, and is kept as a range.
void check_confidence(const Journey& journey, Diagnostics& diagnostics) {
  if (has_doubt(journey)) return;
  Diagnostic diagnostic{Code::W604, {}, "", "", {}, {}, {}, {}};
  for (const Expectation& expectation : journey.expectations) {
    if (!expectation.confidence) continue;
    if (!diagnostic.span.is_valid()) {
      diagnostic.span = expectation.span;
      diagnostic.message =
          fmt::format("`with {} confidence`, but no number in this project is uncertain",
                      percent_text(*expectation.confidence));
    } else if (diagnostic.labels.size() < 5) {
      diagnostic.labels.push_back({expectation.span, ""});
    }
  }
  if (!diagnostic.span.is_valid()) return;
  diagnostic.help = {
      "write how well numbers are known, for example `38% to 42%`, `40% +- 2pp` or "
      "`418 of 1 024`",
      "or leave the confidence out: every number is taken as exact"};
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_doubt(const Journey& journey, Diagnostics& diagnostics) {
  check_confidence(journey, diagnostics);
  const Facts facts(journey);
  const std::size_t unsourced = facts.count(true);
  if (unsourced == 0) return;
  const std::size_t all = facts.count(false);
  Diagnostic diagnostic{Code::N605, journey.frame.heading.name_span, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{} of {} numbers {} no `from`", unsourced, all, unsourced == 1 ? "has" : "have");
  diagnostic.help = {
      "say where a number comes from at the end of its line: `from \"GA4, Nov "
      "2024\"`"};
  diagnostics.add(std::move(diagnostic));
}

}  // namespace cairn
