#include "base/progress.h"

#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("steps fill what is left, part by part") {
  Progress progress;
  CHECK(progress.view().fraction == 0);
  progress.begin("first", 4, 0.5);
  progress.advance();
  CHECK(progress.view().fraction == Approx(0.125));
  progress.advance(3);
  CHECK(progress.view().fraction == Approx(0.5));
  progress.advance(100);  // more than was planned is no more than all of the step
  CHECK(progress.view().fraction == Approx(0.5));
  progress.begin("second", 10, 1);
  CHECK(std::string(progress.view().step) == "second");
  progress.advance(5);
  CHECK(progress.view().fraction == Approx(0.75));
}

TEST_CASE("a scope keeps a computation within its part") {
  Progress progress;
  {
    const ProgressScope scope(&progress, 0.5);
    progress.begin("inner", 1, 1);
    progress.advance();
    CHECK(progress.view().fraction == Approx(0.5));
  }
  {
    const ProgressScope scope(&progress, 0.5);
    progress.begin("again", 2, 1);
    progress.advance();
    CHECK(progress.view().fraction == Approx(0.625));
  }
  CHECK(progress.view().fraction == Approx(0.75));
  progress.begin("last", 1, 1);
  progress.advance();
  CHECK(progress.view().fraction == Approx(1));
}

TEST_CASE("progress never goes back, whichever thread moves it on") {
  Progress progress;
  double last = 0;
  for (int round = 0; round < 5; ++round) {
    progress.begin("round", 4'000, 0.3);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&progress] {
        for (int i = 0; i < 1'000; ++i) progress.advance();
      });
    }
    for (int look = 0; look < 100; ++look) {
      const double now = progress.view().fraction;
      CHECK(now >= last);
      last = now;
    }
    for (std::thread& thread : threads) thread.join();
  }
  CHECK(progress.view().fraction == Approx(1 - 0.7 * 0.7 * 0.7 * 0.7 * 0.7));
}

TEST_CASE("nobody needs to watch") {
  begin_step(nullptr, "step", 1, 1);
  advance(nullptr);
  const ProgressScope scope(nullptr, 0.5);
}
