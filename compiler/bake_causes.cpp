// The pains of a place where some are removed: the others cause more of what exits are left.
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/bake_groups.h"
#include "compiler/bake_values.h"
#include "grammar/ast.h"
#include "journey/describe.h"

namespace cairn {
namespace {

constexpr double kSameShare = 1e-12;

/// The parts of the exits that remain, by cause of a state: a (1 - x) / (1 - Σ a x).
std::vector<double> remaining_causes(const State& state, const World& world) {
  std::vector<double> kept(state.causes.size(), 1);
  bool may_share = false;
  for (const Way& way : state.ways) may_share = may_share || !way.is_loss;
  for (const Removal& removal : state.removals) {
    if (removal.toward == kNoWay && !may_share) continue;
    kept[removal.cause] *= 1 - world.at(removal.part);
  }
  double freed = 0;
  std::vector<double> shares;
  for (std::size_t c = 0; c < kept.size(); ++c) {
    shares.push_back(world.at(state.causes[c].share));
    freed += shares[c] * (1 - kept[c]);
  }
  if (!(freed < 1)) return shares;  // nobody is left to ask
  for (std::size_t c = 0; c < kept.size(); ++c) shares[c] *= kept[c] / (1 - freed);
  return shares;
}

class CauseBaker {
 public:
  CauseBaker(BakeGround& ground, Draft& draft, const FixWorlds& worlds, const SiteGroups& site)
      : ground_(ground), draft_(draft), worlds_(worlds), site_(site) {}

  void bake() {
    for (const PainId pain : ground_.journey.places[site_.site.place].pains) {
      if (!ground_.journey.pains[pain].causes.empty()) write_pain(pain);
    }
  }

 private:
  void write_pain(PainId pain) {
    bool is_changed = false;
    std::vector<SlotValue> values;
    for (const RowGroup& group : site_.groups) {
      const State& state = state_at(ground_.spaces, group.ref);
      SlotValue value;
      value.number.worlds.assign(worlds_.drawn.size(), 0);
      for (std::size_t c = 0; c < state.causes.size(); ++c) {
        if (state.causes[c].pain != pain) continue;
        value.kind = SlotValue::Kind::value;
        value.number = spread_of(
            worlds_, [&](const World& world) { return remaining_causes(state, world)[c]; });
        const double before = worlds_.best.at(state.causes[c].share);
        is_changed = is_changed || std::abs(value.number.best - before) > kSameShare;
      }
      values.push_back(std::move(value));
    }
    if (!is_changed) return;
    const std::vector<CauseLine>& lines = ground_.journey.pains[pain].causes;
    std::vector<SlotOldLine> old;
    for (const CauseLine& line : lines) old.push_back({&line.scope, false});
    for (const SlotLinePlan& plan : plan_slot(problem_of(site_, values, old))) {
      write_cause(plan, values[plan.value], lines);
    }
  }

  void write_cause(const SlotLinePlan& plan, const SlotValue& value,
                   const std::vector<CauseLine>& lines) {
    const ValueKind kind{Unit::share, WovenNumber::Clip::share, true};
    const CauseLine& at = plan.old ? lines[*plan.old] : lines.back();
    const Node line = draft_.line_at(at.span);
    const Node number = number_node(line);
    const WrittenValue written = write_number(ground_, value.number, kind, number);
    if (plan.old) {
      draft_.replace(number.span(), written.text);
      draft_.note(at.span, became_text(draft_, line, number, written));
      return;
    }
    const std::string text =
        line_with(line, number, written.text, scope_text(ground_.journey, plan.scope));
    draft_.count_new_line(normalise_spaces(text));
    draft_.insert_below(line, text);
    draft_.note(at.span, fmt::format("new: `{}`", normalise_spaces(text)));
  }

  BakeGround& ground_;
  Draft& draft_;
  const FixWorlds& worlds_;
  const SiteGroups& site_;
};

}  // namespace

void bake_causes(BakeGround& ground, Draft& draft, const FixWorlds& worlds,
                 const SiteGroups& site) {
  CauseBaker(ground, draft, worlds, site).bake();
}

}  // namespace cairn
