// Fixes taken together (R14): E503, moves of one flow beyond all of it (E402), fixes that no
// scenario includes (N508).
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "journey/changes.h"

namespace cairn {
namespace {

// A change and the fix it stands in.
struct Act {
  const Change* change = nullptr;
  FixId fix;
};

// Comparisons of two lines, over all scenarios of a file: beyond it a file is not of people.
constexpr std::size_t kMostComparisons = 2'000'000;

bool shares_flow(const ChangePlace& a, const ChangePlace& b) {
  return a.to == b.to && (a.from == b.from || !a.from.is_valid() || !b.from.is_valid());
}

class Together {
 public:
  Together(const Journey& journey, Diagnostics& diagnostics)
      : journey_(journey), diagnostics_(diagnostics) {}

  /// Lines of fixes that act at once; `where` is " in scenario …" or empty for one fix alone.
  void check(const std::vector<FixId>& fixes, Span span, const std::string& where) {
    std::vector<Act> sets;
    std::vector<Act> moves;
    for (const FixId fix : fixes) {
      for (const Change& change : journey_.fixes[fix].changes) {
        if (change.kind == Change::Kind::set) sets.push_back({&change, fix});
        if (change.kind == Change::Kind::move) moves.push_back({&change, fix});
      }
    }
    check_sets(std::move(sets), span, where);
    check_moves(std::move(moves), span, where);
  }

 private:
  static auto key_of(const Act& act) {
    const ChangePlace& place = act.change->place;
    return std::tuple(place.kind, place.to, place.from, place.at, place.assumption);
  }

  void check_sets(std::vector<Act> sets, Span span, const std::string& where) {
    std::stable_sort(sets.begin(), sets.end(),
                     [](const Act& a, const Act& b) { return key_of(a) < key_of(b); });
    for (std::size_t i = 0; i < sets.size();) {
      std::size_t end = i + 1;
      while (end < sets.size() && key_of(sets[end]) == key_of(sets[i])) ++end;
      check_number(sets, i, end, span, where);
      i = end;
    }
  }

  /// The first two of the lines that set one number for the same customers; not every pair.
  void check_number(const std::vector<Act>& sets, std::size_t begin, std::size_t end, Span span,
                    const std::string& where) {
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t k = i + 1; k < end; ++k) {
        if (++comparison_count_ > kMostComparisons) return;
        if (!may_overlap(sets[i].change->scope, sets[k].change->scope)) continue;
        if (known_.insert({sets[i].change, sets[k].change}).second) {
          report_sets(sets[i], sets[k], span, where);
        }
        return;
      }
    }
  }

  void report_sets(const Act& first, const Act& second, Span span, const std::string& where) {
    const bool is_one = first.fix == second.fix;
    const std::string what = place_text(journey_, first.change->place);
    const auto part = [&](const Act& act) {
      return amount_text(journey_, *act.change) +
             (is_one ? "" : " (" + journey_.fixes[act.fix].heading.name + ")");
    };
    Diagnostic diagnostic{Code::E503, is_one ? second.change->span : span, "", "", {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("{} sets `{}` twice: {} and {}", is_one ? "fix " + name_of(first.fix) : where,
                    what, part(first), part(second));
    diagnostic.labels = {{first.change->span, ""}};
    if (!is_one) diagnostic.labels.push_back({second.change->span, ""});
    diagnostic.help = {is_one ? "keep one of them, or say with `for` or `when` whom each is about"
                              : "keep one of them, or let one of them `raise` or `scale` instead"};
    diagnostics_.add(std::move(diagnostic));
  }

  void check_moves(std::vector<Act> moves, Span span, const std::string& where) {
    std::stable_sort(moves.begin(), moves.end(), [](const Act& a, const Act& b) {
      return a.change->place.to < b.change->place.to;
    });
    for (std::size_t i = 0; i < moves.size(); ++i) {
      // All that may act on somebody at once, beginning with this one.
      std::vector<Act> sharing = {moves[i]};
      double sum = share_of(moves[i]);
      for (std::size_t k = i + 1;
           k < moves.size() && moves[k].change->place.to == moves[i].change->place.to; ++k) {
        if (++comparison_count_ > kMostComparisons) return;
        const bool fits = std::all_of(sharing.begin(), sharing.end(), [&](const Act& act) {
          return shares_flow(act.change->place, moves[k].change->place) &&
                 may_overlap(act.change->scope, moves[k].change->scope);
        });
        if (!fits) continue;
        sharing.push_back(moves[k]);
        sum += share_of(moves[k]);
      }
      if (sum <= 1 + 1e-9 || sharing.size() < 2) continue;
      if (known_.insert({sharing.front().change, sharing.back().change}).second) {
        report_moves(sharing, sum, span, where);
      }
      // Once for a target: the lines after this one are among those it was said about.
      while (i + 1 < moves.size() && moves[i + 1].change->place.to == moves[i].change->place.to)
        ++i;
    }
  }

  double share_of(const Act& act) const {
    return to_double(journey_.parameters[act.change->amount.first].best);
  }

  void report_moves(const std::vector<Act>& moves, double sum, Span span,
                    const std::string& where) {
    const bool is_one = std::all_of(moves.begin(), moves.end(),
                                    [&](const Act& act) { return act.fix == moves.front().fix; });
    const bool is_sure = std::all_of(moves.begin(), moves.end(), [&](const Act& act) {
      return is_certain(journey_, act.change->amount.first);
    });
    Diagnostic diagnostic{Code::E402, is_one ? moves.back().change->span : span, "", "", {}, {}, {},
                          {}};
    diagnostic.message =
        fmt::format("{} moves {} of `{}`: 100% is everyone on this way",
                    is_one ? "fix " + name_of(moves.front().fix) : where,
                    percent_text(sum, is_sure), place_text(journey_, moves.front().change->place));
    for (const Act& act : moves) {
      if (act.change->span == diagnostic.span || diagnostic.labels.size() >= 6) continue;
      diagnostic.labels.push_back({act.change->span, amount_text(journey_, *act.change)});
    }
    diagnostic.help = {"lower the shares, or say with `for` or `when` whom each line is about"};
    diagnostics_.add(std::move(diagnostic));
  }

  std::string name_of(FixId fix) const { return quoted_name(journey_.fixes[fix].heading); }

  const Journey& journey_;
  Diagnostics& diagnostics_;
  std::size_t comparison_count_ = 0;
  // Only looked up, never gone through: the order of pointers decides nothing.
  std::set<std::pair<const Change*, const Change*>> known_;
};

// One note for all of them: it is a question of completeness, not one mistake each.
void note_unincluded(const Journey& journey, Diagnostics& diagnostics) {
  std::vector<bool> is_included(journey.fixes.size());
  for (const Scenario& scenario : journey.scenarios) {
    for (const FixId fix : scenario.fixes) is_included[fix.index] = true;
  }
  std::vector<std::string> names;
  Diagnostic diagnostic{Code::N508, {}, "", "", {}, {}, {}, {}};
  for (std::size_t i = 0; i < is_included.size(); ++i) {
    const Heading& heading = journey.fixes[journey.fixes.id_at(i)].heading;
    if (is_included[i]) continue;
    names.push_back("\"" + heading.name + "\"");
    if (names.size() == 1) diagnostic.span = heading.name_span;
    if (names.size() > 1 && names.size() < 6) diagnostic.labels.push_back({heading.name_span, ""});
  }
  if (names.empty()) return;
  diagnostic.message = fmt::format("fix{} {} {} in no scenario", names.size() > 1 ? "es" : "",
                                   list_text(names), names.size() > 1 ? "are" : "is");
  if (journey.scenarios.empty()) {
    diagnostic.help = {"a scenario says which fixes are meant to come together",
                       "+ scenario proposal", "+   includes " + names.front().substr(1)};
    diagnostic.help.back().pop_back();
  } else {
    diagnostic.help = {"it can be compared alone; add `includes` to a scenario if it is to come"};
  }
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_scenarios(const Journey& journey, Diagnostics& diagnostics) {
  Together together(journey, diagnostics);
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const FixId fix = journey.fixes.id_at(i);
    together.check({fix}, journey.fixes[fix].heading.name_span, "");
  }
  for (const Scenario& scenario : journey.scenarios) {
    if (scenario.fixes.size() < 2) continue;
    together.check(scenario.fixes, scenario.heading.name_span,
                   "scenario " + quoted_name(scenario.heading));
  }
  if (!diagnostics.has_errors()) note_unincluded(journey, diagnostics);
}

}  // namespace cairn
