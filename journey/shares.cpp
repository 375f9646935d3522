#include "journey/shares.h"

#include <algorithm>
#include <cmath>

#include "journey/classes.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

// Before entry nothing has happened: a condition holds only if it denies something.
bool holds_at_entry(const Scope& scope) {
  return std::all_of(scope.conditions.begin(), scope.conditions.end(),
                     [](const Condition& condition) { return condition.is_negated; });
}

bool fits_line(const Journey& journey, const CustomerClass& customer, const Scope& scope) {
  return holds_at_entry(scope) && fits_any(journey, customer, scope.groups);
}

// Whether `a` fits fewer customers than `b`; of two that fit the same, the one that says more.
bool is_narrower(const Journey& journey, const std::vector<CustomerClass>& everyone, const Scope& a,
                 const Scope& b) {
  if (a.groups.empty()) return false;
  if (b.groups.empty()) return true;
  bool is_proper = false;
  for (const CustomerClass& customer : everyone) {
    const bool fits_a = fits_line(journey, customer, a);
    const bool fits_b = fits_line(journey, customer, b);
    if (fits_a && !fits_b) return false;
    is_proper = is_proper || (fits_b && !fits_a);
  }
  return is_proper || (implies(a, b) && !implies(b, a));
}

ShareChoice choose(const Journey& journey, const std::vector<CustomerClass>& everyone,
                   const std::vector<const ShareLine*>& fitting) {
  ShareChoice choice;
  for (const ShareLine* line : fitting) {
    if (choice.line == nullptr || is_narrower(journey, everyone, line->scope, choice.line->scope)) {
      choice.line = line;
    }
  }
  for (const ShareLine* line : fitting) {
    if (line == choice.line || choice.tied != nullptr) continue;
    if (!is_narrower(journey, everyone, choice.line->scope, line->scope)) choice.tied = line;
  }
  return choice;
}

std::vector<PersonaId> all_personas(const Journey& journey) {
  if (journey.personas.empty()) return {PersonaId{}};
  std::vector<PersonaId> ids;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    ids.push_back(journey.personas.id_at(i));
  }
  return ids;
}

std::vector<CustomerClass> persona_classes(const Journey& journey) {
  std::vector<CustomerClass> classes;
  for (const PersonaId persona : all_personas(journey)) classes.push_back({persona, {}, {}});
  return classes;
}

std::vector<CustomerClass> source_classes(const Journey& journey) {
  std::vector<CustomerClass> classes;
  for (const PersonaId persona : all_personas(journey)) {
    for (std::size_t i = 0; i < journey.sources.size(); ++i) {
      classes.push_back({persona, journey.sources.id_at(i), {}});
    }
  }
  return classes;
}

std::vector<const ShareLine*> fitting_lines(const Journey& journey, const CustomerClass& customer,
                                            const std::vector<ShareLine>& lines) {
  std::vector<const ShareLine*> fitting;
  for (const ShareLine& line : lines) {
    if (fits_line(journey, customer, line.scope)) fitting.push_back(&line);
  }
  return fitting;
}

// The comparison of two lines needs everyone; usually there is one line and nothing to compare.
template <class MakeEveryone>
ShareChoice choose_among(const Journey& journey, const std::vector<const ShareLine*>& fitting,
                         MakeEveryone make_everyone) {
  if (fitting.empty()) return {};
  if (fitting.size() == 1) return {fitting.front(), nullptr};
  return choose(journey, make_everyone(journey), fitting);
}

}  // namespace

std::vector<ShareChoice> choose_persona_shares(const Journey& journey) {
  std::vector<ShareChoice> choices;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId id = journey.personas.id_at(i);
    choices.push_back(
        choose_among(journey, fitting_lines(journey, {id, {}, {}}, journey.personas[id].shares),
                     persona_classes));
  }
  return choices;
}

std::vector<ShareChoice> choose_source_shares(const Journey& journey, PersonaId persona) {
  std::vector<ShareChoice> choices;
  for (const Source& source : journey.sources) {
    choices.push_back(choose_among(
        journey, fitting_lines(journey, {persona, {}, {}}, source.shares), persona_classes));
  }
  return choices;
}

std::vector<ShareChoice> choose_device_shares(const Journey& journey, PersonaId persona,
                                              SourceId source) {
  // A persona with device lines of its own does not look at those of the journey.
  bool has_own = false;
  for (const Device& device : journey.devices) {
    for (const Device::Line& line : device.lines) {
      has_own = has_own || (line.persona.is_valid() && line.persona == persona);
    }
  }
  const PersonaId owner = has_own ? persona : PersonaId{};
  std::vector<ShareChoice> choices;
  for (const Device& device : journey.devices) {
    std::vector<const ShareLine*> fitting;
    for (const Device::Line& line : device.lines) {
      if (line.persona != owner) continue;
      if (fits_line(journey, {persona, source, {}}, line.share.scope)) {
        fitting.push_back(&line.share);
      }
    }
    choices.push_back(choose_among(journey, fitting, source_classes));
  }
  return choices;
}

DoubleDouble written_sum(const std::vector<ShareChoice>& choices, const World& world) {
  DoubleDouble sum;
  for (const ShareChoice& choice : choices) {
    if (choice.line == nullptr || choice.line->is_rest) continue;
    sum = add(sum, world.exact_at(choice.line->value));
  }
  return sum;
}

std::vector<double> divide_whole(const std::vector<ShareChoice>& choices, const World& world) {
  const DoubleDouble sum = written_sum(choices, world);
  const double rest = std::max(0.0, to_double(add({1, 0}, negate(sum))));
  const auto rest_count = std::count_if(
      choices.begin(), choices.end(),
      [](const ShareChoice& choice) { return choice.line != nullptr && choice.line->is_rest; });
  std::vector<double> parts;
  double total = 0;
  for (const ShareChoice& choice : choices) {
    double part = 0;
    if (choice.line != nullptr && choice.line->is_rest) {
      part = rest / static_cast<double>(rest_count);
    } else if (choice.line != nullptr) {
      part = to_double(world.exact_at(choice.line->value));
    }
    parts.push_back(part);
    total += part;
  }
  for (double& part : parts) {
    if (!(total > 0)) {
      part = 1 / static_cast<double>(parts.size());
    } else if (std::abs(total - 1) > 1e-15) {
      part /= total;
    }
  }
  return parts;
}

}  // namespace cairn
