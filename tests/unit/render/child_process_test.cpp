#include "render/picture/child_process.h"

#include <chrono>
#include <csignal>
#include <string>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace cairn {

using End = ChildResult::End;

TEST_CASE("a child hands back any number of bytes") {
  const std::string large(3'000'000, 'x');
  const ChildResult result = run_in_child([&] { return ChildWork{true, large}; }, 60);
  CHECK(result.end == End::done);
  CHECK(result.bytes == large);
  const ChildResult nothing = run_in_child([] { return ChildWork{true, ""}; }, 60);
  CHECK(nothing.end == End::done);
  CHECK(nothing.bytes.empty());
}

TEST_CASE("a child can say what failed") {
  const ChildResult result = run_in_child([] { return ChildWork{false, "no font"}; }, 60);
  CHECK(result.end == End::failed);
  CHECK(result.bytes == "no font");
}

TEST_CASE("a crash in a child is only its own") {
  const ChildResult result = run_in_child(
      []() -> ChildWork {
        std::signal(SIGSEGV, SIG_DFL);
        kill(getpid(), SIGSEGV);
        return {true, "still here"};
      },
      60);
  CHECK(result.end == End::crashed);
}

TEST_CASE("a child that hangs is ended") {
  const auto begin = std::chrono::steady_clock::now();
  const ChildResult result = run_in_child(
      []() -> ChildWork {
        for (;;) pause();
      },
      0.2);
  CHECK(result.end == End::timed_out);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

}  // namespace cairn
