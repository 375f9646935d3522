#include "base/progress.h"

#include <algorithm>

namespace cairn {

double Progress::fraction() const {
  const auto done = static_cast<double>(done_.load(std::memory_order_relaxed));
  return from_ + part_ * std::min(1.0, done / static_cast<double>(units_));
}

void Progress::begin(const char* step, std::uint64_t units, double part) {
  const std::lock_guard<std::mutex> lock(mutex_);
  from_ = std::min(from_ + part_, end_);
  part_ = (end_ - from_) * std::clamp(part, 0.0, 1.0);
  step_ = step;
  units_ = std::max<std::uint64_t>(units, 1);
  done_.store(0, std::memory_order_relaxed);
}

void Progress::advance(std::uint64_t units) {
  done_.fetch_add(units, std::memory_order_relaxed);
}

Progress::View Progress::view() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {step_, fraction()};
}

double Progress::enter(double part) {
  const std::lock_guard<std::mutex> lock(mutex_);
  from_ = std::min(from_ + part_, end_);
  part_ = 0;
  const double end = end_;
  end_ = from_ + (end_ - from_) * std::clamp(part, 0.0, 1.0);
  return end;
}

void Progress::leave(double end) {
  const std::lock_guard<std::mutex> lock(mutex_);
  from_ = end_;
  part_ = 0;
  end_ = end;
}

}  // namespace cairn
