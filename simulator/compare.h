// Today and everything that could be changed, side by side in the same worlds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/comparison.h"
#include "journey/journey.h"
#include "simulator/business.h"

namespace cairn {

struct CompareOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;  // 0: best estimates only
  std::uint64_t people = 0;      // above 0: every alternative is walked too, as a check
  unsigned threads = 0;          // 0: as many as the machine has; never changes a byte
  bool keep_samples = false;     // fill Effect::samples and Estimate::samples
  bool find_places = true;       // fill ComparedAlternative::places and pains
  /// For very many alternatives: all but today on a coarse grid, corrected by what it misses of
  /// today; business cases in few worlds of few alternatives, or where that is not good enough, at
  /// best estimates only.
  bool is_rough = false;
  /// More alternatives of the same fixes, such as all their sets, behind the others: solved in the
  /// same worlds, but without brackets. They change no bit of the others.
  std::vector<Alternative> beside = {};
  bool find_flows = false;          // fill ComparedAlternative::flows, of today too
  bool find_medians = false;        // fill ComparedAlternative::median_days, of today too
  bool find_persona_reach = false;  // fill ComparedAlternative::persona_reach, of today too
  bool find_business = true;        // fill ComparedAlternative::business
  Progress* progress = nullptr;
};

/// Figures have every fix in full; the business case follows the calendar (R15). Classes and states
/// are laid out once over today and all alternatives, so a fix without effect gives 0, to the bit.
/// Quantiles of times are not compared. Nothing if there are too many states to solve in many
/// worlds. The journey must have passed the checks; fixes of one alternative must not clash
/// (apply.h).
std::optional<Comparison> compare(const Journey& journey,
                                  const std::vector<Alternative>& alternatives,
                                  const std::vector<Question>& questions,
                                  const CompareOptions& options);

/// The calendar alone, by alternative; nothing as above, or without has_calendar(journey).
std::optional<std::vector<CalendarEffect>> compare_calendars(
    const Journey& journey, const std::vector<Alternative>& alternatives,
    const CompareOptions& options);

/// What `cairn compare` asks: conversion for everyone and each persona, money per entrant, feelings
/// and time to the end.
std::vector<Question> compare_questions(const Journey& journey);

}  // namespace cairn
