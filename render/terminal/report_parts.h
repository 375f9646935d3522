// Pieces that the parts of the run report share. Private to render/run_report.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"
#include "render/terminal/run_report.h"
#include "render/terminal/tables.h"

namespace cairn {

/// Somebody a column or row is about: a persona, or everyone (id invalid).
struct Who {
  PersonaId persona;
  std::string shown;
  double share = 1;  // of entrants, at best estimates
};

/// Finds answers in logarithmic time; only those for everyone or for one persona are kept.
class AnswerIndex {
 public:
  explicit AnswerIndex(const Prediction& prediction);
  /// The answer, or nullptr if it was not asked or is not defined. `mean` finds `none` and back,
  /// since a time without a statistic is the mean.
  const Answer* find(const Metric& metric, PersonaId persona) const;

 private:
  using Key = std::tuple<int, int, std::uint32_t, int, int, double, std::uint32_t>;
  static Key key_of(const Metric& metric, PersonaId persona);
  std::map<Key, const Answer*> answers_;
};

struct ReportInput {
  const Journey& journey;
  const Prediction& prediction;
  const AnswerIndex& answers;
  const RunReportOptions& options;
  std::vector<Who> whos;  // everyone first, then the personas if there are several
};

/// The label, followed by the name in brackets where the label is not just the name in other
/// letters.
std::string shown_name(const Heading& heading);

/// What was asked, and of whom: "reach order for regular".
std::string shown_question(const ReportInput& input, const Question& question);

/// The headline of an answer (figure_text.h); "–" if there is none.
std::string shown_value(const ReportInput& input, const Answer* answer);

/// A share that somebody wrote: "40%", "0.5%".
std::string written_share(double share);

/// What the column of ranges is called; nothing if there are none.
std::optional<std::string> range_title(const ReportInput& input);

/// "3.5% to 4.2%"; empty if nothing is uncertain.
std::string shown_range(const ReportInput& input, const Answer* answer);

Metric plain_metric(Metric::Kind kind);
Metric place_metric(Metric::Kind kind, PlaceId place);

/// Whether it is known who converts when, so that report_times says it.
bool has_time_curves(const ReportInput& input);

std::string report_times(const ReportInput& input);    // report_times.cpp
std::string report_reach(const ReportInput& input);    // report_places.cpp
std::string report_leavers(const ReportInput& input);  // report_places.cpp
std::string report_touches(const ReportInput& input);  // report_roles.cpp
std::string report_roles(const ReportInput& input);    // report_roles.cpp
std::string report_given(const ReportInput& input);    // report_roles.cpp
std::string report_engines(const ReportInput& input);  // report_engines.cpp
std::string report_methods(const ReportInput& input);  // report_methods.cpp

}  // namespace cairn
