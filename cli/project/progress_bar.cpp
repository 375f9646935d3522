#include "cli/project/progress_bar.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/tables.h"

namespace cairn {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPatience(1'000);  // a shorter wait needs no bar
constexpr std::chrono::milliseconds kRepaint(100);
constexpr std::size_t kStepCells = 18;
constexpr std::size_t kTimeCells = 18;  // "about 59 min left"
constexpr std::size_t kMostBarCells = 30, kLeastBarCells = 6;
constexpr double kFirstGuess = 0.01;  // of the whole: before it no rate is known
// Back to the first column; what stands to the right of the cursor goes.
constexpr const char* kClear = "\r\x1b[K";

/// In steps that do not flicker.
std::string time_left(double fraction, double seconds) {
  if (fraction < kFirstGuess) return "";
  const double left = seconds * (1 - fraction) / fraction;
  if (left < 1) return "about 1 s left";
  if (left < 90) return fmt::format("about {:.0f} s left", std::ceil(left));
  if (left < 90 * 60) return fmt::format("about {:.0f} min left", std::ceil(left / 60));
  return fmt::format("about {:.0f} h left", std::ceil(left / 3'600));
}

void write_note(const std::string& text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
  static_cast<void>(std::fflush(stderr));
}

}  // namespace

std::string progress_line(std::string_view step, double fraction, double seconds,
                          std::size_t cells) {
  const double part = std::clamp(fraction, 0.0, 1.0);
  // Whole per cents, rounded down: 100% is not said before all is done.
  const std::string percent = fmt::format("{:3.0f}%", std::floor(part * 100));
  constexpr std::size_t kAround = kStepCells + 2 + 4 + 2 + kTimeCells + 2;
  const std::size_t room = cells > kAround ? cells - kAround : 0;
  if (room < kLeastBarCells) return shorten(percent + "  " + time_left(part, seconds), cells);
  const std::size_t bar_room = std::min(room, kMostBarCells);
  const std::string line = pad_right(shorten(step, kStepCells), kStepCells) + "  " +
                           pad_right(bar(part, bar_room), bar_room) + "  " + percent + "  " +
                           time_left(part, seconds);
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

ProgressBar::ProgressBar(const Console& console)
    : is_on_(console.can_show_progress),
      use_ascii_(console.use_ascii),
      // The last column stays free: some terminals go on to the next line behind it.
      cells_(console.note_width == 0 ? 0 : console.note_width - 1) {
  if (is_on_) painter_ = std::thread([this] { paint_until_stopped(); });
}

void ProgressBar::finish() {
  if (!painter_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
  }
  stopping_.notify_all();
  painter_.join();
}

void ProgressBar::paint_until_stopped() {
  const Clock::time_point began = Clock::now();
  std::unique_lock<std::mutex> lock(mutex_);
  const auto is_over = [this] { return is_stopped_; };
  if (stopping_.wait_for(lock, kPatience, is_over)) return;
  do {
    const Progress::View view = progress_.view();
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    const std::string line = progress_line(view.step, view.fraction, seconds, cells_);
    write_note(kClear + (use_ascii_ ? to_ascii(line) : line));
  } while (!stopping_.wait_for(lock, kRepaint, is_over));
  write_note(kClear);
}

}  // namespace cairn
