// How much times differ between people, solved and walked.
#include <algorithm>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "simulator/predict.h"

using namespace cairn;

TEST_CASE("standard deviations of times agree with the walk, with a horizon") {
  std::size_t compared = 0;
  for (const char* name : {"saas", "toko-busana", "neirong-pingtai"}) {
    INFO(name);
    Diagnostics diagnostics;
    const std::string path = std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey";
    const DiskFiles disk;
    const Compiled compiled = compile(load_project(disk, path, {}, diagnostics), {}, diagnostics);
    REQUIRE(compiled.is_sound);
    REQUIRE(compiled.journey.frame.horizon.is_valid());
    const std::vector<Question> questions = standard_questions(compiled.journey);
    RunOptions options;
    options.worlds = 0;
    options.find_details = true;
    options.engine = Engine::exact;
    const Prediction solved = predict(compiled.journey, questions, options);
    options.engine = Engine::walk;
    options.people = 600'000;
    const Prediction walked = predict(compiled.journey, questions, options);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const Answer &a = solved.answers[q], &b = walked.answers[q];
      REQUIRE(a.deviation.has_value() == b.deviation.has_value());
      if (!a.deviation) continue;
      // Few take very long, so the walk's own deviation is known to several percent only.
      const double people = std::pow(*b.deviation / b.estimate.error, 2);
      const double known = std::max(0.04, 12 / std::sqrt(people));
      INFO(a.estimate.best << " days +- " << *a.deviation << ", " << people << " people");
      CHECK(*a.deviation == Approx(*b.deviation).epsilon(known).margin(1e-9));
      if (people < 10'000) continue;
      ++compared;
    }
  }
  CHECK(compared >= 8);
}
