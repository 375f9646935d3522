// Ideas that change nothing: E501.
#include <fmt/format.h>

#include "journey/checks.h"

namespace cairn {
namespace {

void report_empty(const Journey& journey, const Fix& fix, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E501, fix.heading.name_span, "", "", {}, {}, {}, {}};
  diagnostic.message = "fix " + quoted_name(fix.heading) + " changes nothing";
  diagnostic.help = {"say what it does, for example"};
  for (const Pain& pain : journey.pains) {
    if (pain.causes.empty()) continue;
    diagnostic.help.push_back("+   remove  50% of " + pain.name);
    break;
  }
  if (diagnostic.help.size() == 1) diagnostic.help.push_back("+   raise   cart -> order by 5pp");
  diagnostics.add(std::move(diagnostic));
}

void report_empty(const Journey& journey, const Scenario& scenario, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E501, scenario.heading.name_span, "", "", {}, {}, {}, {}};
  diagnostic.message = "scenario " + quoted_name(scenario.heading) + " includes no fix";
  const std::string fix =
      journey.fixes.empty() ? "guest-checkout" : journey.fixes[journey.fixes.id_at(0)].heading.name;
  diagnostic.help = {"say which fixes come together, for example", "+   includes " + fix};
  diagnostics.add(std::move(diagnostic));
}

void report_unused(const Journey& journey, const Change& change, Diagnostics& diagnostics) {
  const Assumption& assumption = journey.assumptions[change.place.assumption];
  const std::string& name = assumption.heading.name;
  Diagnostic diagnostic{Code::E501, change.span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("no line uses \"{}\": changing it changes nothing", name);
  diagnostic.labels = {{assumption.heading.span, "assumed here"}};
  diagnostic.help = {fmt::format("write `{}` where its number is meant", name)};
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_idle(const Journey& journey, Diagnostics& diagnostics) {
  for (const Fix& fix : journey.fixes) {
    if (fix.changes.empty()) report_empty(journey, fix, diagnostics);
    for (const Change& change : fix.changes) {
      const bool is_assumption =
          change.place.kind == ChangePlace::Kind::assumption && change.place.assumption.is_valid();
      if (!is_assumption) continue;
      if (journey.assumptions[change.place.assumption].use_count > 0) continue;
      report_unused(journey, change, diagnostics);
    }
  }
  for (const Scenario& scenario : journey.scenarios) {
    if (scenario.fixes.empty()) report_empty(journey, scenario, diagnostics);
  }
}

}  // namespace cairn
