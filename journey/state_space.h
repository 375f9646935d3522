// The reachable product of places and memory for one class of customers, with the lines that hold
// in each state. Structure only: which numbers there are does not depend on the world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "journey/choice.h"
#include "journey/classes.h"
#include "journey/journey.h"
#include "journey/memory.h"
#include "journey/world.h"

namespace cairn {

/// Where a way may lead: a state, with the probability that the flags are drawn so on arrival.
struct Arrival {
  struct Factor {
    ParameterId probability;
    bool is_complement = false;  // 1 - p instead of p
  };
  std::uint32_t state = 0;
  std::vector<Factor> factors;  // multiply; none: always
};

/// One way out of a state, after overrides (R5) and modifiers (R6) have been chosen.
struct Way {
  PlaceId target;
  FlowLine::Kind kind = FlowLine::Kind::share;  // share, rest or everyone; never factor
  std::uint32_t line = 0;                       // index into the flows of the place or source
  ParameterId value;                            // kind share only
  std::vector<ParameterId> factors;             // values of matching `times` lines
  std::optional<Amount> after;                  // inherited from the overridden line if not written
  std::vector<Arrival> arrivals;                // never empty; their probabilities sum to 1
  bool is_loss = false;                         // taking it is an exit (R12)
};

/// A cause that holds here: which pain, and its share of the exits.
struct Cause {
  PainId pain;
  ParameterId share;
};

inline constexpr std::uint32_t kNoWay = 0xFFFFFFFFU;

/// A part of what a pain causes that an active fix removes (R14).
struct Removal {
  std::uint32_t cause = 0;        // index into State::causes
  std::uint32_t toward = kNoWay;  // index into State::ways; kNoWay: those who stay share it
  ParameterId part;
};

/// A part of one way that an active fix moves to another.
struct Reroute {
  std::uint32_t from = 0, to = 0;  // indexes into State::ways
  ParameterId part;
};

/// People a visit brings in through a source, on average (R21).
struct Referral {
  ParameterId people;
  SourceId source;
};

/// A visit to a place with a memory; or, with `source` valid, the moment of entry by a source,
/// which takes no time, costs what the source costs, and has the flows of the source.
struct State {
  PlaceId place;
  SourceId source;
  Memory memory = 0;
  std::vector<Way> ways;  // empty at outcomes
  std::optional<Amount> takes;
  std::vector<MoneyLine> earns;  // those that hold here; `once` only where this is the first visit
  std::vector<MoneyLine> costs;
  ParameterId feels;  // invalid: no feeling written
  std::vector<Cause> causes;
  std::vector<Referral> refers;      // all that hold here: they add up
  std::optional<std::uint32_t> nps;  // index into the nps lines of the place
  std::vector<Removal> removals;     // by active fixes, as are …
  std::vector<Reroute> reroutes;     // … these; both act on the row as written
};

struct StateSpace {
  CustomerClass customer;
  MemoryLayout layout;
  std::vector<State> states;
  /// Entry states by SourceId; more than one if flags are drawn at entry. Empty if never used.
  std::vector<std::vector<Arrival>> entries;
  bool is_complete = true;  // false: more states than the limit; then nothing else may be used
};

/// Two lines that give one thing a value for the same customers, neither being narrower.
struct Tie {
  Site site;
  SlotKind kind = SlotKind::flow;
  std::uint32_t key = 0;       // as in Slot
  std::uint32_t first = 0;     // the earlier line …
  std::uint32_t second = 0;    // … and the later one: indexes into the list of the slot kind
  bool is_same_scope = false;  // both say the same `for` and `when`
  CustomerClass customer;      // one kind of customer it happens to …
  Memory memory = 0;           // … and one memory
  bool operator==(const Tie&) const = default;
};

/// A `for … when …` that no customer who comes to its site ever fits.
struct NeverFits {
  Site site;
  const Scope* scope = nullptr;  // in the journey
};

/// The spaces of all classes, built together: what "narrower" means is decided on all customers.
struct StateSpaces {
  std::vector<StateSpace> spaces;  // one per class, in the order of find_classes
  std::vector<Tie> ties;           // each pair of lines once
  std::vector<NeverFits> never;    // each distinct scope of a site once
  bool is_complete = true;         // false: more states than the limit, all classes together
  double state_bound = 0;          // there can be no more states than this
  std::vector<WovenNumber> woven;  // numbers of active fixes that Journey::woven does not hold yet
};
StateSpaces build_state_spaces(const Journey& journey, std::size_t state_limit = kDefaultStateLimit,
                               Remember remember = Remember::what_is_asked);

/// Explores what one class can reach. Ties between lines (E404) are resolved by taking the first,
/// so that a space exists for every journey; the checks report them. For all classes
/// build_state_spaces is faster.
StateSpace build_state_space(const Journey& journey, const CustomerClass& customer,
                             std::size_t state_limit = kDefaultStateLimit);

/// The numbers of one state's ways in one world.
struct ResolvedRow {
  std::vector<double> shares;  // by way; sums to 1 (up to rounding) if the spec is sound
  DoubleDouble written_sum;    // of the shares before `rest` and before any scaling
  bool was_scaled = false;     // the sum was above 1 and was scaled to it (W410)
};
ResolvedRow resolve_row(const State& state, const World& world);
/// The same before what active fixes remove and move.
ResolvedRow resolve_written(const State& state, const World& world);

/// The probability of one arrival of a way, given that way.
double arrival_probability(const Arrival& arrival, const World& world);

/// Whether a flow to this place is an exit (R12): an outcome or touchpoint that counts as loss.
bool is_loss(const Journey& journey, PlaceId place);

/// The places whose first visit is a conversion (R19): those that count as conversion or, if there
/// are none, as win. By PlaceId.
std::vector<bool> conversion_places(const Journey& journey);

}  // namespace cairn
