#include "tests/support/solved_text.h"

#include <array>
#include <cmath>

#include "base/diagnostic_printer.h"
#include "base/files.h"
#include "simulator/exact/exact.h"
#include "simulator/grid/horizon.h"

namespace cairn {

bool SolvedText::has_horizon() const {
  return std::isfinite(weights.horizon_days);
}

SolvedText solve_text(const std::string& text) {
  MemoryFiles files;
  files.contents["/p/test.journey"] = text;
  Diagnostics diagnostics;
  const CompileOptions options;
  const Project project = load_project(files, "/p/test.journey", options, diagnostics);
  SolvedText solved;
  solved.compiled = compile(project, options, diagnostics);
  if (!solved.compiled.is_sound) {
    Diagnostics errors;
    for (const Diagnostic& one : diagnostics.all()) {
      if (severity_of(one.code) == Severity::error) errors.add(one);
    }
    solved.mistakes = print_diagnostics(project.files, errors, {});
    return solved;
  }
  const Journey& journey = solved.compiled.journey;
  const World world = best_estimate(journey);
  const std::vector<CustomerClass> classes = find_classes(journey);
  solved.layout = make_totals_layout(journey);
  solved.weights = money_weights(journey, world);
  solved.shares = class_shares(journey, classes, world);
  for (const CustomerClass& customer : classes) {
    solved.spaces.push_back(build_state_space(journey, customer));
    solved.chains.push_back(build_chain(journey, solved.spaces.back(), world));
  }
  return solved;
}

SolvedTotals solve_totals(const SolvedText& text, std::uint32_t cells) {
  const Journey& journey = text.compiled.journey;
  SolvedTotals solved{Totals(text.layout.size(), 0.0), Totals(text.layout.size(), 0.0)};
  for (std::size_t c = 0; c < text.shares.size(); ++c) {
    if (!(text.shares[c] > 0)) continue;
    Bracket bracket;
    if (text.has_horizon()) {
      bracket =
          solve_horizon(journey, text.spaces[c], text.chains[c], text.layout, text.weights, cells);
    } else {
      bracket.low = solve_exact(journey, text.spaces[c], text.chains[c], text.layout, text.weights);
      bracket.high = bracket.low;
    }
    for (std::size_t t = 0; t < text.layout.size(); ++t) {
      solved.value[t] += text.shares[c] * (bracket.low[t] + bracket.high[t]) / 2;
      solved.error[t] += text.shares[c] * (bracket.high[t] - bracket.low[t]) / 2;
    }
  }
  return solved;
}

Totals estimate_totals(const SolvedText& text, std::uint32_t cells) {
  Totals totals(text.layout.size(), 0.0);
  for (std::size_t c = 0; c < text.shares.size(); ++c) {
    if (!(text.shares[c] > 0)) continue;
    const Totals of_class = estimate_horizon(text.compiled.journey, text.spaces[c], text.chains[c],
                                             text.layout, text.weights, cells);
    for (std::size_t t = 0; t < totals.size(); ++t) totals[t] += text.shares[c] * of_class[t];
  }
  return totals;
}

WalkResult walk_text(const SolvedText& text, const WalkOptions& options,
                     const std::vector<TimeQuestion>& questions) {
  std::vector<WalkClass> classes;
  for (std::size_t c = 0; c < text.shares.size(); ++c) {
    classes.push_back({&text.spaces[c], &text.chains[c], text.shares[c]});
  }
  return walk(text.compiled.journey, classes, text.layout, text.weights, questions, options);
}

std::string name_of_total(const SolvedText& text, std::size_t index) {
  static constexpr std::array<const char*, 14> kScalars = {"conversion",
                                                           "conversion time",
                                                           "conversion touches",
                                                           "end time",
                                                           "end touches",
                                                           "revenue",
                                                           "cost",
                                                           "value",
                                                           "window revenue",
                                                           "window cost",
                                                           "total revenue",
                                                           "total cost",
                                                           "conversion time square",
                                                           "end time square"};
  const Journey& journey = text.compiled.journey;
  const TotalsLayout& at = text.layout;
  if (index < kScalars.size()) return kScalars[index];
  const auto name = [&](PlaceId place) { return journey.places[place].heading.name; };
  for (std::size_t f = 0; f < at.flows.size(); ++f) {
    if (index != at.passages(f)) continue;
    const auto& flow = at.flows[f];
    return "passages " +
           (flow.source.is_valid() ? journey.sources[flow.source].heading.name : name(flow.from)) +
           " -> " + name(flow.to);
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (index == at.reach(place)) return "reach " + name(place);
    if (index == at.visits(place)) return "visits " + name(place);
    if (index == at.exits(place)) return "exits " + name(place);
    if (index == at.days_at(place)) return "days at " + name(place);
    if (index == at.time_to(place)) return "time to " + name(place);
    if (index == at.time_square_to(place)) return "square of time to " + name(place);
    if (index == at.touches_to(place)) return "touches to " + name(place);
    if (index == at.feeling_sum(place)) return "feelings at " + name(place);
    if (index == at.felt_visits(place)) return "felt visits of " + name(place);
  }
  return "?";
}

}  // namespace cairn
