// A comparison as text for people, as Markdown for a pull request, and as JSON
// (docs/diff.schema.json).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text_file.h"
#include "diff/journey_diff.h"
#include "journey/comparison.h"
#include "journey/judge.h"
#include "journey/prediction.h"

namespace cairn {

/// One of the two specs.
struct DiffSide {
  std::string name;    // "main", "index", "shop.journey", as printed in the first line
  bool exists = true;  // false: the file was added or deleted
  std::string sha256;  // over all files of the project; empty if there are none
  std::size_t mistakes = 0;
  const TextFiles* files = nullptr;  // where the spans of this side lie; may be null
};

/// One figure of both specs, in the same draws of what is not known.
struct ResultChange {
  std::string metric;    // "conversion", "profit per month"
  std::string scenario;  // with all fixes of this scenario in full; empty: as it is
  Unit unit = Unit::share;
  std::optional<Estimate> before, after;  // nothing: not defined on that side
  std::optional<Effect> change;           // the new side less the old one, draw by draw
};

/// A promise judged on both sides, matched by its text.
struct PromiseChange {
  std::string text;  // as it is written: "expect conversion at least 3%"
  bool is_target = false;
  std::optional<Verdict> before, after;                   // nothing: not promised on that side
  std::optional<double> measured_before, measured_after;  // what was held against the bound
  Unit unit = Unit::share;
  Span old_span, new_span;

  /// A promise that was kept, or is new, and is not kept now.
  bool is_newly_broken() const { return after == Verdict::broken && before != Verdict::broken; }
};

/// Two versions of one spec, compared.
struct SpecDiff {
  std::string path;  // what was compared, as printed
  DiffSide old_side, new_side;
  std::string old_currency, new_currency;
  JourneyDiff diff;
  std::uint32_t worlds = 0;             // draws behind the ranges; 0: nothing is uncertain
  std::vector<ResultChange> results;    // changed figures only
  std::size_t unchanged_results = 0;    // predicted on both sides, and the same
  std::vector<PromiseChange> promises;  // whose verdict changed, broken ones first; new and lost
  std::size_t unchanged_promises = 0;
  std::string no_results;          // why nothing could be predicted; empty if it was
  std::vector<std::string> notes;  // whatever else the reader must know, one line each

  bool is_equal() const { return diff.empty() && results.empty() && promises.empty(); }
};

struct DiffStyle {
  bool use_colour = false;
  bool use_ascii = false;
};

/// What is predicted and whether promises hold first, then changes by topic and heading.
std::string diff_text(const std::vector<SpecDiff>& diffs, const DiffStyle& style);

/// Stays below the size a pull request takes; what is left out is counted. Nothing a spec holds can
/// become markup, a link, a mention or a reference: it is code with every special character as an
/// entity.
std::string diff_markdown(const std::vector<SpecDiff>& diffs);

/// Texts in full, numbers to 12 significant digits.
std::string diff_json(const std::vector<SpecDiff>& diffs, const std::string& version);

// ---- pieces the three share ----

/// In the order they are reported.
inline constexpr DiffTopic kDiffTopics[] = {DiffTopic::model, DiffTopic::words, DiffTopic::plans,
                                            DiffTopic::evidence, DiffTopic::unread};

/// "3 in the model, 1 in words"; "nothing changed in meaning".
std::string summary_of(const SpecDiff& diff);
const char* topic_title(DiffTopic topic);
/// "touchpoint checkout", "promises"; "touchpoint basket (was cart)".
std::string heading_text(const DiffHeading& heading);
/// "shop.journey:12"; empty for an invalid span.
std::string place_text(const DiffSide& side, Span span);
/// "conversion", "conversion in spring-release".
std::string result_name(const ResultChange& result);
/// The mean with its range: "2.86% (2.60 to 3.10%)"; "not defined".
std::string estimate_text(const std::optional<Estimate>& estimate, Unit unit,
                          const std::string& currency);
/// The mean alone.
std::string value_text(const std::optional<Estimate>& estimate, Unit unit,
                       const std::string& currency);
/// "+1.08pp (+0.90 to +1.20pp)"; empty if there is no such difference.
std::string change_text(const ResultChange& result, const std::string& currency);
/// The share of draws in which the figure rises: "97%", ">99%"; empty where the change is certain.
std::string chance_text(const ResultChange& result);
/// "holds → broken", "new, holds", "removed, held"; of a target that is broken: "missed".
std::string verdicts_text(const PromiseChange& promise);
/// "3.12% → 2.86%": what was held against the bound.
std::string measured_text(const SpecDiff& diff, const PromiseChange& promise);
/// "2 figures and 1 promise did not change"; empty if there are none.
std::string unchanged_text(const SpecDiff& diff);
/// What the results are: "at best estimates", or what their ranges mean.
std::string ranges_text(const SpecDiff& diff);

}  // namespace cairn
