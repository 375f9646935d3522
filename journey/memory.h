// What a customer carries along: flags, counts of visits, the last place (R8). Only what some line
// asks for is kept, so the state space stays small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// One memory, packed into bits as a MemoryLayout says. 0 is the memory at entry.
using Memory = std::uint64_t;

struct MemoryLayout {
  struct FlagField {
    FlagId flag;
    int shift = 0;
  };
  /// Visits to `place`, saturating at `most` (the largest number asked for).
  struct CountField {
    PlaceId place;
    std::uint32_t most = 1;
    int shift = 0;
    int bits = 1;
    Span asked_at;  // the guard that asks for `most`
  };
  std::vector<FlagField> flags;
  std::vector<CountField> counts;
  std::vector<PlaceId> lasts;  // places asked for by `when last X`; field value 0 = none of them
  int last_shift = 0;
  int last_bits = 0;
  int total_bits = 0;  // above 64 the layout cannot be used (E415)
};

/// Places times memories that may be kept, all classes of customers together.
inline constexpr std::size_t kDefaultStateLimit = 200'000;

/// What is worth remembering: what lines ask for (`for` whom a number is right), or also the flags
/// that `requires` names, which change no number and are needed for the proof alone (R20).
enum class Remember : std::uint8_t { what_is_asked, what_is_required_too };

/// Asks: every condition of every line, `once` (a count of 2) and perhaps `requires` (flags).
MemoryLayout layout_memory(const Journey& journey, Remember remember = Remember::what_is_asked);

bool has_flag(const MemoryLayout& layout, Memory memory, FlagId flag);
std::uint32_t visit_count(const MemoryLayout& layout, Memory memory, PlaceId place);

// What is not in the layout is not remembered: these then return the memory unchanged.
Memory with_flag(const MemoryLayout& layout, Memory memory, FlagId flag, bool is_set);
Memory with_count(const MemoryLayout& layout, Memory memory, PlaceId place, std::uint32_t count);

/// The memory on arrival, before anything is cleared or set: the visit is counted and `last` is the
/// place left (`from` is invalid after a source).
Memory after_move(const MemoryLayout& layout, Memory memory, PlaceId from, PlaceId to);

/// Whether all conditions hold in a memory (the current visit already counted).
bool holds(const MemoryLayout& layout, Memory memory, const std::vector<Condition>& conditions);

}  // namespace cairn
