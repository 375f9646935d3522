#include "simulator/walk/times.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/check.h"

namespace cairn {
namespace {

constexpr int kPartBits = 9;  // 512 bins in every power of two
constexpr std::uint64_t kLowest = std::uint64_t{1023 - 20} << kPartBits;
constexpr std::uint64_t kHighest = std::uint64_t{1023 + 24} << kPartBits;

std::size_t number_of(double days) {
  // Doubles above 0 are ordered like their bits.
  const std::uint64_t part = std::bit_cast<std::uint64_t>(std::max(days, 0.0)) >> (52 - kPartBits);
  return static_cast<std::size_t>(std::clamp(part, kLowest, kHighest) - kLowest);
}

}  // namespace

TimeCounts::Bin& TimeCounts::bin_of(std::size_t number) {
  if (bins_.empty()) first_bin_ = number;
  if (number < first_bin_) {
    bins_.insert(bins_.begin(), first_bin_ - number, Bin{});
    first_bin_ = number;
  }
  if (number - first_bin_ >= bins_.size()) bins_.resize(number - first_bin_ + 1);
  return bins_[number - first_bin_];
}

void TimeCounts::add(double days) {
  Bin& bin = bin_of(number_of(days));
  bin.least = bin.count == 0 ? days : std::min(bin.least, days);
  bin.greatest = bin.count == 0 ? days : std::max(bin.greatest, days);
  ++bin.count;
  ++size_;
}

void TimeCounts::add(const TimeCounts& other) {
  for (std::size_t i = 0; i < other.bins_.size(); ++i) {
    const Bin& more = other.bins_[i];
    if (more.count == 0) continue;
    Bin& bin = bin_of(other.first_bin_ + i);
    bin.least = bin.count == 0 ? more.least : std::min(bin.least, more.least);
    bin.greatest = bin.count == 0 ? more.greatest : std::max(bin.greatest, more.greatest);
    bin.count += more.count;
  }
  size_ += other.size_;
}

bool TimeCounts::operator==(const TimeCounts& other) const {
  // The ends of both stretches hold somebody, so equal counts have equal stretches.
  return size_ == other.size_ && (size_ == 0 || first_bin_ == other.first_bin_) &&
         bins_ == other.bins_;
}

double TimeCounts::count_below(double days) const {
  double count = 0;
  for (const Bin& bin : bins_) {
    if (bin.count == 0 || bin.least >= days) continue;
    const auto in_bin = static_cast<double>(bin.count);
    count += bin.greatest < days
                 ? in_bin
                 : 1 + (in_bin - 2) * ((days - bin.least) / (bin.greatest - bin.least));
  }
  return count;
}

TimeCounts::Spot TimeCounts::find(std::uint64_t rank) const {
  CAIRN_CHECK(rank < size_);
  std::size_t bin = 0;
  while (rank >= bins_[bin].count) rank -= bins_[bin++].count;
  return {bin, rank};
}

double TimeCounts::at_rank(std::uint64_t rank) const {
  const Spot spot = find(rank);
  const Bin& bin = bins_[spot.bin];
  if (bin.count == 1) return bin.least;
  return bin.least + (bin.greatest - bin.least) *
                         (static_cast<double>(spot.rank) / static_cast<double>(bin.count - 1));
}

double TimeCounts::at(double position) const {
  const double inside = std::clamp(position, 0.0, static_cast<double>(size_ - 1));
  const double below = std::floor(inside);
  const auto rank = static_cast<std::uint64_t>(below);
  const double low = at_rank(rank), high = at_rank(std::min(rank + 1, size_ - 1));
  return low + (inside - below) * (high - low);
}

double TimeCounts::width_at(double position) const {
  const double inside = std::clamp(position, 0.0, static_cast<double>(size_ - 1));
  const Bin& bin = bins_[find(static_cast<std::uint64_t>(inside)).bin];
  return bin.greatest - bin.least;
}

}  // namespace cairn
