// A comparison as text for people, as Markdown for a pull request, and as JSON
// (docs/diff.schema.json).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/text_file.h"
#include "diff/journey_diff.h"

namespace cairn {

/// One of the two specs.
struct DiffSide {
  std::string name;    // "main", "index", "shop.journey", as printed in the first line
  bool exists = true;  // false: the file was added or deleted
  std::string sha256;  // over all files of the project; empty if there are none
  std::size_t mistakes = 0;
  const TextFiles* files = nullptr;  // where the spans of this side lie; may be null
};

/// One figure that both specs predict, at best estimates.
struct ResultChange {
  std::string metric;  // "conversion", "profit per entrant"
  Unit unit = Unit::share;
  std::optional<double> old_value, new_value;  // nothing: not defined on that side
};

/// Two versions of one spec, compared.
struct SpecDiff {
  std::string path;  // what was compared, as printed
  DiffSide old_side, new_side;
  std::string old_currency, new_currency;
  JourneyDiff diff;
  std::vector<ResultChange> results;  // changed figures only
  std::string no_results;             // why figures could not be compared; empty if they were
  std::vector<std::string> notes;     // whatever else the reader must know, one line each

  bool is_equal() const { return diff.empty() && results.empty(); }
};

struct DiffStyle {
  bool use_colour = false;
  bool use_ascii = false;
};

/// Grouped by topic and heading, most important first.
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
std::string result_text(const ResultChange& result, const std::optional<double>& value,
                        const std::string& currency);
/// "+1.08pp", "+12.8%"; empty if a side has no value.
std::string result_difference(const ResultChange& result, const std::string& currency);

}  // namespace cairn
