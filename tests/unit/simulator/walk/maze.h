// Random journeys made by hand, with the kinds of durations and money asked for.
#pragma once

#include <random>
#include <vector>

#include "tests/unit/simulator/walk/sketch.h"

namespace cairn {

inline Draw lognormal(double mu, double sigma) {
  return {Draw::Kind::lognormal, 0, mu, sigma};
}

/// Random touchpoints with the kinds of durations asked for.
struct Maze : Sketch {
  enum Kinds { fixed_ones = 1, lognormals = 2, exponentials = 4, after = 8, money = 16 };

  Maze(std::uint64_t seed, int kinds, std::uint32_t size = 12) {
    std::mt19937_64 engine(seed);
    const auto part = [&] { return static_cast<double>(engine() % 1000 + 1) / 1000; };
    std::vector<Draw> laws;
    if ((kinds & fixed_ones) != 0) laws.push_back(fixed(0.1));
    if ((kinds & lognormals) != 0) laws.push_back(lognormal(-1, 2.5));
    if ((kinds & exponentials) != 0) laws.push_back(exponential(2));
    const auto law = [&] { return laws.empty() ? Draw{} : laws[engine() % laws.size()]; };
    std::vector<std::uint32_t> touchpoints;
    for (std::uint32_t i = 0; i < size; ++i) {
      touchpoints.push_back(
          add(Place::Kind::touchpoint, i == 3 ? Counts::conversion : Counts::nothing));
      chain.states[touchpoints[i]].takes = law();
      if ((kinds & money) == 0) continue;
      chain.states[touchpoints[i]].money = {{fixed(1.25), -1, 0}};
      if (i % 3 == 0) chain.states[touchpoints[i]].money.push_back({lognormal(1, 0.5), 1, 0});
      if (i % 4 == 0) chain.states[touchpoints[i]].money.push_back({fixed(3), -1, 30});
    }
    const std::uint32_t won = add(Place::Kind::outcome, Counts::win);
    chain.states[won].money = {{fixed(80), 1, 0}};
    arrow(0, touchpoints[0], 1);
    for (std::uint32_t i = 0; i < size; ++i) {
      double left = 1;
      for (int k = 0; k < 3; ++k) {
        const double share = left * part() * 0.5;
        left -= share;
        arrow(touchpoints[i], touchpoints[engine() % size], share,
              (kinds & after) != 0 ? law() : Draw{});
      }
      arrow(touchpoints[i], won, left / 2);
      arrow(touchpoints[i], leave(), left / 2);
    }
    close();
  }

  WalkClass walk_class() const { return {&space, &chain, 1.0}; }

  WalkResult walk_with(WalkOptions options, const std::vector<TimeQuestion>& questions = {}) const {
    return cairn::walk(journey, {walk_class()}, layout, weights, questions, options);
  }
};

}  // namespace cairn
