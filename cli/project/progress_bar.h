// A line on stderr that says how far a computation has come and how long it will still take.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/progress.h"
#include "cli/project/console.h"

namespace cairn {

/// "walking people      ██████████▌               42%  about 3 s left", at most `cells` wide. How
/// long is not said before a hundredth is done.
std::string progress_line(std::string_view step, double fraction, double seconds,
                          std::size_t cells);

/// Paints once a second has passed, and only where stderr is a terminal that can take a line back;
/// is gone when finished (or destroyed).
class ProgressBar {
 public:
  explicit ProgressBar(const Console& console);
  ~ProgressBar() { finish(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// What engines are given: nullptr where nobody could see it.
  Progress* progress() { return is_on_ ? &progress_ : nullptr; }
  void finish();

 private:
  void paint_until_stopped();

  bool is_on_ = false;
  bool use_ascii_ = false;
  std::size_t cells_ = 0;
  Progress progress_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool is_stopped_ = false;
  std::thread painter_;
};

}  // namespace cairn
