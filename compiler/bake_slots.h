// Which lines give the customers at a site their values (R5): as few as say it, with those that are
// there kept. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "compiler/bake_parts.h"

namespace cairn {

/// What one kind of customers and memories should get.
struct SlotValue {
  enum class Kind {
    value,
    nothing,  // no line gives it today, and 0 is what that means
    barred,   // no line may fit: `rest` gives it, or it is not there
  };
  Kind kind = Kind::nothing;
  Spread number;
  std::optional<Amount> after;
};

/// A line of today that gives the value, or multiplies it (`times`).
struct SlotOldLine {
  const Scope* scope = nullptr;
  bool is_factor = false;
};

struct SlotProblem {
  std::vector<const Scope*> scopes;     // all that matter at the site; each once, none for everyone
  std::vector<std::vector<bool>> fits;  // by kind of customers: which of the scopes they are in
  std::vector<SlotValue> values;        // by kind of customers
  std::vector<SlotOldLine> old;
};

struct SlotLinePlan {
  Scope scope;
  std::size_t value = 0;            // index into values
  std::optional<std::size_t> old;   // the line of today to edit; none: a new line
  std::optional<Amount> inherited;  // the `after` it takes over if it says none
};

/// In the order to be written: the wider before the narrower. Old lines that are in none of them
/// must go.
std::vector<SlotLinePlan> plan_slot(const SlotProblem& problem);

}  // namespace cairn
