// A text with fixes, ready for the calendar.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "journey/apply.h"
#include "simulator/calendar/calendar.h"

namespace cairn {

struct CalendarCase {
  Journey journey;  // with active fixes
  std::vector<CustomerClass> classes;
  std::vector<StateSpace> spaces;

  explicit CalendarCase(Journey applied)
      : journey(std::move(applied)),
        classes(find_classes(journey)),
        spaces(build_state_spaces(journey).spaces) {}

  CalendarSetting setting() const { return {&journey, &classes, &spaces}; }
  CalendarFigures solve(const std::vector<FixId>& on, std::uint32_t cells = kCalendarCells) const {
    return solve_calendar(setting(), written_estimate(journey), on, cells);
  }
  FixId fix(const std::string& name) const {
    for (const FixId id : all_fixes(journey)) {
      if (journey.fixes[id].heading.name == name) return id;
    }
    FAIL("no fix " << name);
    return {};
  }
};

inline Journey sound_journey(const Files& files, const std::string& path) {
  Diagnostics diagnostics;
  Compiled compiled = compile(load_project(files, path, {}, diagnostics), {}, diagnostics);
  for (const Diagnostic& one : diagnostics.all()) UNSCOPED_INFO(one.message);
  REQUIRE(compiled.is_sound);
  return std::move(compiled.journey);
}

inline Journey journey_of(const std::string& text) {
  INFO(text);
  MemoryFiles files;
  files.contents["/p/test.journey"] = text;
  return sound_journey(files, "/p/test.journey");
}

inline Journey spec_of(const std::string& name) {
  return sound_journey(DiskFiles{}, CAIRN_SOURCE_DIR "/specs/" + name + ".journey");
}

/// With all its fixes active.
inline CalendarCase calendar_case(const Journey& journey) {
  auto applied = apply_fixes(journey, all_fixes(journey));
  REQUIRE(applied);
  return CalendarCase(std::move(*applied));
}

}  // namespace cairn
