#include "journey/state_edits.h"

#include <algorithm>

namespace cairn {
namespace {

using Acts = ChangePlace::Kind;

const Change& change_at(const Journey& journey, ChangeRef ref) {
  return journey.fixes[ref.fix].changes[ref.change];
}

bool is_number_change(const Change& change) {
  return change.kind != Change::Kind::remove && change.kind != Change::Kind::move;
}

/// `set` and `raise` begin at 0 where nothing is written; feelings may be lowered from there too.
bool may_begin(const Change& change) {
  return change.kind == Change::Kind::set || change.kind == Change::Kind::raise ||
         change.place.kind == Acts::feels;
}

class StateEditor {
 public:
  StateEditor(const Journey& journey, const SitePlan& plan, const Fit& fit)
      : journey_(journey), plan_(plan), fit_(fit) {}

  template <class Test>
  std::vector<ChangeRef> changes_where(Test test) const {
    std::vector<ChangeRef> found;
    for (const SiteChange& one : plan_.changes) {
      if (fit_[one.scope] != 0 && test(change_at(journey_, one.ref))) found.push_back(one.ref);
    }
    return found;
  }

  std::vector<ChangeRef> changes_of_flow(PlaceId target) const {
    return changes_where([&](const Change& change) {
      return is_number_change(change) && change.place.kind == Acts::flow &&
             change.place.to == target;
    });
  }

  std::vector<ChangeRef> changes_of(Acts word) const {
    return changes_where([&](const Change& change) {
      return is_number_change(change) && change.place.kind == word;
    });
  }

  std::vector<ChangeRef> changes_of_assumption(ParameterId id) const {
    const AssumptionId assumption =
        id.index < journey_.parameters.size() ? journey_.parameters[id].assumption : AssumptionId{};
    if (!assumption.is_valid()) return {};
    return changes_where([&](const Change& change) {
      return is_number_change(change) && change.place.kind == Acts::assumption &&
             change.place.assumption == assumption;
    });
  }

  bool may_begin_any(const std::vector<ChangeRef>& changes) const {
    return std::any_of(changes.begin(), changes.end(),
                       [&](ChangeRef ref) { return may_begin(change_at(journey_, ref)); });
  }

  const Change& at(ChangeRef ref) const { return change_at(journey_, ref); }

 private:
  const Journey& journey_;
  const SitePlan& plan_;
  const Fit& fit_;
};

std::uint32_t way_to(const State& state, PlaceId target) {
  for (std::uint32_t w = 0; w < state.ways.size(); ++w) {
    if (state.ways[w].target == target) return w;
  }
  return kNoWay;
}

// ---- numbers ------------------------------------------------------------------------------------

ParameterId weave(WovenTable& table, WovenNumber::Clip clip, ParameterId base, double otherwise,
                  const std::vector<ChangeRef>& changes, bool is_second = false) {
  WovenNumber number;
  number.clip = clip;
  number.base = base;
  number.otherwise = otherwise;
  number.is_second = is_second;
  number.changes = changes;
  return table.row_of(std::move(number));
}

/// An amount after changes; `before` is none where nothing is written.
Amount weave_amount(const StateEditor& editor, WovenTable& table, WovenNumber::Clip clip,
                    const std::optional<Amount>& before, const std::vector<ChangeRef>& changes) {
  std::optional<Law> law;
  if (before) law = before->law;
  bool is_mixed = false;
  for (const ChangeRef ref : changes) {
    if (editor.at(ref).kind != Change::Kind::set) continue;
    const Law wanted = editor.at(ref).amount.law;
    is_mixed = is_mixed || (law && *law != wanted);
    law = wanted;
  }
  if (is_mixed) {
    WovenNumber number;
    number.kind = WovenNumber::Kind::amount;
    number.clip = clip;
    if (before) number.amount = *before;
    number.changes = changes;
    const ParameterId first = table.row_of(std::move(number));
    return {Law::woven, first, {}};
  }
  Amount amount;
  amount.law = law.value_or(Law::fixed);
  amount.first = weave(table, clip, before ? before->first : ParameterId{}, 0, changes);
  const bool has_second = amount.law == Law::lognormal_p90 || amount.law == Law::lognormal_p5_p95;
  if (has_second) {
    amount.second = weave(table, clip, before ? before->second : ParameterId{}, 0, changes, true);
  }
  return amount;
}

void edit_money(const StateEditor& editor, WovenTable& table, Acts word, bool is_written,
                std::vector<MoneyLine>& lines) {
  const std::vector<ChangeRef> changes = editor.changes_of(word);
  if (changes.empty()) return;
  for (MoneyLine& line : lines) {
    line.amount = weave_amount(editor, table, WovenNumber::Clip::none, line.amount, changes);
  }
  if (is_written || !editor.may_begin_any(changes)) return;
  MoneyLine line;
  line.amount = weave_amount(editor, table, WovenNumber::Clip::none, std::nullopt, changes);
  lines.push_back(std::move(line));
}

void edit_values(const Journey& journey, const StateEditor& editor, WovenTable& table,
                 State& state) {
  if (!state.place.is_valid()) return;
  const Place& place = journey.places[state.place];
  const std::vector<ChangeRef> takes = editor.changes_of(Acts::takes);
  if (!takes.empty() && (state.takes || (place.takes.empty() && editor.may_begin_any(takes)))) {
    state.takes = weave_amount(editor, table, WovenNumber::Clip::positive, state.takes, takes);
  }
  const std::vector<ChangeRef> feels = editor.changes_of(Acts::feels);
  if (!feels.empty() && (state.feels.is_valid() || place.feels.empty())) {
    state.feels = weave(table, WovenNumber::Clip::feeling, state.feels, 0, feels);
  }
  edit_money(editor, table, Acts::earns, !place.earns.empty(), state.earns);
  edit_money(editor, table, Acts::costs, !place.costs.empty(), state.costs);
}

void edit_ways(const StateEditor& editor, WovenTable& table, State& state) {
  for (Way& way : state.ways) {
    if (way.kind == FlowLine::Kind::rest) continue;
    const std::vector<ChangeRef> changes = editor.changes_of_flow(way.target);
    const bool is_empty = way.kind == FlowLine::Kind::share && !way.value.is_valid();
    if (changes.empty() && !is_empty) continue;
    const double otherwise = way.kind == FlowLine::Kind::everyone ? 1 : 0;
    way.value = weave(table, WovenNumber::Clip::share, way.value, otherwise, changes);
    way.kind = FlowLine::Kind::share;
  }
}

// ---- assumptions with `for` or `when` -----------------------------------------------------------

void edit_assumptions(const Journey& journey, const SitePlan& plan, const Fit& fit,
                      WovenTable& table, State& state) {
  const auto edit = [&](ParameterId& id) { id = edit_assumed(journey, plan, fit, table, id); };
  const auto edit_amount = [&](Amount& amount) { edit(amount.first), edit(amount.second); };
  for (Way& way : state.ways) {
    edit(way.value);
    for (ParameterId& factor : way.factors) edit(factor);
    if (way.after) edit_amount(*way.after);
  }
  if (state.takes) edit_amount(*state.takes);
  for (MoneyLine& line : state.earns) edit_amount(line.amount);
  for (MoneyLine& line : state.costs) edit_amount(line.amount);
  edit(state.feels);
  for (Cause& cause : state.causes) edit(cause.share);
}

// ---- remove and move ----------------------------------------------------------------------------

ParameterId weave_part(WovenTable& table, ChangeRef ref) {
  WovenNumber number;
  number.kind = WovenNumber::Kind::part;
  number.clip = WovenNumber::Clip::share;
  number.changes = {ref};
  return table.row_of(std::move(number));
}

void note_removals(const StateEditor& editor, WovenTable& table, State& state) {
  for (std::uint32_t c = 0; c < state.causes.size(); ++c) {
    const auto removes = editor.changes_where([&](const Change& change) {
      return change.kind == Change::Kind::remove && change.pain == state.causes[c].pain;
    });
    for (const ChangeRef ref : removes) {
      const PlaceId toward = editor.at(ref).toward;
      state.removals.push_back(
          {c, toward.is_valid() ? way_to(state, toward) : kNoWay, weave_part(table, ref)});
    }
  }
}

std::vector<ChangeRef> moves_from(const StateEditor& editor, PlaceId target) {
  return editor.changes_where([&](const Change& change) {
    return change.kind == Change::Kind::move && change.place.to == target;
  });
}

void note_moves(const StateEditor& editor, WovenTable& table, State& state) {
  for (std::uint32_t from = 0; from < state.ways.size(); ++from) {
    for (const ChangeRef ref : moves_from(editor, state.ways[from].target)) {
      const std::uint32_t to = way_to(state, editor.at(ref).toward);
      if (to != kNoWay && to != from) {
        state.reroutes.push_back({from, to, weave_part(table, ref)});
      }
    }
  }
}

bool is_written(const std::vector<FlowLine>& flows, PlaceId target) {
  return std::any_of(flows.begin(), flows.end(), [&](const FlowLine& line) {
    return !line.added_by.is_valid() && line.kind != FlowLine::Kind::factor &&
           line.target == target;
  });
}

std::uint32_t added_line(const std::vector<FlowLine>& flows, PlaceId target) {
  for (std::uint32_t i = 0; i < flows.size(); ++i) {
    if (flows[i].added_by.is_valid() && flows[i].target == target) return i;
  }
  return kNoWay;
}

const std::vector<FlowLine>& flows_of(const Journey& journey, const Site& site) {
  return site.place.is_valid() ? journey.places[site.place].flows
                               : journey.sources[site.source].flows;
}

}  // namespace

bool is_edited(const Journey& journey, const SitePlan& plan, const Fit& fit, PlaceId target) {
  return !plan.changes.empty() && !StateEditor(journey, plan, fit).changes_of_flow(target).empty();
}

std::vector<OpenedWay> ways_to_open(const Journey& journey, const SitePlan& plan, const Fit& fit,
                                    const State& state) {
  std::vector<OpenedWay> opened;
  if (plan.changes.empty()) return opened;
  const StateEditor editor(journey, plan, fit);
  const std::vector<FlowLine>& flows = flows_of(journey, plan.site);
  const auto is_there = [&](PlaceId target) {
    return way_to(state, target) != kNoWay ||
           std::any_of(opened.begin(), opened.end(),
                       [&](const OpenedWay& way) { return way.target == target; });
  };
  const auto open = [&](PlaceId target) {
    const std::uint32_t line = added_line(flows, target);
    if (line != kNoWay && !is_there(target)) opened.push_back({target, line});
  };
  for (const ChangeRef ref : editor.changes_of(Acts::flow)) {
    const Change& change = editor.at(ref);
    // A place with several overrides is changed in each of them, and nowhere else.
    if (may_begin(change) && !is_written(flows, change.place.to)) open(change.place.to);
  }
  for (const ChangeRef ref : editor.changes_where(
           [](const Change& change) { return change.kind == Change::Kind::remove; })) {
    const Change& change = editor.at(ref);
    const bool holds = std::any_of(state.causes.begin(), state.causes.end(),
                                   [&](const Cause& cause) { return cause.pain == change.pain; });
    if (holds && change.toward.is_valid()) open(change.toward);
  }
  // Moves share the ways that are there without them; they do not move each other.
  const std::vector<OpenedWay> before = opened;
  const auto move_from = [&](PlaceId target) {
    for (const ChangeRef ref : moves_from(editor, target)) open(editor.at(ref).toward);
  };
  for (const Way& way : state.ways) move_from(way.target);
  for (const OpenedWay& way : before) move_from(way.target);
  return opened;
}

ParameterId edit_assumed(const Journey& journey, const SitePlan& plan, const Fit& fit,
                         WovenTable& table, ParameterId id) {
  if (!id.is_valid() || plan.changes.empty()) return id;
  const std::vector<ChangeRef> changes = StateEditor(journey, plan, fit).changes_of_assumption(id);
  if (changes.empty()) return id;
  const bool is_share = journey.parameters[id].unit == Unit::share;
  return weave(table, is_share ? WovenNumber::Clip::share : WovenNumber::Clip::none, id, 0,
               changes);
}

void edit_state(const Journey& journey, const SitePlan& plan, const Fit& fit, WovenTable& table,
                State& state) {
  if (plan.changes.empty()) return;
  edit_assumptions(journey, plan, fit, table, state);
  const StateEditor editor(journey, plan, fit);
  edit_values(journey, editor, table, state);
  edit_ways(editor, table, state);
  note_removals(editor, table, state);
  note_moves(editor, table, state);
}

}  // namespace cairn
