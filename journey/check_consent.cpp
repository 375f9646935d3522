// Consent (R20): everyone who comes to a touchpoint with `requires` has the flag, on every way
// there, today and with every fix. A failure is shown by the shortest way that breaks it (E413).
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "journey/checks.h"
#include "journey/fix_ways.h"
#include "journey/shares.h"
#include "journey/walk.h"

namespace cairn {
namespace {

using GapKey = std::tuple<PlaceId, SourceId, std::uint32_t>;

// One line that lets people in who lack the flag.
struct Gap {
  Site site;
  std::uint32_t line = 0;
  std::vector<std::uint32_t> path;  // sites, from a source to the touchpoint; empty: not kept
  GapKey key() const { return {site.place, site.source, line}; }
};

// A promise that is broken: by which lines, and for whom.
struct Breach {
  std::vector<Gap> gaps;  // in the order they are met
  std::set<GapKey> known;
  std::vector<CustomerClass> customers;
};

using Promise = std::pair<PlaceId, FlagId>;
using Breaches = std::map<Promise, Breach>;

constexpr std::size_t kMostLabels = 6;
constexpr std::size_t kMostPaths = 20;  // of one breach: a place with a thousand ways in needs few
// Visits walked for all scenarios together: above it the proof would take minutes.
constexpr std::size_t kMostVisits = 4'000'000;

// Where a class enters: by every source it has a share in, and by those that others refer people
// to.
std::vector<SourceId> entered_sources(const Journey& journey, const CustomerClass& customer,
                                      const std::vector<bool>& is_referred) {
  const std::vector<ShareChoice> shares = choose_source_shares(journey, customer.persona);
  std::vector<SourceId> sources;
  for (const SourceId source : sources_of(journey, customer)) {
    const ShareLine* line = shares[source.index].line;
    const bool is_closed = line != nullptr && !line->is_rest && is_exactly(journey, line->value, 0);
    if (!is_closed || is_referred[source.index]) sources.push_back(source);
  }
  return sources;
}

std::vector<bool> referred_sources(const Journey& journey) {
  std::vector<bool> is_referred(journey.sources.size());
  for (const Place& place : journey.places) {
    for (const RefersLine& line : place.refers) is_referred[line.source.index] = true;
  }
  return is_referred;
}

// Everything a proof is made on: today's journey, or the one with the ways of all fixes.
class Proof {
 public:
  explicit Proof(const Journey& journey)
      : journey_(journey),
        classes_(find_classes(journey)),
        is_referred_(referred_sources(journey)),
        ground_(prepare_ground(journey, classes_, kDefaultStateLimit,
                               Remember::what_is_required_too)) {}

  /// Walks all ways with the given fixes (null: today); false if that would take too long.
  bool prove(const std::vector<bool>* fixes, Breaches& breaches) {
    std::size_t left = kDefaultStateLimit;
    for (const CustomerClass& customer : classes_) {
      Breaches found;
      WalkOptions options;
      options.state_limit = left;
      options.sources = entered_sources(journey_, customer, is_referred_);
      options.fixes = fixes;
      options.on_step = [&](const Walk& walk, const Step& step) {
        note_step(walk, step, found);
        return true;
      };
      const Walk walk = walk_class(journey_, ground_, customer, options);
      visit_count_ += walk.visits.size();
      if (!walk.is_complete) return false;
      left -= walk.visits.size();
      merge(found, customer, breaches);
    }
    return true;
  }

  std::size_t visit_count() const { return visit_count_; }
  const Ground& ground() const { return ground_; }
  const std::vector<CustomerClass>& classes() const { return classes_; }

 private:
  void note_step(const Walk& walk, const Step& step, Breaches& found) {
    for (const RequiresLine& line : journey_.places[step.target].requires_lines) {
      if (has_flag(ground_.layout, step.arrival, line.flag)) continue;
      Breach& breach = found[{step.target, line.flag}];
      Gap gap{ground_.plans[walk.visits[step.from].key.site].site, step.line, {}};
      if (!breach.known.insert(gap.key()).second) continue;
      // Visits come in order of distance, so the first step by a line ends a shortest way.
      if (breach.gaps.size() < kMostPaths) {
        gap.path = path_to(walk, step.from);
        gap.path.push_back(site_index(journey_, step.target));
      }
      breach.gaps.push_back(std::move(gap));
    }
  }

  static void merge(Breaches& found, const CustomerClass& customer, Breaches& breaches) {
    for (auto& [promise, one] : found) {
      Breach& breach = breaches[promise];
      breach.customers.push_back(customer);
      for (Gap& gap : one.gaps) {
        if (breach.known.insert(gap.key()).second) {
          breach.gaps.push_back(std::move(gap));
          continue;
        }
        Gap& same = *std::find_if(breach.gaps.begin(), breach.gaps.end(),
                                  [&](const Gap& other) { return other.key() == gap.key(); });
        if (!gap.path.empty() && gap.path.size() < same.path.size()) same.path = gap.path;
      }
    }
  }

  const Journey& journey_;
  std::vector<CustomerClass> classes_;
  std::vector<bool> is_referred_;
  Ground ground_;
  std::size_t visit_count_ = 0;
};

std::string site_name(const Journey& journey, Site site) {
  if (site.place.is_valid()) return journey.places[site.place].heading.name;
  return journey.sources[site.source].heading.name;
}

std::string path_text(const Journey& journey, const Ground& ground,
                      const std::vector<std::uint32_t>& path) {
  constexpr std::size_t kMostNames = 12;
  std::string text = "path: ";
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_cut =
        path.size() > kMostNames && i >= kMostNames / 2 && i + kMostNames / 2 < path.size();
    if (is_cut && i > kMostNames / 2) continue;
    text += (i == 0 ? "" : " -> ") +
            (is_cut ? std::string("…") : site_name(journey, ground.plans[path[i]].site));
  }
  return text;
}

// Lines on the way that touch the flag: why it may be missing though something sets it.
std::vector<std::string> flag_notes(const Journey& journey, const Ground& ground,
                                    const std::vector<std::uint32_t>& path, FlagId flag) {
  std::vector<std::string> notes;
  std::set<std::uint32_t> known;
  for (std::size_t i = 0; i + 1 < path.size() && notes.size() < 3; ++i) {
    if (!known.insert(path[i]).second) continue;
    const Site site = ground.plans[path[i]].site;
    for (const MemoryLine& line : memory_at(journey, site)) {
      if (line.flag != flag || line.kind == MemoryLine::Kind::clear_count) continue;
      const std::string name = site_name(journey, site);
      if (line.kind == MemoryLine::Kind::clear_flag) {
        notes.push_back(fmt::format("\"{}\" clears {}", name, journey.flags[flag].name));
      } else if (line.probability.is_valid() && !is_exactly(journey, line.probability, 1)) {
        const double share = to_double(journey.parameters[line.probability].best);
        notes.push_back(fmt::format("\"{}\" sets {} for {} of those who come there, not for all",
                                    name, journey.flags[flag].name,
                                    percent_text(share, is_certain(journey, line.probability))));
      } else if (!line.scope.groups.empty() || !line.scope.conditions.empty()) {
        notes.push_back(fmt::format("\"{}\" sets {} only {}", name, journey.flags[flag].name,
                                    scope_text(journey, line.scope)));
      }
    }
  }
  return notes;
}

std::vector<std::string> guard_help(const Journey& journey, const FlowLine& line, FlagId flag) {
  const std::string name = journey.flags[flag].name;
  if (line.added_by.is_valid() || line.kind == FlowLine::Kind::share) {
    return {fmt::format("+ {} {}", line.scope.conditions.empty() ? "when" : "and", name)};
  }
  const std::string target = journey.places[line.target].heading.name;
  return {"this line takes everyone who is left; give the way a share of its own,",
          fmt::format("for example `20%   -> {} when {}`, and let `rest` lead elsewhere", target,
                      name)};
}

Span requires_span(const Journey& journey, const Promise& promise) {
  for (const RequiresLine& line : journey.places[promise.first].requires_lines) {
    if (line.flag == promise.second) return line.span;
  }
  return {};
}

// The line that ends the shortest way.
const Gap& nearest_gap(const Breach& breach) {
  return *std::min_element(breach.gaps.begin(), breach.gaps.end(), [](const Gap& a, const Gap& b) {
    return a.path.size() - 1 < b.path.size() - 1;  // an empty path counts as the longest
  });
}

void report_breach(const Journey& journey, const Proof& proof, const Promise& promise,
                   const Breach& breach, const std::string& where, Diagnostics& diagnostics) {
  const std::string flag = journey.flags[promise.second].name;
  const Gap& nearest = nearest_gap(breach);
  const FlowLine& first = flows_at(journey, nearest.site)[nearest.line];
  Diagnostic diagnostic{Code::E413, {}, "", "", {}, {}, {}, {}};
  diagnostic.span = first.target_span.is_valid() ? first.target_span : first.span;
  diagnostic.message =
      fmt::format("customers without \"{}\" can reach {}{}{}", flag,
                  quoted_name(journey.places[promise.first].heading),
                  describe_classes(journey, breach.customers, proof.classes()), where);
  diagnostic.caption = "requires " + flag;
  for (const Gap& gap : breach.gaps) {
    const FlowLine& line = flows_at(journey, gap.site)[gap.line];
    // One `move` of every way in is many ways and one line.
    if (line.span == first.span || diagnostic.labels.size() >= kMostLabels) continue;
    diagnostic.labels.push_back({line.span, "and here too"});
  }
  diagnostic.labels.push_back({requires_span(journey, promise), "the promise"});
  diagnostic.notes = {path_text(journey, proof.ground(), nearest.path)};
  for (std::string& note : flag_notes(journey, proof.ground(), nearest.path, promise.second)) {
    diagnostic.notes.push_back(std::move(note));
  }
  diagnostic.help = guard_help(journey, first, promise.second);
  diagnostics.add(std::move(diagnostic));
}

void report_unproved(const Journey& journey, const std::string& what, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E415, {}, "", "", {}, {}, {}, {}};
  for (const Place& place : journey.places) {
    if (!place.requires_lines.empty() && !diagnostic.span.is_valid()) {
      diagnostic.span = place.requires_lines.front().span;
    }
  }
  diagnostic.message = fmt::format(
      "`requires` is not proved{}: there are more than {} states of customers to look at", what,
      format_count(static_cast<std::int64_t>(kDefaultStateLimit)));
  diagnostic.help = {
      "ask for fewer visits, flags or last places in `when`, and require fewer flags"};
  diagnostics.add(std::move(diagnostic));
}

// Fixes that are proved together, and how to say so.
struct Plan {
  std::vector<bool> fixes;
  std::string where;
};

std::vector<Plan> list_plans(const Journey& journey, const std::vector<bool>& adds) {
  std::vector<Plan> plans;
  std::vector<bool> is_included(adds.size());
  for (const Scenario& scenario : journey.scenarios) {
    Plan plan{std::vector<bool>(adds.size()), " in scenario \"" + scenario.heading.name + "\""};
    bool has_any = false;
    for (const FixId fix : scenario.fixes) {
      is_included[fix.index] = true;
      plan.fixes[fix.index] = adds[fix.index];
      has_any = has_any || adds[fix.index];
    }
    if (has_any) plans.push_back(std::move(plan));
  }
  for (std::size_t i = 0; i < adds.size(); ++i) {
    if (!adds[i] || is_included[i]) continue;
    const FixId fix = journey.fixes.id_at(i);
    Plan plan{std::vector<bool>(adds.size()),
              " with fix \"" + journey.fixes[fix].heading.name + "\""};
    plan.fixes[i] = true;
    plans.push_back(std::move(plan));
  }
  return plans;
}

// Takes out what is told already: one root cause, one message.
class Told {
 public:
  Breaches take_new(Breaches found) {
    Breaches fresh;
    for (auto& [promise, breach] : found) {
      std::vector<Gap> gaps;
      for (Gap& gap : breach.gaps) {
        if (known_.insert({promise, gap.key()}).second) gaps.push_back(std::move(gap));
      }
      if (gaps.empty()) continue;
      breach.gaps = std::move(gaps);
      fresh.emplace(promise, std::move(breach));
    }
    return fresh;
  }

 private:
  std::set<std::pair<Promise, GapKey>> known_;
};

// Today first, then everything at once, and only if that fails each scenario on its own.
void prove_today(const Journey& journey, Told& told, Diagnostics& diagnostics) {
  Proof proof(journey);
  Breaches breaches;
  if (!proof.prove(nullptr, breaches)) return report_unproved(journey, "", diagnostics);
  for (const auto& [promise, breach] : told.take_new(std::move(breaches))) {
    report_breach(journey, proof, promise, breach, "", diagnostics);
  }
}

void prove_fixes(const FixWays& ways, Told& told, Diagnostics& diagnostics) {
  const Journey& journey = ways.journey;
  Proof proof(journey);
  Breaches all;
  const bool is_complete = ways.is_complete && proof.prove(&ways.adds, all);
  if (is_complete && Told(told).take_new(std::move(all)).empty()) return;
  for (const Plan& plan : list_plans(journey, ways.adds)) {
    Breaches breaches;
    const bool is_proved =
        ways.is_complete && proof.visit_count() < kMostVisits && proof.prove(&plan.fixes, breaches);
    if (!is_proved) return report_unproved(journey, plan.where, diagnostics);
    for (const auto& [promise, breach] : told.take_new(std::move(breaches))) {
      report_breach(journey, proof, promise, breach, plan.where, diagnostics);
    }
  }
}

bool requires_anything(const Journey& journey) {
  return std::any_of(journey.places.begin(), journey.places.end(),
                     [](const Place& place) { return !place.requires_lines.empty(); });
}

}  // namespace

void check_consent(const Journey& journey, Diagnostics& diagnostics) {
  if (!requires_anything(journey)) return;
  Told told;
  prove_today(journey, told, diagnostics);
  if (may_add_ways(journey)) prove_fixes(add_fix_ways(journey), told, diagnostics);
}

}  // namespace cairn
