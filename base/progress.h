// How far a long computation has come. Engines move it on, a bar shows it; it changes no result.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace cairn {

/// Work comes in steps, of which each says, when it begins, which part it is thought to be of all
/// that is left: how much a later step takes need not be known, and the whole never goes back.
class Progress {
 public:
  struct View {
    const char* step = "";
    double fraction = 0;  // of the whole, 0 … 1
  };

  /// Ends the step before. `step` must outlive the progress; `part` is above 0 and at most 1.
  void begin(const char* step, std::uint64_t units, double part);
  /// So many units of the step are done; from any thread.
  void advance(std::uint64_t units = 1);
  View view() const;

  /// Until `leave`, what is left is this part of what was left; gives what `leave` needs.
  double enter(double part);
  void leave(double end);

 private:
  double fraction() const;

  mutable std::mutex mutex_;
  const char* step_ = "";
  double from_ = 0;  // of the whole, when the step began
  double part_ = 0;  // of the whole, this step
  double end_ = 1;   // of the whole, for the steps of now
  std::uint64_t units_ = 1;
  std::atomic<std::uint64_t> done_{0};
};

/// Nobody may be watching.
inline void begin_step(Progress* progress, const char* step, std::uint64_t units, double part) {
  if (progress != nullptr) progress->begin(step, units, part);
}
inline void advance(Progress* progress, std::uint64_t units = 1) {
  if (progress != nullptr) progress->advance(units);
}

/// One of several computations that each think they are the whole.
class ProgressScope {
 public:
  ProgressScope(Progress* progress, double part)
      : progress_(progress), end_(progress == nullptr ? 0 : progress->enter(part)) {}
  ~ProgressScope() {
    if (progress_ != nullptr) progress_->leave(end_);
  }
  ProgressScope(const ProgressScope&) = delete;
  ProgressScope& operator=(const ProgressScope&) = delete;

 private:
  Progress* progress_;
  double end_;
};

}  // namespace cairn
