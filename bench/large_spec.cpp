#include "bench/large_spec.h"

#include <fmt/format.h>

namespace cairn {
namespace {

constexpr const char* kFrame =
    "journey large\n"
    "  currency EUR\n"
    "  entrants 40 000 per month from \"GA4\"\n"
    "  horizon 12 months\n\n";

constexpr const char* kSegments =
    "persona hunter\n  share   45% +- 5pp\n\npersona regular\n  share   30%\n\n"
    "persona guest\n  share   rest\n\n";

std::string sources(bool has_segments) {
  if (!has_segments) return "source ads\n  -> t0\n\n";
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += fmt::format("source s{}\n  share   {}\n  channel web\n  -> t{}\n\n", i,
                        i == 3 ? "rest" : "20%", i);
  }
  return text;
}

void add_touchpoint(std::string& text, int i, int count, bool has_segments) {
  const auto place = [count](int index) {
    return index < count ? fmt::format("t{}", index) : std::string("won");
  };
  text += fmt::format("touchpoint t{0} \"Step {0}\"\n", i);
  if (i % 3 == 0) {
    text += fmt::format(
        "  channel web\n"
        "  does    \"Reads what step {0} says\"\n"
        "  feels   -1 hesitant\n"
        "  pain    slow-{0} \"It takes too long\" severity 3 causes 20% of exits\n"
        "  costs   0.30 to 0.50 EUR from \"Invoice\"\n",
        i);
  }
  text += "  takes   median 3 min, p90 12 min\n";
  text += fmt::format("  30% +- 3pp -> {}\n", place(i + 1));
  if (i + 2 <= count) text += fmt::format("  418 of 1 024 -> {} from \"GA4\"\n", place(i + 2));
  const bool is_guarded = has_segments && i % 20 == 0;
  if (i >= 4) {
    text += fmt::format("  5%    -> {}{}\n", place(i / 2), is_guarded ? " for mobile hunter" : "");
  }
  if (is_guarded) text += fmt::format("  24% +- 3pp -> {} when member\n", place(i + 1));
  if (has_segments && i == 0) text += "  sets    member 20%\n";
  text += "  rest  -> leave\n\n";
}

}  // namespace

std::string large_spec(int touchpoints, bool has_segments) {
  std::string text = kFrame;
  if (has_segments) {
    text.insert(text.size() - 1, "  device  mobile 64%\n  device  desktop rest\n");
    text += kSegments;
  }
  text += sources(has_segments);
  for (int i = 0; i < touchpoints; ++i) add_touchpoint(text, i, touchpoints, has_segments);
  return text + "outcome won\n  counts as win\n";
}

}  // namespace cairn
