// What changed in meaning between two journeys, as data. Layout, order, comments and the spelling
// of numbers are no change; a rename declared with `was` is a rename everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diff/facts.h"
#include "journey/journey.h"

namespace cairn {

enum class DiffMark : std::uint8_t { added, removed, changed, renamed };

/// One change. Texts are as a person would write the line; they hold what the spec holds, so they
/// are escaped where they are printed.
struct DiffItem {
  DiffTopic topic = DiffTopic::model;
  DiffMark mark = DiffMark::changed;
  std::size_t heading = 0;         // into JourneyDiff::headings
  std::string what;                // "flow", "takes", "heading", "name" … stable, for machines
  std::string subject;             // "-> order for mobile"; a whole line if added or removed
  std::string old_text, new_text;  // empty where a side has nothing
  std::string old_origin, new_origin;  // the `from` of each side; equal: the same evidence
  std::string difference;              // "+2pp"; empty if it is not one number
  std::optional<Unit> unit;            // set if both sides are numbers
  double old_number = 0, new_number = 0;
  Span old_span, new_span;  // in the files of each side; invalid: nowhere
};

struct DiffHeading {
  std::string kind;                // "touchpoint"; of the new side, if it is there
  std::string old_name, new_name;  // empty where it does not exist
  Span old_span, new_span;
};

struct JourneyDiff {
  std::vector<DiffHeading> headings;  // those with changes, new ones in file order, then lost ones
  std::vector<DiffItem> items;        // by heading

  bool empty() const { return items.empty(); }
  std::size_t count(DiffTopic topic) const;
};

/// Time and memory grow with the number of lines.
JourneyDiff compare(const Journey& before, const Journey& after);

/// A line nobody could understand, with the heading it stands under.
struct UnreadLine {
  std::string heading;
  std::string text;  // in the canonical layout
  Span span;
};

/// Adds lines that only one side has as items of topic `unread`.
void compare_unread(const std::vector<UnreadLine>& before, const std::vector<UnreadLine>& after,
                    JourneyDiff& diff);

}  // namespace cairn
