// Specs of any size for the benchmarks, in the proportions of a real one.
#pragma once

#include <string>

namespace cairn {

/// A journey of `touchpoints` steps of about 8 lines: texts, feelings, pains, times, money,
/// uncertain ways out and a rest. With `has_segments` there are also three personas, four sources,
/// two devices, lines for some of them, and a flag that is asked for.
std::string large_spec(int touchpoints, bool has_segments);

}  // namespace cairn
