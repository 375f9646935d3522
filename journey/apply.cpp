#include "journey/apply.h"

#include <algorithm>
#include <utility>

#include "journey/changes.h"
#include "journey/fix_ways.h"
#include "journey/world.h"

namespace cairn {
namespace {

/// Rows of `parameters` for a woven number. Its key is that of the number it stands for, so that
/// what differs from person to person is drawn as it is today.
void add_rows(const WovenNumber& woven, Journey& journey) {
  ParameterId acting;
  if (!woven.changes.empty()) {
    const ChangeRef ref = woven.changes.front();
    acting = journey.fixes[ref.fix].changes[ref.change].amount.first;
  }
  const auto add = [&](ParameterId today) {
    Parameter parameter;
    if (const ParameterId like = today.is_valid() ? today : acting; like.is_valid()) {
      parameter.unit = journey.parameters[like].unit;
      parameter.key = journey.parameters[like].key;
      parameter.span = journey.parameters[like].span;
    }
    if (woven.clip == WovenNumber::Clip::share) parameter.unit = Unit::share;
    journey.parameters.add(std::move(parameter));
  };
  if (woven.kind == WovenNumber::Kind::amount) {
    add(woven.amount.first);
    add(woven.amount.second.is_valid() ? woven.amount.second : woven.amount.first);
    add(woven.amount.first);
  } else {
    add(woven.base);
  }
}

void mark_touched(Journey& journey) {
  journey.is_touched.assign(journey.parameters.size(), 0);
  for (const FixId fix : journey.active_fixes) {
    for (const Change& change : journey.fixes[fix].changes) {
      const AssumptionId assumption = change.place.assumption;
      if (!assumption.is_valid()) continue;
      const ParameterId id = journey.assumptions[assumption].amount.first;
      if (id.is_valid()) journey.is_touched[id.index] = 1;
    }
  }
}

void write_best(Journey& journey) {
  const World world = best_estimate(journey);
  for (const WovenNumber& woven : journey.woven) {
    const std::uint32_t rows = woven.kind == WovenNumber::Kind::amount ? 3 : 1;
    for (std::uint32_t i = 0; i < rows; ++i) {
      const ParameterId id{woven.id.index + i};
      journey.parameters[id].best = world.exact_at(id);
    }
  }
}

}  // namespace

std::optional<Journey> apply_fixes(const Journey& journey, const std::vector<FixId>& fixes,
                                   std::size_t state_limit) {
  FixWays ways = add_fix_ways(journey, fixes);
  if (!ways.is_complete) return std::nullopt;
  Journey applied = std::move(ways.journey);
  applied.active_fixes = fixes;
  std::sort(applied.active_fixes.begin(), applied.active_fixes.end());
  mark_touched(applied);
  StateSpaces spaces = build_state_spaces(applied, state_limit);
  if (!spaces.is_complete) return std::nullopt;
  applied.woven = std::move(spaces.woven);
  for (const WovenNumber& woven : applied.woven) add_rows(woven, applied);
  applied.is_touched.resize(applied.parameters.size(), 1);
  write_best(applied);
  return applied;
}

std::vector<FixId> all_fixes(const Journey& journey) {
  std::vector<FixId> fixes;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) fixes.push_back(journey.fixes.id_at(i));
  return fixes;
}

std::optional<std::pair<ChangeRef, ChangeRef>> find_clash(const Journey& journey,
                                                          const std::vector<FixId>& fixes) {
  std::vector<ChangeRef> sets, moves;
  for (const FixId fix : fixes) {
    const std::vector<Change>& changes = journey.fixes[fix].changes;
    for (std::uint32_t i = 0; i < changes.size(); ++i) {
      if (changes[i].kind == Change::Kind::set) sets.push_back({fix, i});
      if (changes[i].kind == Change::Kind::move) moves.push_back({fix, i});
    }
  }
  const auto at = [&](ChangeRef ref) -> const Change& {
    return journey.fixes[ref.fix].changes[ref.change];
  };
  const auto part = [&](ChangeRef ref) {
    return to_double(journey.parameters[at(ref).amount.first].best);
  };
  const auto is_one_flow = [](const ChangePlace& a, const ChangePlace& b) {
    return a.to == b.to && (a.from == b.from || !a.from.is_valid() || !b.from.is_valid());
  };
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::size_t k = i + 1; k < sets.size(); ++k) {
      if (at(sets[i]).place == at(sets[k]).place &&
          may_overlap(at(sets[i]).scope, at(sets[k]).scope)) {
        return std::pair(sets[i], sets[k]);
      }
    }
  }
  for (std::size_t i = 0; i < moves.size(); ++i) {
    double sum = part(moves[i]);
    for (std::size_t k = i + 1; k < moves.size(); ++k) {
      if (!is_one_flow(at(moves[i]).place, at(moves[k]).place) ||
          !may_overlap(at(moves[i]).scope, at(moves[k]).scope)) {
        continue;
      }
      sum += part(moves[k]);
      if (sum > 1 + 1e-9) return std::pair(moves[i], moves[k]);
    }
  }
  return std::nullopt;
}

}  // namespace cairn
