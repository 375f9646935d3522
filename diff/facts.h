// A Journey taken apart into facts: one per line, each with a key of what it is about and a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diff/values.h"
#include "journey/journey.h"

namespace cairn {

/// What kind of change a fact's change is, most important first.
enum class DiffTopic : std::uint8_t {
  model,     // flows, numbers, pains, memory: what predictions are made of
  words,     // names, labels, texts, the grouping into stages
  plans,     // fixes, scenarios, experiments, promises
  evidence,  // only the `from` behind a number
  unread,    // lines with a mistake, compared as text
};

/// One line of a spec, or one half of a line that can change on its own.
struct Fact {
  DiffTopic topic = DiffTopic::model;
  std::string what;     // a stable word for machines: "flow", "takes", "pain"
  std::string subject;  // what it is about, for people: "-> order for mobile"
  std::string key;      // the same in canonical form, with names as of today
  /// The subject and its key without `for`, `when` and basis: finds a line whose scope changed.
  std::string loose_subject, loose_key;
  FactValue value;
  std::string origin;          // the text after `from`
  std::string line;            // as it would be written, for lines that came or went
  std::string owner_key;       // comes and goes with that fact, and then needs no mention
  bool is_in_heading = false;  // likewise with the whole block
  Span span;
};

/// A heading with what stands under it.
struct FactBlock {
  DiffTopic topic = DiffTopic::model;  // of the heading itself
  std::string kind;                    // "touchpoint", "journey", "promises"
  std::string name;
  std::string key;         // kind of name and name as of today
  std::string label;       // empty: made from the name
  std::string line;        // as it would be written
  bool is_written = true;  // false: there without being declared (`leave`, promises)
  Span span;
  std::vector<Fact> facts;
};

/// The names of a journey's things as they are compared, by id: after a rename that is declared
/// with `was`, the old journey's thing has the new name.
struct FactNames {
  std::vector<std::string> personas, sources, stages, places, assumptions, fixes, scenarios,
      experiments;
};

std::vector<FactBlock> find_facts(const Journey& journey, const FactNames& names);

/// Names as they are, for the new side.
FactNames own_names(const Journey& journey);

}  // namespace cairn
