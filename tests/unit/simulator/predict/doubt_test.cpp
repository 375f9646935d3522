#include "simulator/doubt.h"

#include <limits>

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("what the sharper way changed is carried in proportion, or as it is") {
  const double inf = std::numeric_limits<double>::infinity();
  const Totals coarse{2, 2, 0, 0, -4, inf};
  const Totals sharp{1, -1, 0.5, 0, -2, 3};
  Totals totals{4, 5, 0.25, 0, -8, 7};
  carry_totals(coarse, sharp, totals);
  CHECK(totals[0] == 2);
  CHECK(totals[1] == 2);     // the sign differs: 5 + (-1 - 2)
  CHECK(totals[2] == 0.75);  // nothing to be in proportion to
  CHECK(totals[3] == 0);
  CHECK(totals[4] == -4);
  CHECK_FALSE(totals[5] > -inf);  // endless without the horizon: only the grid can tell
}
