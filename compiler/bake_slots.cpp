#include "compiler/bake_slots.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

using Bits = std::vector<bool>;

bool is_same_number(const Spread& a, const Spread& b) {
  const auto is_near = [](double x, double y) { return std::abs(x - y) <= 1e-11; };
  return is_near(a.best, b.best) &&
         std::equal(a.worlds.begin(), a.worlds.end(), b.worlds.begin(), b.worlds.end(), is_near);
}

bool is_same_value(const SlotValue& a, const SlotValue& b) {
  if (a.kind == SlotValue::Kind::barred || b.kind == SlotValue::Kind::barred) {
    return a.kind == b.kind;
  }
  return is_same_number(a.number, b.number) && a.after == b.after;
}

bool is_inside(const Bits& narrow, const Bits& wide) {
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    if (narrow[i] && !wide[i]) return false;
  }
  return true;
}

std::size_t count(const Bits& bits) {
  return static_cast<std::size_t>(std::count(bits.begin(), bits.end(), true));
}

/// Customers who share a line, or could.
struct Candidate {
  Bits fits;          // by kind of customers
  std::size_t value;  // index into values
  std::optional<std::size_t> old;
  bool is_written = false;
};

class SlotPlanner {
 public:
  explicit SlotPlanner(const SlotProblem& problem) : problem_(problem) {}

  std::vector<SlotLinePlan> plan() {
    keep_scopes();
    find_candidates();
    std::stable_sort(
        candidates_.begin(), candidates_.end(),
        [](const Candidate& a, const Candidate& b) { return count(a.fits) > count(b.fits); });
    std::vector<SlotLinePlan> lines;
    for (Candidate& candidate : candidates_) {
      const Candidate* wider = nearest_wider(candidate);
      if (!is_needed(candidate, wider)) continue;
      candidate.is_written = true;
      SlotLinePlan line;
      line.scope = scope_of(candidate);
      line.value = candidate.value;
      line.old = candidate.old;
      if (wider != nullptr) line.inherited = problem_.values[wider->value].after;
      lines.push_back(std::move(line));
    }
    return lines;
  }

 private:
  std::size_t group_count() const { return problem_.values.size(); }

  /// Whom the scopes in `chosen` fit, all of them together.
  Bits fitting(const std::vector<std::size_t>& chosen) const {
    Bits fits(group_count(), true);
    for (std::size_t g = 0; g < group_count(); ++g) {
      for (const std::size_t scope : chosen) fits[g] = fits[g] && problem_.fits[g][scope];
    }
    return fits;
  }

  Bits fits_of(const Scope* scope) const {
    if (scope == nullptr || is_everyone(*scope)) return Bits(group_count(), true);
    for (std::size_t i = 0; i < problem_.scopes.size(); ++i) {
      if (is_same_scope(*problem_.scopes[i], *scope)) return fitting({i});
    }
    return Bits(group_count(), false);
  }

  std::vector<std::size_t> kept_scopes_of(std::size_t group) const {
    std::vector<std::size_t> scopes;
    for (const std::size_t scope : kept_) {
      if (problem_.fits[group][scope]) scopes.push_back(scope);
    }
    return scopes;
  }

  bool tells_values_apart() const {
    for (std::size_t a = 0; a < group_count(); ++a) {
      for (std::size_t b = a + 1; b < group_count(); ++b) {
        if (kept_scopes_of(a) == kept_scopes_of(b) &&
            !is_same_value(problem_.values[a], problem_.values[b])) {
          return false;
        }
      }
    }
    return true;
  }

  /// 2: of a line that gives the value, which stays; 1: of one that multiplies; 0: of others.
  int rank(std::size_t scope) const {
    int rank = 0;
    for (const SlotOldLine& line : problem_.old) {
      if (line.scope == nullptr || is_everyone(*line.scope)) continue;
      if (!is_same_scope(*line.scope, *problem_.scopes[scope])) continue;
      rank = std::max(rank, line.is_factor ? 1 : 2);
    }
    return rank;
  }

  /// Leaves out scopes that tell nobody apart.
  void keep_scopes() {
    for (std::size_t i = 0; i < problem_.scopes.size(); ++i) kept_.push_back(i);
    for (const int wanted : {0, 1}) {
      for (std::size_t i = problem_.scopes.size(); i-- > 0;) {
        if (rank(i) != wanted) continue;
        const std::vector<std::size_t> before = kept_;
        kept_.erase(std::remove(kept_.begin(), kept_.end(), i), kept_.end());
        if (!tells_values_apart()) kept_ = before;
      }
    }
  }

  void find_candidates() {
    for (std::size_t g = 0; g < group_count(); ++g) {
      Bits fits = fitting(kept_scopes_of(g));
      if (find(fits) == nullptr) candidates_.push_back({std::move(fits), g, std::nullopt});
    }
    for (const bool is_factor : {false, true}) {
      for (std::size_t i = 0; i < problem_.old.size(); ++i) {
        if (problem_.old[i].is_factor != is_factor) continue;
        Bits fits = fits_of(problem_.old[i].scope);
        if (count(fits) == 0) continue;
        Candidate* known = find(fits);
        if (known == nullptr && !is_factor) {
          const auto first = std::find(fits.begin(), fits.end(), true) - fits.begin();
          candidates_.push_back({std::move(fits), static_cast<std::size_t>(first), i});
        } else if (known != nullptr && !known->old) {
          known->old = i;
        }
      }
    }
  }

  Candidate* find(const Bits& fits) {
    for (Candidate& candidate : candidates_) {
      if (candidate.fits == fits) return &candidate;
    }
    return nullptr;
  }

  /// The narrowest written line that fits all of them, if there is one that is narrower than all
  /// others.
  const Candidate* nearest_wider(const Candidate& candidate) {
    has_several_ = false;
    const Candidate* nearest = nullptr;
    for (const Candidate& other : candidates_) {
      if (!other.is_written || !is_inside(candidate.fits, other.fits)) continue;
      if (nearest == nullptr || is_inside(other.fits, nearest->fits)) nearest = &other;
    }
    for (const Candidate& other : candidates_) {
      if (!other.is_written || !is_inside(candidate.fits, other.fits)) continue;
      has_several_ = has_several_ || !is_inside(nearest->fits, other.fits);
    }
    return nearest;
  }

  bool is_needed(const Candidate& candidate, const Candidate* wider) const {
    const SlotValue& value = problem_.values[candidate.value];
    const bool is_old = candidate.old && !problem_.old[*candidate.old].is_factor;
    if (value.kind == SlotValue::Kind::barred) return false;
    if (is_old) return true;
    if (wider == nullptr) return value.kind == SlotValue::Kind::value;
    return has_several_ || !is_same_value(value, problem_.values[wider->value]);
  }

  Scope scope_of(const Candidate& candidate) const {
    if (candidate.old) {
      const Scope* scope = problem_.old[*candidate.old].scope;
      return scope == nullptr ? Scope{} : *scope;
    }
    std::vector<std::size_t> chosen = kept_scopes_of(candidate.value);
    for (std::size_t i = chosen.size(); i-- > 0;) {
      std::vector<std::size_t> fewer = chosen;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (fitting(fewer) == candidate.fits) chosen = std::move(fewer);
    }
    Scope scope;
    for (const std::size_t one : chosen) {
      if (auto joined = join_scopes(scope, *problem_.scopes[one])) scope = std::move(*joined);
    }
    return scope;
  }

  const SlotProblem& problem_;
  std::vector<std::size_t> kept_;
  std::vector<Candidate> candidates_;
  bool has_several_ = false;  // of nearest_wider
};

}  // namespace

std::vector<SlotLinePlan> plan_slot(const SlotProblem& problem) {
  return SlotPlanner(problem).plan();
}

}  // namespace cairn
