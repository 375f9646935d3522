// `remove` and `move`: the rows that they make, written line by line.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/bake_groups.h"
#include "compiler/bake_values.h"
#include "grammar/ast.h"
#include "journey/changes.h"
#include "journey/describe.h"

namespace cairn {
namespace {

constexpr double kSameShare = 1e-12;
constexpr int kTightDigits = 2;  // more, where rounding must not add up to more than a whole

bool is_row_change(const Change& change) {
  return change.kind == Change::Kind::remove || change.kind == Change::Kind::move;
}

class RowBaker {
 public:
  RowBaker(BakeGround& ground, Draft& draft, const FixWorlds& worlds, const Site& site)
      : ground_(ground),
        draft_(draft),
        worlds_(worlds),
        site_(site),
        flows_(flows_at(ground.journey, site)),
        found_(find_groups(ground, site)),
        groups_(found_.groups) {}

  void bake() {
    if (groups_.empty()) return;
    find_targets();
    choose_rest();
    find_extra_digits();
    for (const PlaceId target : targets_) {
      if (must_write(target)) write_target(target);
    }
    if (removes_here()) bake_causes(ground_, draft_, worlds_, found_);
  }

 private:
  const State& state_of(const RowGroup& group) const { return state_at(ground_.spaces, group.ref); }

  const Way* way_to(const RowGroup& group, PlaceId target) const {
    for (const Way& way : state_of(group).ways) {
      if (way.target == target) return &way;
    }
    return nullptr;
  }

  void find_targets() {
    const auto add = [&](PlaceId target) {
      if (std::find(targets_.begin(), targets_.end(), target) == targets_.end()) {
        targets_.push_back(target);
      }
    };
    for (const FlowLine& flow : flows_) add(flow.target);
    for (const RowGroup& group : groups_) {
      for (const Way& way : state_of(group).ways) add(way.target);
    }
  }

  // ---- shares

  Spread share_of(const RowGroup& group, PlaceId target, bool is_written) const {
    const State& state = state_of(group);
    return spread_of(worlds_, [&](const World& world) {
      const ResolvedRow row =
          is_written ? resolve_written(state, world) : resolve_row(state, world);
      for (std::size_t w = 0; w < state.ways.size(); ++w) {
        if (state.ways[w].target == target) return row.shares[w];
      }
      return 0.0;
    });
  }

  bool is_number_changed(PlaceId target) const {
    return std::any_of(
        ground_.fix.changes.begin(), ground_.fix.changes.end(), [&](const Change& change) {
          return !is_row_change(change) && change.place.kind == ChangePlace::Kind::flow &&
                 change.place.from == site_.place && change.place.to == target;
        });
  }

  /// Whether `remove` and `move` change any share of a target that is not its rest.
  bool must_write(PlaceId target) const {
    for (const RowGroup& group : groups_) {
      const Way* way = way_to(group, target);
      if (way == nullptr || is_rest(*way)) continue;
      if (is_number_changed(target)) return true;
      const double before = share_of(group, target, true).best;
      if (std::abs(share_of(group, target, false).best - before) > kSameShare) return true;
    }
    return false;
  }

  bool is_rest(const Way& way) const {
    if (way.kind == FlowLine::Kind::rest) return true;
    return rest_target_ == way.target && way.line < flows_.size() &&
           flows_[way.line].span == rest_line_;
  }

  bool has_rest(const RowGroup& group) const {
    const std::vector<Way>& ways = state_of(group).ways;
    return std::any_of(ways.begin(), ways.end(), [&](const Way& way) { return is_rest(way); });
  }

  /// Where no line takes the rest, one has to: what is refitted need not add up in every world.
  void choose_rest() {
    if (std::all_of(groups_.begin(), groups_.end(),
                    [&](const RowGroup& group) { return has_rest(group); })) {
      return;
    }
    const FlowLine* chosen = nullptr;
    for (const FlowLine& flow : flows_) {
      const auto same_target = [&](const FlowLine& other) { return other.target == flow.target; };
      if (std::count_if(flows_.begin(), flows_.end(), same_target) != 1) continue;
      if (!is_everyone(flow.scope) || is_number_changed(flow.target)) continue;
      if (flow.kind != FlowLine::Kind::share && flow.kind != FlowLine::Kind::everyone) continue;
      if (chosen == nullptr || is_loss(ground_.journey, flow.target)) chosen = &flow;
    }
    if (chosen == nullptr) return;  // then the sums tell
    const bool takes_all = std::none_of(groups_.begin(), groups_.end(),
                                        [&](const RowGroup& group) { return has_rest(group); });
    if (!takes_all) return;
    rest_target_ = chosen->target;
    rest_line_ = chosen->span;
    const Node line = draft_.line_at(chosen->span);
    replace_head(draft_, line, "rest");
    draft_.note(chosen->span, became_text(draft_, line, number_node(line), {"rest", "", false}));
  }

  static bool is_round(const Spread& number) {
    const double digits = number.best * 1e6;
    return number.is_exact() && std::abs(digits - std::round(digits)) < 1e-6;
  }

  /// Whether nothing is left to the rest, so that numbers which are rounded may add up to more than
  /// a whole.
  bool is_tight(const RowGroup& group) const {
    double rest = 0;
    bool are_round = true;
    for (const Way& way : state_of(group).ways) {
      const Spread share = share_of(group, way.target, false);
      if (is_rest(way)) {
        rest += share.best;
      } else {
        are_round = are_round && is_round(share);
      }
    }
    return rest < 1e-9 && !are_round;
  }

  void find_extra_digits() {
    const bool is_any_tight = std::any_of(groups_.begin(), groups_.end(),
                                          [&](const RowGroup& group) { return is_tight(group); });
    extra_digits_ = is_any_tight ? kTightDigits : 0;
  }

  /// The largest share that is written anew leaves what rounding may take.
  void leave_room(const RowGroup& group, PlaceId target, Spread& number) const {
    if (!is_tight(group)) return;
    PlaceId largest;
    double most = 0;
    for (const Way& way : state_of(group).ways) {
      const double share = share_of(group, way.target, false).best;
      if (is_rest(way) || share <= most || !must_write(way.target)) continue;
      most = share;
      largest = way.target;
    }
    if (largest != target) return;
    const double room = 3e-4 * std::pow(10.0, -ground_.options.precision - extra_digits_);
    number.best = std::max(number.best - room, 0.0);
    for (double& value : number.worlds) value = std::max(value - room, 0.0);
  }

  SlotValue value_of_group(const RowGroup& group, PlaceId target) const {
    SlotValue value;
    value.number = share_of(group, target, false);
    leave_room(group, target, value.number);
    const Way* way = way_to(group, target);
    if (way == nullptr) return value;
    value.kind = is_rest(*way) ? SlotValue::Kind::barred : SlotValue::Kind::value;
    value.after = way->after;
    return value;
  }

  void write_target(PlaceId target) {
    std::vector<SlotValue> values;
    for (const RowGroup& group : groups_) values.push_back(value_of_group(group, target));
    std::vector<SlotOldLine> old;
    std::vector<const FlowLine*> old_lines;
    for (const FlowLine& flow : flows_) {
      if (flow.target != target || flow.kind == FlowLine::Kind::rest) continue;
      old.push_back({&flow.scope, flow.kind == FlowLine::Kind::factor});
      old_lines.push_back(&flow);
    }
    const std::vector<SlotLinePlan> plans = plan_slot(problem_of(found_, values, old));
    std::vector<bool> is_used(old.size(), false);
    for (const SlotLinePlan& plan : plans) {
      if (plan.old) is_used[*plan.old] = true;
    }
    for (const SlotLinePlan& plan : plans) {
      const FlowLine* at = plan.old ? old_lines[*plan.old] : nullptr;
      const FlowLine* beside = old_lines.empty() ? nullptr : old_lines.back();
      write_flow(target, plan, values[plan.value], at, beside);
    }
    for (std::size_t i = 0; i < old.size(); ++i) {
      if (is_used[i] || !(old[i].is_factor || is_met(ground_, site_, *old[i].scope))) continue;
      const Node line = draft_.line_at(old_lines[i]->span);
      draft_.comment_out_inside(line);
      draft_.note(old_lines[i]->span, fmt::format("`{}` is part of the new shares",
                                                  normalise_spaces(content_text(line))));
    }
  }

  std::string content_text(Node line) const {
    const Span content = content_span(line);
    return std::string(
        line.text().substr(content.begin - line.span().begin, content.end - content.begin));
  }

  void write_flow(PlaceId target, const SlotLinePlan& plan, const SlotValue& value,
                  const FlowLine* at, const FlowLine* beside) {
    const ValueKind kind{Unit::share, WovenNumber::Clip::share, true};
    const Node line = at != nullptr ? draft_.line_at(at->span) : Node();
    const Node number = line && at->kind != FlowLine::Kind::factor ? number_node(line) : Node();
    const WrittenValue written = write_number(ground_, value.number, kind, number, extra_digits_);
    if (line) {
      replace_head(draft_, line, written.text);
      draft_.note(at->span, became_text(draft_, line, number_node(line), written));
      return;
    }
    const std::string who = scope_text(ground_.journey, plan.scope);
    std::string text = fmt::format("{}-> {}", padded_share(written.text),
                                   ground_.journey.places[target].heading.name);
    if (value.after && value.after != plan.inherited) text += " " + after_text(*value.after);
    if (!who.empty()) text += " " + who;
    draft_.count_new_line(normalise_spaces(text));
    if (beside == nullptr) {
      insert_flow(ground_, draft_, site_, text);
      return;
    }
    draft_.insert_below(draft_.line_at(beside->span), text);
    draft_.note(beside->span, fmt::format("new: `{}`", normalise_spaces(text)));
  }

  /// The words of a time on the way, from the line that has it.
  std::string after_text(const Amount& after) const {
    for (const FlowLine& flow : flows_) {
      if (!flow.after || !(*flow.after == after)) continue;
      const Node tail = tails_of(draft_.line_at(flow.span)).after;
      if (tail) return normalise_spaces(tail.text());
    }
    return {};
  }

  // ---- what those who still leave say

  bool removes_here() const {
    return std::any_of(ground_.fix.changes.begin(), ground_.fix.changes.end(),
                       [&](const Change& change) {
                         return change.kind == Change::Kind::remove &&
                                ground_.journey.pains[change.pain].place == site_.place;
                       });
  }

  BakeGround& ground_;
  Draft& draft_;
  const FixWorlds& worlds_;
  Site site_;
  const std::vector<FlowLine>& flows_;
  SiteGroups found_;
  const std::vector<RowGroup>& groups_;
  std::vector<PlaceId> targets_;
  int extra_digits_ = 0;
  PlaceId rest_target_;  // valid: the line below takes the rest from now on
  Span rest_line_;
};

}  // namespace

bool is_row_site(const BakeGround& ground, const Site& site) {
  return std::any_of(ground.fix.changes.begin(), ground.fix.changes.end(),
                     [&](const Change& change) {
                       return is_row_change(change) && acts_at(ground.applied, change, site);
                     });
}

void bake_rows(BakeGround& ground, Draft& draft) {
  std::vector<Site> sites;
  for (std::size_t i = 0; i < ground.journey.places.size(); ++i) {
    Site site;
    site.place = ground.journey.places.id_at(i);
    if (is_row_site(ground, site)) sites.push_back(site);
  }
  for (std::size_t i = 0; i < ground.journey.sources.size(); ++i) {
    Site site;
    site.source = ground.journey.sources.id_at(i);
    if (is_row_site(ground, site)) sites.push_back(site);
  }
  if (sites.empty()) return;
  const FixWorlds worlds = make_fix_worlds(ground);
  for (const Site& site : sites) RowBaker(ground, draft, worlds, site).bake();
}

}  // namespace cairn
