#include "cli/project/alternatives.h"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

#include "base/text.h"
#include "cli/project/console.h"
#include "journey/apply.h"
#include "journey/changes.h"

namespace cairn {
namespace {

template <class Table>
auto find_named(const Table& table, const std::string& name, std::string_view kind)
    -> std::optional<decltype(table.id_at(0))> {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto id = table.id_at(i);
    if (table[id].heading.name == name) return id;
    names.emplace_back(table[id].heading.name);
  }
  const std::optional<std::string> near = nearest(name, names);
  const std::string others =
      names.empty()
          ? fmt::format("; there is no {} at all", kind)
          : fmt::format("; there is {}", shorten(fmt::format("{}", fmt::join(names, ", ")), 200));
  print_note(fmt::format("cairn: no {} is called `{}`{}\n", kind,
                         shorten(escape_for_display(name), 60),
                         near ? fmt::format("; did you mean `{}`?", *near) : others));
  return std::nullopt;
}

bool refuse_clash(const Journey& journey, const std::vector<FixId>& fixes) {
  const auto clash = find_clash(journey, fixes);
  if (!clash) return false;
  const auto& [first, second] = *clash;
  const Change& change = journey.fixes[first.fix].changes[first.change];
  const bool is_move = change.kind == Change::Kind::move;
  print_note(fmt::format(
      "cairn: `{}` and `{}` both {} `{}`: take one of them{}\n",
      journey.fixes[first.fix].heading.name, journey.fixes[second.fix].heading.name,
      is_move ? "move people away from" : "set", place_text(journey, change.place),
      is_move ? "; together they move more than all of it" : ", or let one `raise` or `scale`"));
  return true;
}

void add_singles(const std::vector<FixId>& fixes, std::vector<Alternative>& alternatives) {
  for (const FixId fix : fixes) alternatives.push_back({Alternative::Kind::fix, {fix}, {}});
}

}  // namespace

std::optional<FixId> find_fix(const Journey& journey, const std::string& name) {
  return find_named(journey.fixes, name, "fix");
}

std::optional<ScenarioId> find_scenario(const Journey& journey, const std::string& name) {
  return find_named(journey.scenarios, name, "scenario");
}

std::optional<PersonaId> find_persona(const Journey& journey, const std::string& name) {
  return find_named(journey.personas, name, "persona");
}

std::optional<std::vector<Alternative>> choose_alternatives(const Journey& journey,
                                                            const std::string& scenario,
                                                            const std::vector<std::string>& fixes) {
  if (scenario.empty() && fixes.empty()) return all_alternatives(journey);
  std::vector<Alternative> alternatives;
  if (!scenario.empty()) {
    const auto id = find_scenario(journey, scenario);
    if (!id) return std::nullopt;
    add_singles(journey.scenarios[*id].fixes, alternatives);
    alternatives.push_back({Alternative::Kind::scenario, journey.scenarios[*id].fixes, *id});
  }
  std::vector<FixId> chosen;
  for (const std::string& name : fixes) {
    const auto id = find_fix(journey, name);
    if (!id) return std::nullopt;
    chosen.push_back(*id);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  if (refuse_clash(journey, chosen)) return std::nullopt;
  if (scenario.empty()) add_singles(chosen, alternatives);
  if (chosen.size() > 1) alternatives.push_back({Alternative::Kind::chosen, chosen, {}});
  return alternatives;
}

}  // namespace cairn
