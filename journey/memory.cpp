#include "journey/memory.h"

#include <algorithm>
#include <bit>
#include <map>

#include "journey/scopes.h"

namespace cairn {
namespace {

struct Ask {
  std::uint32_t times = 0;
  Span span;
};

// Everything asked for, ordered by id so that the layout does not depend on the order of lines.
struct Asks {
  std::map<PlaceId, Ask> counts;
  std::vector<bool> flags;
  std::vector<bool> lasts;
};

void ask_count(PlaceId place, std::uint32_t times, Span span, Asks& asks) {
  Ask& ask = asks.counts[place];
  if (times > ask.times) ask = {times, span};
}

Asks collect_asks(const Journey& journey, Remember remember) {
  Asks asks;
  asks.flags.resize(journey.flags.size());
  asks.lasts.resize(journey.places.size());
  for (const Scope* scope : all_scopes(journey)) {
    for (const Condition& condition : scope->conditions) {
      switch (condition.kind) {
        case Condition::Kind::visited:
          ask_count(condition.place, std::max(condition.times, 1U), scope->span, asks);
          break;
        case Condition::Kind::last:
          asks.lasts[condition.place.index] = true;
          break;
        case Condition::Kind::flag:
          asks.flags[condition.flag.index] = true;
          break;
      }
    }
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const Place& place = journey.places[journey.places.id_at(i)];
    if (remember == Remember::what_is_required_too) {
      for (const RequiresLine& line : place.requires_lines) asks.flags[line.flag.index] = true;
    }
    // An outcome is entered once anyway.
    if (place.kind == Place::Kind::outcome) continue;
    for (const auto* lines : {&place.earns, &place.costs}) {
      for (const MoneyLine& line : *lines) {
        if (line.basis != MoneyLine::Basis::once) continue;
        ask_count(journey.places.id_at(i), 2, line.span, asks);
      }
    }
  }
  return asks;
}

const MemoryLayout::CountField* find_count(const MemoryLayout& layout, PlaceId place) {
  for (const MemoryLayout::CountField& field : layout.counts) {
    if (field.place == place) return &field;
  }
  return nullptr;
}

bool is_last(const MemoryLayout& layout, Memory memory, PlaceId place) {
  const auto found = std::find(layout.lasts.begin(), layout.lasts.end(), place);
  if (found == layout.lasts.end() || layout.last_bits == 0) return false;
  const Memory mask = (Memory{1} << layout.last_bits) - 1;
  return ((memory >> layout.last_shift) & mask) ==
         static_cast<Memory>(found - layout.lasts.begin()) + 1;
}

}  // namespace

MemoryLayout layout_memory(const Journey& journey, Remember remember) {
  const Asks asks = collect_asks(journey, remember);
  MemoryLayout layout;
  int bits = 0;
  for (std::uint32_t i = 0; i < asks.flags.size(); ++i) {
    if (asks.flags[i]) layout.flags.push_back({FlagId{i}, bits++});
  }
  for (const auto& [place, ask] : asks.counts) {
    const int width = static_cast<int>(std::bit_width(ask.times));
    layout.counts.push_back({place, ask.times, bits, width, ask.span});
    bits += width;
  }
  for (std::uint32_t i = 0; i < asks.lasts.size(); ++i) {
    if (asks.lasts[i]) layout.lasts.push_back(PlaceId{i});
  }
  layout.last_shift = bits;
  layout.last_bits = static_cast<int>(std::bit_width(layout.lasts.size()));
  layout.total_bits = bits + layout.last_bits;
  return layout;
}

bool has_flag(const MemoryLayout& layout, Memory memory, FlagId flag) {
  for (const MemoryLayout::FlagField& field : layout.flags) {
    if (field.flag == flag) return ((memory >> field.shift) & 1) != 0;
  }
  return false;
}

std::uint32_t visit_count(const MemoryLayout& layout, Memory memory, PlaceId place) {
  const MemoryLayout::CountField* field = find_count(layout, place);
  if (field == nullptr) return 0;
  const Memory mask = (Memory{1} << field->bits) - 1;
  return static_cast<std::uint32_t>((memory >> field->shift) & mask);
}

Memory with_flag(const MemoryLayout& layout, Memory memory, FlagId flag, bool is_set) {
  for (const MemoryLayout::FlagField& field : layout.flags) {
    if (field.flag != flag) continue;
    const Memory bit = Memory{1} << field.shift;
    return is_set ? memory | bit : memory & ~bit;
  }
  return memory;
}

Memory with_count(const MemoryLayout& layout, Memory memory, PlaceId place, std::uint32_t count) {
  const MemoryLayout::CountField* field = find_count(layout, place);
  if (field == nullptr) return memory;
  const Memory mask = ((Memory{1} << field->bits) - 1) << field->shift;
  const Memory value = std::min(count, field->most);
  return (memory & ~mask) | (value << field->shift);
}

Memory after_move(const MemoryLayout& layout, Memory memory, PlaceId from, PlaceId to) {
  if (layout.last_bits > 0) {
    const Memory mask = ((Memory{1} << layout.last_bits) - 1) << layout.last_shift;
    const auto found = std::find(layout.lasts.begin(), layout.lasts.end(), from);
    const Memory value =
        found == layout.lasts.end() ? 0 : static_cast<Memory>(found - layout.lasts.begin()) + 1;
    memory = (memory & ~mask) | (value << layout.last_shift);
  }
  return with_count(layout, memory, to, visit_count(layout, memory, to) + 1);
}

bool holds(const MemoryLayout& layout, Memory memory, const std::vector<Condition>& conditions) {
  for (const Condition& condition : conditions) {
    bool is_true = false;
    switch (condition.kind) {
      case Condition::Kind::visited:
        is_true = visit_count(layout, memory, condition.place) >= condition.times;
        break;
      case Condition::Kind::last:
        is_true = is_last(layout, memory, condition.place);
        break;
      case Condition::Kind::flag:
        is_true = has_flag(layout, memory, condition.flag);
        break;
    }
    if (is_true == condition.is_negated) return false;
  }
  return true;
}

}  // namespace cairn
