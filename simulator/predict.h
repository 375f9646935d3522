// Journey and questions to answers: picks the engine, merges classes, carries doubt.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;      // 0: best estimates only
  std::uint64_t people = 1'000'000;  // 0: no walk
  unsigned threads = 0;              // 0: as many as the machine has; never changes a byte
  bool keep_samples = false;         // fill Estimate::samples
  std::vector<Group> flows_of =
      {};  // whose flows; some question must ask about them (or: everyone)
};

/// Answers every question. The journey must have passed the checks at level run.
Prediction predict(const Journey& journey, const std::vector<Question>& questions,
                   const RunOptions& options);

}  // namespace cairn
