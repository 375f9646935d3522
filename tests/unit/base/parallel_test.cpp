// Work within work: every part once, on any number of threads.
#include "base/parallel.h"

#include <vector>

#include <catch2/catch.hpp>

TEST_CASE("every index is met once, also within another loop") {
  for (const unsigned threads : {0U, 1U, 2U, 5U}) {
    for (const unsigned inner : {0U, 1U, 2U}) {
      std::vector<std::vector<int>> met(7, std::vector<int>(50, 0));
      cairn::for_each_index(met.size(), threads, [&](std::size_t i) {
        cairn::for_each_index(met[i].size(), inner, [&, i](std::size_t j) { ++met[i][j]; });
      });
      for (const std::vector<int>& row : met) CHECK(row == std::vector<int>(50, 1));
    }
  }
  cairn::for_each_index(0, 2, [](std::size_t) { FAIL("there is nothing to do"); });
}
