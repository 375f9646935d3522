// Which of several lines counts (R5): lines that give the same thing a value compete in a slot, and
// the narrowest that fits wins. What "narrower" means is decided on the customers and memories met.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "journey/classes.h"
#include "journey/journey.h"
#include "journey/memory.h"

namespace cairn {

enum class SlotKind : std::uint8_t {
  flow,  // the share of one target; key = PlaceId
  rest,  // which target gets the rest
  takes,
  feels,
  cause,  // the causes of one pain; key = PainId
  nps,
  clear_flag,   // key = FlagId
  clear_count,  // key = PlaceId
  set_flag,     // key = FlagId
};

/// A line of the list its slot kind implies (flows, takes, …), and its scope among those of the
/// site.
struct SlotLine {
  std::uint32_t line = 0;
  std::uint32_t scope = 0;
};

/// Lines that hold one value between them.
struct Slot {
  SlotKind kind = SlotKind::flow;
  std::uint32_t key = 0;
  std::vector<SlotLine> lines;  // in file order
};

/// Where lines stand: exactly one id is valid.
struct Site {
  PlaceId place;
  SourceId source;
  PersonaId persona;  // memory at entry only
  bool operator==(const Site&) const = default;
};

/// A line of an active fix that acts at a site, and its scope among those of the site.
struct SiteChange {
  ChangeRef ref;
  std::uint32_t scope = 0;
};

/// The lines of a site sorted by what they compete for.
struct SitePlan {
  Site site;
  std::vector<const Scope*> scopes;  // distinct ones; the first is "everyone, always" (null)
  std::vector<Slot> flows;           // kinds flow and rest
  std::vector<Slot> values;          // takes, feels, causes
  std::vector<Slot> memory;          // clears, then sets; only what is remembered
  std::vector<SlotLine> factors;     // `times` lines, index into flows
  std::vector<SlotLine> earns;
  std::vector<SlotLine> costs;
  std::vector<SlotLine> refers;
  std::vector<SiteChange> changes;  // in the order of Journey::active_fixes
  bool compares_states = false;     // whether some flows or values slot holds lines of two scopes
  bool compares_arrivals = false;   // the same for memory slots
};

SitePlan plan_site(const Journey& journey, const MemoryLayout& layout, Site site);

/// Scopes by index that fit a class in a memory.
using Fit = std::vector<char>;
/// The part of it that only depends on the class.
Fit fit_class(const Journey& journey, const SitePlan& plan, const CustomerClass& customer);
void fit_memory(const MemoryLayout& layout, const SitePlan& plan, const Fit& of_class,
                Memory memory, Fit& fit);

/// Whom each scope of a site fits, as bits over all customers and memories met there.
class FitSets {
 public:
  void add(const Fit& fit);
  /// Whether `a` fits fewer than `b`; of two that fit the same, the one whose words say more.
  bool is_narrower(const SitePlan& plan, std::uint32_t a, std::uint32_t b);

 private:
  std::size_t size_ = 0;
  std::vector<std::vector<std::uint64_t>> bits_;  // by scope
  std::unordered_map<std::uint64_t, bool> known_;
};

/// The line that counts, as an index into Slot::lines, and one it ties with.
struct Chosen {
  std::optional<std::uint32_t> line;
  std::optional<std::uint32_t> tied;
};
Chosen choose_line(const SitePlan& plan, const Slot& slot, const Fit& fit, FitSets& sets);

/// Whether a number is certainly this whole number (0 or 1), also with the active fixes.
bool is_exactly(const Journey& journey, ParameterId id, double value);

}  // namespace cairn
