#include "journey/woven.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {
namespace {

const Change& change_at(const Journey& journey, ChangeRef ref) {
  return journey.fixes[ref.fix].changes[ref.change];
}

double strength_of(const Strengths& strengths, ChangeRef ref) {
  return strengths[ref.fix.index];
}

/// The number of a change that acts on the first or second number of an amount.
ParameterId number_of(const Change& change, bool is_second) {
  return is_second && change.amount.second.is_valid() ? change.amount.second : change.amount.first;
}

/// A number under construction, with its slopes by the written numbers it is made of.
struct Edited {
  DoubleDouble value;
  std::vector<std::pair<ParameterId, double>> slopes;
  bool is_changed = false;

  void scale_slopes(double factor) {
    for (auto& [id, slope] : slopes) slope *= factor;
  }
};

/// `set` by `set`, all `scale`s, all `raise`s and `lower`s (R14): the order of lines says nothing.
class Editor {
 public:
  Editor(const Journey& journey, const Strengths& strengths, const World& world)
      : journey_(journey), strengths_(strengths), world_(world) {}

  void edit(const std::vector<ChangeRef>& changes, bool is_second, Edited& number) const {
    for (const ChangeRef ref : changes) set(ref, is_second, number);
    multiply_and_add(changes, number);
  }

  void multiply_and_add(const std::vector<ChangeRef>& changes, Edited& number) const {
    for (const ChangeRef ref : changes) scale(ref, number);
    for (const ChangeRef ref : changes) shift(ref, number);
  }

 private:
  void set(ChangeRef ref, bool is_second, Edited& number) const {
    const Change& change = change_at(journey_, ref);
    const double strength = strength_of(strengths_, ref);
    if (change.kind != Change::Kind::set || !(strength > 0)) return;
    const ParameterId id = number_of(change, is_second);
    const DoubleDouble wanted = world_.exact_at(id);
    number.value = strength == 1 ? wanted
                                 : add(number.value,
                                       multiply({strength, 0}, add(wanted, negate(number.value))));
    number.scale_slopes(1 - strength);
    number.slopes.emplace_back(id, strength);
    number.is_changed = true;
  }

  void scale(ChangeRef ref, Edited& number) const {
    const Change& change = change_at(journey_, ref);
    const double strength = strength_of(strengths_, ref);
    if (change.kind != Change::Kind::scale || !(strength > 0)) return;
    const DoubleDouble written = world_.exact_at(change.amount.first);
    const DoubleDouble factor =
        strength == 1 ? written : DoubleDouble{std::pow(to_double(written), strength), 0};
    const double by_factor =
        strength == 1 ? to_double(number.value)
                      : to_double(number.value) * strength * to_double(factor) / to_double(written);
    number.value = multiply(number.value, factor);
    number.scale_slopes(to_double(factor));
    number.slopes.emplace_back(change.amount.first, by_factor);
    number.is_changed = true;
  }

  void shift(ChangeRef ref, Edited& number) const {
    const Change& change = change_at(journey_, ref);
    const double strength = strength_of(strengths_, ref);
    const bool is_raise = change.kind == Change::Kind::raise;
    if ((!is_raise && change.kind != Change::Kind::lower) || !(strength > 0)) return;
    const DoubleDouble by =
        multiply({is_raise ? strength : -strength, 0}, world_.exact_at(change.amount.first));
    number.value = add(number.value, by);
    number.slopes.emplace_back(change.amount.first, is_raise ? strength : -strength);
    number.is_changed = true;
  }

  const Journey& journey_;
  const Strengths& strengths_;
  const World& world_;
};

void clip(const Journey& journey, WovenNumber::Clip how, Edited& number) {
  if (!number.is_changed) return;  // what no fix touches keeps its digits
  double low = -HUGE_VAL, high = HUGE_VAL;
  if (how == WovenNumber::Clip::share) low = 0, high = 1;
  if (how == WovenNumber::Clip::positive) low = 0;
  if (how == WovenNumber::Clip::feeling) {
    low = journey.frame.emotion_low;
    high = journey.frame.emotion_high;
  }
  if (number.value.hi >= low && number.value.hi <= high) return;
  number.value = {number.value.hi < low ? low : high, 0};
  number.slopes.clear();
}

WovenNumber::Clip clip_of(Unit unit) {
  if (unit == Unit::share) return WovenNumber::Clip::share;
  const bool is_positive = unit == Unit::days || unit == Unit::people || unit == Unit::factor;
  return is_positive ? WovenNumber::Clip::positive : WovenNumber::Clip::none;
}

Edited edit_number(const Journey& journey, const WovenNumber& woven, const Strengths& strengths,
                   const World& world) {
  Edited number;
  if (woven.base.is_valid()) {
    number = {world.exact_at(woven.base), {{woven.base, 1}}, false};
  } else {
    number.value = {woven.otherwise, 0};
  }
  Editor(journey, strengths, world).edit(woven.changes, woven.is_second, number);
  clip(journey, woven.clip, number);
  return number;
}

/// An amount one of whose `set`s brings another law.
struct EditedAmount {
  Law law = Law::fixed;
  Edited first, second;
};

EditedAmount edit_amount(const Journey& journey, const WovenNumber& woven,
                         const Strengths& strengths, const World& world) {
  EditedAmount amount;
  const auto take = [&](const Amount& from, double scaled_by) {
    const auto number = [&](ParameterId id) {
      return Edited{multiply(world.exact_at(id), {scaled_by, 0}), {{id, scaled_by}}, true};
    };
    amount.law = from.law;
    if (from.first.is_valid()) amount.first = number(from.first);
    amount.second = from.second.is_valid() ? number(from.second) : amount.first;
  };
  take(woven.amount, 1);
  const auto mean = [&] {
    return law_mean(amount.law, to_double(amount.first.value), to_double(amount.second.value));
  };
  for (const ChangeRef ref : woven.changes) {
    const Change& change = change_at(journey, ref);
    const double strength = strength_of(strengths, ref);
    if (change.kind != Change::Kind::set || !(strength > 0)) continue;
    // Half of a change of law is the new law, its mean half the way: means are what adds up.
    const double before = mean();
    take(change.amount, 1);
    const double after = mean();
    if (strength < 1 && after > 0) {
      take(change.amount, (before + strength * (after - before)) / after);
    }
  }
  for (Edited* number : {&amount.first, &amount.second}) {
    Editor(journey, strengths, world).multiply_and_add(woven.changes, *number);
    clip(journey, woven.clip, *number);
  }
  return amount;
}

void put(World& world, ParameterId id, std::uint32_t offset, DoubleDouble value) {
  world.values[id.index + offset] = value.hi;
  world.low_digits[id.index + offset] = value.lo;
}

/// Changes of whole assumptions, by the parameter they change.
struct AssumptionEdit {
  ParameterId id;
  std::vector<ChangeRef> changes;
};

std::vector<AssumptionEdit> assumption_edits(const Journey& journey) {
  std::vector<AssumptionEdit> edits;
  for (const FixId fix : journey.active_fixes) {
    const std::vector<Change>& changes = journey.fixes[fix].changes;
    for (std::uint32_t i = 0; i < changes.size(); ++i) {
      if (!changes_everywhere(changes[i])) continue;
      const ParameterId id = journey.assumptions[changes[i].place.assumption].amount.first;
      const auto known = std::find_if(edits.begin(), edits.end(),
                                      [id](const AssumptionEdit& edit) { return edit.id == id; });
      if (known == edits.end()) {
        edits.push_back({id, {{fix, i}}});
      } else {
        known->changes.push_back({fix, i});
      }
    }
  }
  return edits;
}

Edited edit_assumption(const Journey& journey, const AssumptionEdit& edit,
                       const Strengths& strengths, const World& world) {
  Edited number{world.exact_at(edit.id), {{edit.id, 1}}, false};
  Editor(journey, strengths, world).edit(edit.changes, false, number);
  clip(journey, clip_of(journey.parameters[edit.id].unit), number);
  return number;
}

void hand_on(const Edited& number, double slope, std::vector<double>& gradient) {
  for (const auto& [id, by] : number.slopes) gradient[id.index] += slope * by;
}

}  // namespace

bool WovenNumber::means_the_same(const WovenNumber& other) const {
  return kind == other.kind && clip == other.clip && is_second == other.is_second &&
         base == other.base && otherwise == other.otherwise && amount == other.amount &&
         changes == other.changes;
}

bool changes_everywhere(const Change& change) {
  return change.place.kind == ChangePlace::Kind::assumption &&
         change.kind != Change::Kind::remove && change.kind != Change::Kind::move &&
         change.scope.groups.empty() && change.scope.conditions.empty();
}

Amount law_in_world(const Amount& amount, const World& world) {
  if (amount.law != Law::woven) return amount;
  const ParameterId first = amount.first;
  return {static_cast<Law>(static_cast<int>(world.values[first.index + 2])), first,
          ParameterId{first.index + 1}};
}

void set_strengths(const Journey& journey, const Strengths& strengths, World& world) {
  for (const AssumptionEdit& edit : assumption_edits(journey)) {
    const Edited number = edit_assumption(journey, edit, strengths, world);
    if (number.is_changed) put(world, edit.id, 0, number.value);
  }
  for (const WovenNumber& woven : journey.woven) {
    switch (woven.kind) {
      case WovenNumber::Kind::number: {
        const Edited number = edit_number(journey, woven, strengths, world);
        // A feeling that only a fix begins is none at all without it, which is not the same as 0.
        const bool is_none = !woven.base.is_valid() && !number.is_changed &&
                             woven.clip == WovenNumber::Clip::feeling;
        put(world, woven.id, 0,
            is_none ? DoubleDouble{std::numeric_limits<double>::quiet_NaN(), 0} : number.value);
        break;
      }
      case WovenNumber::Kind::amount: {
        const EditedAmount amount = edit_amount(journey, woven, strengths, world);
        put(world, woven.id, 0, amount.first.value);
        put(world, woven.id, 1, amount.second.value);
        put(world, woven.id, 2, {static_cast<double>(amount.law), 0});
        break;
      }
      case WovenNumber::Kind::part: {
        const ChangeRef ref = woven.changes.front();
        const double part = world.at(change_at(journey, ref).amount.first);
        put(world, woven.id, 0, {std::clamp(strength_of(strengths, ref) * part, 0.0, 1.0), 0});
        break;
      }
    }
  }
}

Strengths full_strength(const Journey& journey) {
  Strengths strengths(journey.fixes.size(), 0);
  for (const FixId fix : journey.active_fixes) strengths[fix.index] = 1;
  return strengths;
}

void unweave_gradient(const Journey& journey, const Strengths& strengths, const World& today,
                      std::vector<double>& gradient) {
  World world = today;
  set_strengths(journey, strengths, world);
  for (std::size_t i = journey.woven.size(); i-- > 0;) {
    const WovenNumber& woven = journey.woven[i];
    double& slope = gradient[woven.id.index];
    if (woven.kind == WovenNumber::Kind::number) {
      hand_on(edit_number(journey, woven, strengths, world), slope, gradient);
    } else if (woven.kind == WovenNumber::Kind::amount) {
      const EditedAmount amount = edit_amount(journey, woven, strengths, world);
      hand_on(amount.first, slope, gradient);
      hand_on(amount.second, gradient[woven.id.index + 1], gradient);
      gradient[woven.id.index + 1] = 0;
    } else {
      const ChangeRef ref = woven.changes.front();
      gradient[change_at(journey, ref).amount.first.index] += slope * strength_of(strengths, ref);
    }
    slope = 0;
  }
  for (const AssumptionEdit& edit : assumption_edits(journey)) {
    const double slope = gradient[edit.id.index];
    gradient[edit.id.index] = 0;
    hand_on(edit_assumption(journey, edit, strengths, today), slope, gradient);
  }
}

}  // namespace cairn
