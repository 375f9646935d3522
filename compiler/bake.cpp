#include "compiler/bake.h"

#include <fmt/format.h>
#include <utility>

#include "compiler/bake_parts.h"
#include "journey/apply.h"
#include "journey/changes.h"
#include "journey/describe.h"

namespace cairn {
namespace {

/// Fixes that no edit of the text can stand for.
void refuse_fix(const BakeGround& ground, Draft& draft) {
  const Fix& fix = ground.fix;
  if (fix.lasts.is_valid()) {
    draft.refuse(fmt::format("{}: fix {} `lasts` and then ends, but an edit stays for good",
                             draft.place_of(fix.heading.span), quoted_name(fix.heading)));
  }
  for (const Change& change : fix.changes) {
    if (change.place.kind != ChangePlace::Kind::assumption || changes_everywhere(change)) continue;
    if (change.kind == Change::Kind::remove || change.kind == Change::Kind::move) continue;
    const std::string name = ground.journey.assumptions[change.place.assumption].heading.name;
    draft.refuse(fmt::format(
        "{}: `{}` is one number for all, but the change is {}: write the numbers where \"{}\" is "
        "used",
        draft.place_of(change.span), name, scope_text(ground.journey, change.scope), name));
  }
}

/// Whether a change finds anybody at a site where it acts.
bool finds_anybody(const BakeGround& ground, const Change& change) {
  if (changes_everywhere(change)) return true;
  const auto is_found = [&](const Site& site) {
    return acts_at(ground.applied, change, site) && is_met(ground, site, change.scope);
  };
  for (std::size_t i = 0; i < ground.journey.places.size(); ++i) {
    if (is_found({ground.journey.places.id_at(i), {}, {}})) return true;
  }
  for (std::size_t i = 0; i < ground.journey.sources.size(); ++i) {
    if (is_found({{}, ground.journey.sources.id_at(i), {}})) return true;
  }
  return false;
}

void note_idle(const BakeGround& ground, Draft& draft) {
  for (const Change& change : ground.fix.changes) {
    if (finds_anybody(ground, change)) continue;
    draft.note(change.span, "nothing to write: nobody comes there whom this line is about");
  }
}

Journey make_probe(const Journey& journey, FixId fix) {
  Journey probe = journey;
  probe.active_fixes = {fix};
  for (int i = 0; i < 3; ++i) probe.parameters.add({});  // an amount has three rows (woven.h)
  return probe;
}

void refuse_many(Draft& draft) {
  const std::vector<std::string>& lines = draft.new_lines();
  if (lines.size() <= kMostNewLines) return;
  draft.refuse(
      fmt::format("{} new lines would be needed, more than {}:", lines.size(), kMostNewLines));
  for (const std::string& line : lines) draft.refuse("  " + line);
}

}  // namespace

const std::vector<FlowLine>& flows_at(const Journey& journey, const Site& site) {
  return site.place.is_valid() ? journey.places[site.place].flows
                               : journey.sources[site.source].flows;
}

Spread number_with(BakeGround& ground, WovenNumber number) {
  number.id = ground.probe.parameters.id_at(ground.journey.parameters.size());
  const ParameterId id = number.id;
  ground.probe.woven = {std::move(number)};
  const Strengths strengths = full_strength(ground.probe);
  const auto value_in = [&](World world) {
    world.values.resize(ground.probe.parameters.size());
    world.low_digits.resize(ground.probe.parameters.size());
    set_strengths(ground.probe, strengths, world);
    return world.at(id);
  };
  Spread spread;
  spread.best = value_in(ground.best);
  spread.worlds.reserve(ground.worlds.size());
  for (const World& world : ground.worlds) spread.worlds.push_back(value_in(world));
  return spread;
}

Baked bake_fix(const Project& project, const Journey& journey, FixId id,
               const std::vector<World>& worlds, const BakeOptions& options) {
  Draft draft(project);
  std::optional<Journey> applied = apply_fixes(journey, {id});
  if (!applied) {
    draft.refuse("the journey with the fix has too many states");
    return draft.take();
  }
  StateSpaces spaces = build_state_spaces(*applied);
  auto sites = group_by_site(*applied, spaces);
  BakeGround ground{project,
                    journey,
                    journey.fixes[id],
                    id,
                    std::move(*applied),
                    std::move(spaces),
                    std::move(sites),
                    make_probe(journey, id),
                    best_estimate(journey),
                    worlds,
                    options};
  refuse_fix(ground, draft);
  bake_numbers(ground, draft);
  bake_rows(ground, draft);
  bake_mentions(ground, draft);
  note_idle(ground, draft);
  refuse_many(draft);
  return draft.take();
}

}  // namespace cairn
