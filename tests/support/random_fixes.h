// Random fixes for a journey, for tests that hold two ways of applying them against each other.
#pragma once

#include <cstdint>
#include <string>

#include "journey/journey.h"

namespace cairn {

/// `count` fixes named f0x, f1x …, each of one to three lines on the places of a journey of
/// random_journey_text: changes of shares, times, money and feelings, pains removed, ways moved,
/// some `for` or `when`, some numbers uncertain. Some of them the checks refuse: whoever uses them
/// leaves those out. The same seed gives the same text.
std::string random_fixes_text(const Journey& journey, std::uint64_t seed, int count);

/// The text of a journey with a pain at every touchpoint.
std::string with_pains(std::string text);

}  // namespace cairn
