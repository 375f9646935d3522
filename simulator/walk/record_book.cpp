#include "simulator/walk/record_book.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace cairn {
namespace {

constexpr std::size_t kBins = std::size_t{kRecordOctaves} * kRecordBinsPerOctave;

std::size_t bin_of(double days) {
  // The exponent and the first four bits of the rest, counted from 2^-32.
  const std::int64_t bin = (std::bit_cast<std::int64_t>(days) >> 48) - ((1023 - 32) << 4);
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(bin, 0, static_cast<std::int64_t>(kBins) - 1));
}

}  // namespace

RecordBook::RecordBook(const RecordBookSetting& setting, std::size_t states)
    : setting_(setting), ends_(states * kWays), histogram_(kBins * kWays) {}

void RecordBook::count_steps() {
  std::uint64_t steps = 0, cut = 0;
  std::int64_t cost = 0, revenue = 0;
  for (std::size_t i = 0; i < columns_.count; ++i) {
    steps += columns_.steps[i];
    // Who was cut stands one step beyond the limit.
    cut += columns_.steps[i] > kStepLimit ? 1 : 0;
    cost += columns_.costs[i];
  }
  for (std::size_t i = 0; setting_.has_revenue && i < columns_.count; ++i) {
    revenue += columns_.revenues[i];
  }
  sums_.steps += steps;
  sums_.cut_walks += cut;
  sums_.money.cost += cost;
  sums_.money.revenue += revenue;
  if (cut == 0 || setting_.last_money == nullptr) return;
  for (std::size_t i = 0; i < columns_.count; ++i) {
    // `take_sums` pays everybody what stands at the end.
    if (columns_.steps[i] <= kStepLimit) continue;
    const RecordMoney& unpaid = (*setting_.last_money)[columns_.states[i]];
    sums_.money.cost -= unpaid.cost;
    sums_.money.revenue -= unpaid.revenue;
  }
}

void RecordBook::count_days() {
  double* days = columns_.days;
  const std::size_t count = columns_.count;
  if (std::isfinite(setting_.horizon_days)) {
    for (std::size_t i = 0; i < count; ++i) days[i] = std::min(days[i], setting_.horizon_days);
  }
  static_assert(kWays == 4);
  double sums[kWays];
  std::copy_n(days_, kWays, sums);
  std::uint64_t* bins = histogram_.data();
  std::size_t i = 0;
  for (; i + kWays <= count; i += kWays) {
    sums[0] += days[i];
    sums[1] += days[i + 1];
    sums[2] += days[i + 2];
    sums[3] += days[i + 3];
    bins[bin_of(days[i]) * kWays] += 1;
    bins[bin_of(days[i + 1]) * kWays + 1] += 1;
    bins[bin_of(days[i + 2]) * kWays + 2] += 1;
    bins[bin_of(days[i + 3]) * kWays + 3] += 1;
  }
  for (; i < count; ++i) {
    sums[i % kWays] += days[i];
    bins[bin_of(days[i]) * kWays + i % kWays] += 1;
  }
  std::copy_n(sums, kWays, days_);
}

void RecordBook::count_ends() {
  std::uint64_t* ends = ends_.data();
  for (std::size_t i = 0; i < columns_.count; ++i) {
    ends[std::size_t{columns_.states[i]} * kWays + i % kWays] += 1;
  }
}

void RecordBook::give_to_sink(std::uint64_t customer_high) {
  money_.resize(columns_.count);
  for (std::size_t i = 0; i < columns_.count; ++i) {
    money_[i] = {columns_.costs[i], setting_.has_revenue ? columns_.revenues[i] : 0};
    if (setting_.last_money == nullptr || columns_.steps[i] > kStepLimit) continue;
    const RecordMoney& last = (*setting_.last_money)[columns_.states[i]];
    money_[i].cost += last.cost;
    money_[i].revenue += last.revenue;
  }
  (*setting_.sink)(setting_.class_index,
                   {columns_.count, customer_high, columns_.customers, columns_.states,
                    columns_.steps, columns_.days, money_.data()});
}

void RecordBook::hand_on(std::uint64_t customer_high) {
  if (columns_.count == 0) return;
  count_steps();
  count_days();
  count_ends();
  sums_.people += columns_.count;
  if (*setting_.sink) give_to_sink(customer_high);
  columns_.count = 0;
}

RecordBatchSums RecordBook::take_sums() {
  const auto sum_parts = [](const std::vector<std::uint64_t>& parts) {
    std::vector<std::uint64_t> sums(parts.size() / kWays);
    for (std::size_t i = 0; i < parts.size(); ++i) sums[i / kWays] += parts[i];
    return sums;
  };
  sums_.ends = sum_parts(ends_);
  sums_.histogram = sum_parts(histogram_);
  for (const double days : days_) sums_.days += days;
  for (std::size_t s = 0; setting_.last_money != nullptr && s < sums_.ends.size(); ++s) {
    const auto people = static_cast<std::int64_t>(sums_.ends[s]);
    sums_.money.cost += people * (*setting_.last_money)[s].cost;
    sums_.money.revenue += people * (*setting_.last_money)[s].revenue;
  }
  return std::move(sums_);
}

}  // namespace cairn
