// Texts, pains and written numbers of a column of the map.
#include <algorithm>
#include <set>

#include "render/map/map_facts.h"

namespace cairn {
namespace {

/// "Regular, Deal hunter" of the personas a line names; empty if it is about everyone.
std::string whose_words(const Journey& journey, const Scope& scope) {
  std::vector<PersonaId> named;
  for (const Group& group : scope.groups) {
    for (const Trait& trait : group.traits) {
      if (trait.persona.is_valid()) named.push_back(trait.persona);
    }
  }
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  std::string words;
  for (const PersonaId id : named) {
    words += (words.empty() ? "" : ", ") + persona_label(journey, id);
  }
  return words;
}

std::optional<double> lost_to(const MapNumbers& numbers, PainId pain) {
  for (const PainEffect& effect : numbers.pains) {
    if (effect.pain == pain) return effect.lost;
  }
  return std::nullopt;
}

/// The numbers somebody could look up, as the note on numbers without a source counts them: no
/// feelings, the first of two that make an amount.
void collect_numbers(const Journey& journey, const Place& place, std::set<ParameterId>& numbers) {
  const auto add = [&](ParameterId id) {
    if (id.is_valid()) numbers.insert(id);
  };
  for (const FlowLine& line : place.flows) {
    add(line.value);
    if (line.after) add(line.after->first);
  }
  for (const TimeLine& line : place.takes) add(line.amount.first);
  for (const MoneyLine& line : place.earns) add(line.amount.first);
  for (const MoneyLine& line : place.costs) add(line.amount.first);
  for (const MemoryLine& line : place.memory) add(line.probability);
  for (const NpsLine& line : place.nps) add(line.promoters);
  for (const RefersLine& line : place.refers) add(line.people);
  for (const PainId pain : place.pains) {
    for (const CauseLine& cause : journey.pains[pain].causes) add(cause.share);
  }
}

}  // namespace

void find_texts(const MapInput& input, const std::vector<TextLine>& lines, MapColumn& column) {
  for (const TextLine& line : lines) {
    if (!is_about(line.scope, input.persona)) continue;
    MapSaying saying{line.text, {}};
    if (!input.persona.is_valid()) saying.whose = whose_words(input.journey, line.scope);
    switch (line.kind) {
      case TextLine::Kind::does:
        column.does.push_back(saying);
        break;
      case TextLine::Kind::thinks:
        column.thinks.push_back(saying);
        break;
      case TextLine::Kind::note:
        column.notes.push_back(saying);
        break;
      case TextLine::Kind::idea:
        column.fixes.push_back({FixId{}, line.text, false});
        break;
      case TextLine::Kind::goal:
      case TextLine::Kind::need:
      case TextLine::Kind::fear:
        break;
    }
  }
}

void find_pains(const MapInput& input, const Place& place, MapColumn& column) {
  for (const PainId id : place.pains) {
    const Pain& pain = input.journey.pains[id];
    const bool is_theirs =
        pain.causes.empty()
            ? is_about(pain.scope, input.persona)
            : std::any_of(pain.causes.begin(), pain.causes.end(), [&](const CauseLine& cause) {
                return is_about(cause.scope, input.persona);
              });
    if (!is_theirs) continue;
    MapPain found;
    found.pain = id;
    found.lost.value = lost_to(shown_numbers(input), id);
    if (input.is_delta) found.lost.today = lost_to(input.today, id);
    for (const PainRelief& relief : shown_numbers(input).reliefs) {
      if (relief.pain == id) found.relief = &relief;
    }
    column.pains.push_back(found);
  }
  std::stable_sort(
      column.pains.begin(), column.pains.end(), [&](const MapPain& a, const MapPain& b) {
        const Pain &left = input.journey.pains[a.pain], &right = input.journey.pains[b.pain];
        if (left.is_reason != right.is_reason) return right.is_reason;
        return left.severity > right.severity;
      });
}

void find_evidence(const Journey& journey, MapColumn& column) {
  std::set<ParameterId> numbers;
  for (const MapTouchpoint& touchpoint : column.touchpoints) {
    collect_numbers(journey, journey.places[touchpoint.place], numbers);
  }
  for (const ParameterId id : numbers) {
    const Parameter& parameter = journey.parameters[id];
    if (parameter.doubt == Doubt::observed) {
      ++column.evidence.counted;
    } else if (!parameter.origin.empty()) {
      ++column.evidence.sourced;
    } else {
      ++column.evidence.assumed;
    }
  }
}

}  // namespace cairn
