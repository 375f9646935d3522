#include "tests/support/random_fixes.h"

#include <fmt/format.h>
#include <random>
#include <vector>

namespace cairn {
namespace {

class FixWriter {
 public:
  FixWriter(const Journey& journey, std::uint64_t seed) : journey_(journey), engine_(seed) {}

  std::string write(int count) {
    for (int i = 0; i < count; ++i) {
      text_ += fmt::format("\nfix f{}x\n", i);
      for (int n = 1 + below(3); n > 0; --n) write_change();
      if (below(2) == 0) text_ += fmt::format("  costs {} EUR once\n", 10 + below(500));
    }
    return text_;
  }

 private:
  int below(int count) { return static_cast<int>(engine_() % static_cast<unsigned>(count)); }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1.0p-53;
  }

  const Place& some_touchpoint() {
    for (;;) {
      const auto i = static_cast<std::size_t>(below(static_cast<int>(journey_.places.size())));
      const Place& place = journey_.places[journey_.places.id_at(i)];
      if (place.kind == Place::Kind::touchpoint) return place;
    }
  }

  std::string some_target() {
    const auto i = static_cast<std::size_t>(below(static_cast<int>(journey_.places.size())));
    return journey_.places[journey_.places.id_at(i)].heading.name;
  }

  std::string whom() {
    if (journey_.personas.size() > 1 && below(4) == 0) return " for p0";
    if (!journey_.devices.empty() && below(4) == 0) return " for d0";
    if (!journey_.flags.empty() && below(5) == 0) return " when f0";
    return "";
  }

  std::string points() {
    const double size = between(0.2, 4);
    return below(2) == 0 ? fmt::format("{:.1f}pp", size)
                         : fmt::format("{:.1f}pp to {:.1f}pp", size, size * 1.8);
  }

  std::string part() {
    const double size = between(5, 60);
    return below(2) == 0 ? fmt::format("{:.0f}%", size)
                         : fmt::format("{:.0f}% to {:.0f}%", size, size * 1.3);
  }

  void write_change() {
    const Place& place = some_touchpoint();
    const std::string& name = place.heading.name;
    const std::string target =
        place.flows.empty() ? some_target()
                            : journey_
                                  .places[place
                                              .flows[static_cast<std::size_t>(
                                                  below(static_cast<int>(place.flows.size())))]
                                              .target]
                                  .heading.name;
    switch (below(8)) {
      case 0:
        text_ += fmt::format("  raise {} -> {} by {}{}\n", name, target, points(), whom());
        break;
      case 1:
        text_ += fmt::format("  scale {} -> {} times {:.2f}{}\n", name, target, between(0.5, 1.4),
                             whom());
        break;
      case 2:
        text_ += fmt::format("  raise {} -> {} by {}{}\n", name, some_target(), points(), whom());
        break;
      case 3:
        text_ +=
            fmt::format("  scale takes at {} times {:.2f}{}\n", name, between(0.3, 2.0), whom());
        break;
      case 4:
        text_ += fmt::format("  raise feels at {} by {:.1f}{}\n", name, between(0.1, 1.5), whom());
        break;
      case 5:
        text_ += fmt::format("  set earns at {} to {:.1f} EUR{}\n", name, between(1, 90), whom());
        break;
      case 6:
        text_ +=
            place.pains.empty()
                ? fmt::format("  set takes at {} to {:.2f} days{}\n", name, between(0.1, 6), whom())
                : fmt::format("  remove {} of {}{}{}\n", part(),
                              journey_.pains[place.pains.front()].name,
                              below(3) == 0 ? " toward " + some_target() : "", whom());
        break;
      default:
        text_ += fmt::format("  move {} of {} -> {} to {}{}\n", part(), name, target, some_target(),
                             whom());
        break;
    }
  }

  const Journey& journey_;
  std::mt19937_64 engine_;
  std::string text_;
};

}  // namespace

std::string random_fixes_text(const Journey& journey, std::uint64_t seed, int count) {
  return FixWriter(journey, seed).write(count);
}

std::string with_pains(std::string text) {
  int number = 0;
  for (std::size_t at = text.find("\ntouchpoint "); at != std::string::npos;
       at = text.find("\ntouchpoint ", at + 1)) {
    const std::size_t end = text.find('\n', at + 1) + 1;
    text.insert(end, fmt::format("  pain q{0} \"Pain {0}\" causes {1}% of exits\n", number,
                                 20 + 7 * (number % 8)));
    ++number;
  }
  return text;
}

}  // namespace cairn
