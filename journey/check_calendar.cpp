// When fixes act, and whether a test could see them (R15, R16): W505, E507.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/changes.h"
#include "journey/fix_ways.h"

namespace cairn {
namespace {

std::string date_text(const StartDate& date) {
  if (date.year == 0) return fmt::format("month {}", date.month_number);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

// Days after the start of the journey at which a fix begins; nothing if that is not known.
std::optional<double> start_of(const Journey& journey, const Fix& fix) {
  if (!fix.starts) return 0;
  if (fix.starts->year == 0) return day_number(*fix.starts, 0);
  if (!journey.frame.starts) return std::nullopt;
  return day_number(*fix.starts, 0) - day_number(*journey.frame.starts, 0);
}

void report_late(const Journey& journey, const Fix& fix, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::W505, fix.starts->span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("{} starts after the horizon: it has no effect on money",
                                   quoted_name(fix.heading));
  const Parameter& horizon = journey.parameters[journey.frame.horizon];
  const std::string length = format_duration(to_double(horizon.best));
  diagnostic.caption = journey.frame.starts ? fmt::format("money is counted for {} from {}", length,
                                                          date_text(*journey.frame.starts))
                                            : fmt::format("money is counted for {}", length);
  diagnostic.labels = {{horizon.span, "the horizon"}};
  diagnostic.help = {"let it start earlier, or make the `horizon` longer"};
  diagnostics.add(std::move(diagnostic));
}

void report_past(const Journey& journey, const Fix& fix, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::W505, fix.starts->span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("{} ends before the journey starts: it has no effect on money",
                                   quoted_name(fix.heading));
  diagnostic.caption =
      fmt::format("and lasts {}", format_duration(to_double(journey.parameters[fix.lasts].best)));
  if (journey.frame.starts) diagnostic.labels = {{journey.frame.starts->span, ""}};
  diagnostic.help = {"let it start later or last longer"};
  diagnostics.add(std::move(diagnostic));
}

void report_no_calendar(const Fix& fix, Diagnostics& diagnostics) {
  const std::string date = date_text(*fix.starts);
  Diagnostic diagnostic{Code::W505, fix.starts->span, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("nothing says when the journey starts, so {} is no day of it", date);
  diagnostic.help = {"add a `starts` line under `journey`, or write `starts month 3` here"};
  diagnostics.add(std::move(diagnostic));
}

// All places that can follow a place, itself included, with the ways that fixes add.
std::vector<bool> places_after(const Journey& journey, PlaceId start) {
  std::vector<bool> is_after(journey.places.size());
  std::vector<PlaceId> work = {start};
  is_after[start.index] = true;
  while (!work.empty()) {
    const PlaceId place = work.back();
    work.pop_back();
    for (const FlowLine& line : journey.places[place].flows) {
      if (is_after[line.target.index]) continue;
      is_after[line.target.index] = true;
      work.push_back(line.target);
    }
  }
  return is_after;
}

}  // namespace

void check_calendar(const Journey& journey, Diagnostics& diagnostics) {
  const double horizon = journey.horizon_or_infinity();
  for (const Fix& fix : journey.fixes) {
    const std::optional<double> start = start_of(journey, fix);
    if (!start) report_no_calendar(fix, diagnostics);
    if (!start || !fix.starts) continue;
    if (*start >= horizon) report_late(journey, fix, diagnostics);
    if (!fix.lasts.is_valid()) continue;
    if (*start + to_double(journey.parameters[fix.lasts].best) <= 0) {
      report_past(journey, fix, diagnostics);
    }
  }
}

void check_experiments(const Journey& journey, Diagnostics& diagnostics) {
  constexpr std::size_t kMostSteps = 5'000'000;  // places walked for all tests together
  std::size_t step_count = 0;
  std::optional<FixWays> ways;
  for (const Experiment& experiment : journey.experiments) {
    if (!experiment.tests.is_valid() || !experiment.at.is_valid()) continue;
    const Fix& fix = journey.fixes[experiment.tests];
    if (fix.changes.empty()) continue;  // told already
    step_count += journey.places.size();
    if (step_count > kMostSteps) return;
    if (!ways) ways = add_fix_ways(journey);
    const std::vector<bool> is_after = places_after(ways->journey, experiment.at);
    const std::vector<PlaceId> acted = acted_places(journey, fix);
    if (std::any_of(acted.begin(), acted.end(),
                    [&](PlaceId place) { return is_after[place.index]; })) {
      continue;
    }
    const Heading& at = journey.places[experiment.at].heading;
    Diagnostic diagnostic{Code::E507, experiment.heading.name_span, "", "", {}, {}, {}, {}};
    diagnostic.message = fmt::format("{} does not act at or after {}; the test could not see it",
                                     quoted_name(fix.heading), quoted_name(at));
    diagnostic.labels = {{at.name_span, "who comes here takes part in the test"}};
    if (acted.empty()) {
      diagnostic.help = {
          "the fix changes who comes, not what they do; a test of it would have to "
          "begin before they come"};
    } else {
      const Heading& first = journey.places[acted.front()].heading;
      diagnostic.labels.push_back({first.name_span, "the fix acts here"});
      diagnostic.help = {fmt::format("test it where it acts: `at {}`", first.name)};
    }
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace cairn
