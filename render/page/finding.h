// The headline of the report and what to do, from the numbers by fixed rules.
#pragma once

#include <string>
#include <vector>

#include "render/page/page_input.h"

namespace cairn {

struct Finding {
  std::string heading;
  std::vector<std::string> lead;  // sentences with the numbers
};

/// With a fix or scenario worth doing or testing: what it heals (the pains it lessens, those that
/// lose most first; else the place it lessens) and what it brings. Without: where most leave and
/// why. At level draw: what the map holds.
Finding write_finding(const PageInput& input);

/// The touchpoint that loses most people, of those whose loss some fix or scenario lessens by a
/// hundredth of it or more, else of all; invalid if nobody leaves.
PlaceId largest_leak(const PageInput& input);

}  // namespace cairn
