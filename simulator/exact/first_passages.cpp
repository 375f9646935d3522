#include "simulator/exact/first_passages.h"

#include <algorithm>
#include <utility>

namespace cairn {
namespace {

/// A chain in which only the groups first … last-1 (as ranked) and the start are left.
struct Piece {
  CensoredChain chain;
  std::vector<std::uint32_t> rank_of;  // by state; kNoGroup: the start
  std::uint32_t start = 0;
  std::uint32_t first = 0, last = 0;
};

/// Ranks groups by their first state, so that neighbours in the chain mostly stay together.
std::vector<std::uint32_t> rank_groups(const std::vector<std::uint32_t>& group_of,
                                       std::size_t group_count,
                                       std::vector<std::uint32_t>& group_at_rank) {
  std::vector<std::uint32_t> rank_of_group(group_count, kNoGroup);
  std::vector<std::uint32_t> rank_of(group_of.size(), kNoGroup);
  for (std::size_t s = 0; s < group_of.size(); ++s) {
    if (group_of[s] == kNoGroup) continue;
    std::uint32_t& rank = rank_of_group[group_of[s]];
    if (rank == kNoGroup) {
      rank = static_cast<std::uint32_t>(group_at_rank.size());
      group_at_rank.push_back(group_of[s]);
    }
    rank_of[s] = rank;
  }
  return rank_of;
}

/// Numbers the states that are left from 0 on and forgets the others.
void compact(Piece& piece) {
  const CensoredChain& old = piece.chain;
  std::vector<std::uint32_t> new_number(old.rows.size(), kNoGroup);
  std::uint32_t count = 0;
  for (std::size_t s = 0; s < old.rows.size(); ++s) {
    if (!old.is_gone[s]) new_number[s] = count++;
  }
  CensoredChain fresh = make_censored_chain(count);
  std::vector<std::uint32_t> rank_of(count);
  for (std::size_t s = 0; s < old.rows.size(); ++s) {
    if (old.is_gone[s]) continue;
    const std::uint32_t number = new_number[s];
    fresh.rows[number] = std::move(piece.chain.rows[s]);
    for (Move& move : fresh.rows[number]) move.target = new_number[move.target];
    fresh.leaks[number] = old.leaks[s];
    rank_of[number] = piece.rank_of[s];
  }
  index_origins(fresh);
  piece.start = new_number[piece.start];
  piece.chain = std::move(fresh);
  piece.rank_of = std::move(rank_of);
}

/// Takes out every state but the start and the ranks first … last-1.
Piece keep_only(Piece piece, std::uint32_t first, std::uint32_t last) {
  std::vector<std::uint32_t> others;
  for (std::uint32_t s = 0; s < piece.rank_of.size(); ++s) {
    const bool is_kept = piece.rank_of[s] >= first && piece.rank_of[s] < last;
    if (!is_kept && s != piece.start) others.push_back(s);
  }
  eliminate(piece.chain, others, nullptr);
  compact(piece);
  piece.first = first;
  piece.last = last;
  return piece;
}

FirstPassage sum_of_row(const Piece& piece) {
  FirstPassage sum;
  for (const Move& move : piece.chain.rows[piece.start]) {
    sum.probability += move.probability;
    sum.days += move.days;
    sum.touches += move.touches;
  }
  sum.probability = std::min(sum.probability, 1.0);
  return sum;
}

}  // namespace

std::vector<FirstPassage> first_passages(CensoredChain chain, std::uint32_t start,
                                         std::vector<std::uint32_t> group_of,
                                         std::size_t group_count) {
  std::vector<FirstPassage> passages(group_count);
  std::vector<std::uint32_t> group_at_rank;
  std::vector<std::uint32_t> rank_of = rank_groups(group_of, group_count, group_at_rank);
  const auto rank_count = static_cast<std::uint32_t>(group_at_rank.size());
  if (rank_count == 0) return passages;
  std::vector<Piece> pieces;
  pieces.push_back(keep_only({std::move(chain), std::move(rank_of), start, 0, 0}, 0, rank_count));
  while (!pieces.empty()) {
    Piece piece = std::move(pieces.back());
    pieces.pop_back();
    if (piece.last - piece.first == 1) {
      passages[group_at_rank[piece.first]] = sum_of_row(piece);
      continue;
    }
    const std::uint32_t first = piece.first, last = piece.last;
    const std::uint32_t middle = first + (last - first) / 2;
    pieces.push_back(keep_only(piece, first, middle));
    pieces.push_back(keep_only(std::move(piece), middle, last));
  }
  return passages;
}

}  // namespace cairn
