// The Journey: everything a spec says, as plain data. Names are resolved, numbers have units, every
// item knows its place in the text. Nothing here depends on how it was written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/span.h"
#include "journey/parameter.h"
#include "journey/question.h"
#include "journey/woven.h"

namespace cairn {

struct Persona;
struct Source;
struct Channel;
struct Device;
struct Stage;
struct Flag;
struct Pain;
struct Scenario;
using PersonaId = Id<Persona>;
using SourceId = Id<Source>;
using ChannelId = Id<Channel>;
using DeviceId = Id<Device>;
using StageId = Id<Stage>;
using FlagId = Id<Flag>;
using PainId = Id<Pain>;
using ScenarioId = Id<Scenario>;

// ---- who and when -------------------------------------------------------------------------------

/// One word after `for`. Exactly one of the ids is valid.
struct Trait {
  PersonaId persona;
  SourceId source;
  ChannelId channel;
  DeviceId device;
  bool operator==(const Trait&) const = default;
};

/// Traits side by side: a customer fits if all of them fit.
struct Group {
  std::vector<Trait> traits;
  bool operator==(const Group&) const = default;
};

/// One condition after `when`. `visited`: at least `times` visits to `place`, the current one
/// included; `last`: came straight from `place`; `flag`: the flag is set.
struct Condition {
  enum class Kind : std::uint8_t { visited, last, flag };
  Kind kind = Kind::flag;
  bool is_negated = false;
  PlaceId place;
  std::uint32_t times = 1;
  FlagId flag;
  bool operator==(const Condition&) const = default;
};

/// Whom a line is about: any of the groups (none: everyone), when all conditions hold (none:
/// always).
struct Scope {
  std::vector<Group> groups;
  std::vector<Condition> conditions;
  Span span;  // from `for`/`when` to their end; invalid if the line is for everyone, always
};

// ---- lines --------------------------------------------------------------------------------------

/// `share`, `device`: a part of a whole.
struct ShareLine {
  bool is_rest = false;
  ParameterId value;  // invalid for rest
  Scope scope;
  Span span;
};

/// A flow line at a touchpoint or source.
struct FlowLine {
  enum class Kind : std::uint8_t {
    share,     // `46% -> checkout`
    rest,      // `rest -> leave`
    everyone,  // `-> delivery`
    factor,    // `times 0.8 -> order for mobile`
  };
  Kind kind = Kind::share;
  ParameterId value;  // share and factor only
  PlaceId target;
  std::optional<Amount> after;  // time on the way
  Scope scope;
  Span span;         // the whole line, without indentation and comment
  Span target_span;  // the name after the arrow
  // Only in a copy of the journey (fix_ways.h): the fix that adds this way. It competes with no
  // other line and is open only where a way to `instead_of` is (invalid: always).
  FixId added_by;
  PlaceId instead_of;
};

/// `takes`.
struct TimeLine {
  Amount amount;
  Scope scope;
  Span span;
};

/// `earns`, `costs`: on each visit, on the first visit only (`once`), or per time while there.
struct MoneyLine {
  enum class Basis : std::uint8_t { visit, once, time };
  Amount amount;
  Basis basis = Basis::visit;
  double per_days = 0;  // basis time: the length of the `per …` unit in days
  Scope scope;
  Span span;
};

/// `feels +1 inspired`.
struct FeelingLine {
  ParameterId value;
  std::string word;
  Scope scope;
  Span span;
};

/// `sets flag [p]`, `clears flag [p]`, `clears touchpoint` (restarts its count).
struct MemoryLine {
  enum class Kind : std::uint8_t { set_flag, clear_flag, clear_count };
  Kind kind = Kind::set_flag;
  FlagId flag;
  PlaceId place;            // clear_count only
  ParameterId probability;  // invalid: always
  Scope scope;
  Span span;
};

/// `causes 35% of exits`, one per line that names the pain.
struct CauseLine {
  ParameterId share;
  Scope scope;
  Span span;
};

/// `pain` and `reason`: why people leave a touchpoint (R12).
struct Pain {
  std::string name;
  std::string label;
  bool is_reason = false;
  int severity = 0;  // 1 … 5; 0 = not stated
  PlaceId place;
  std::vector<CauseLine> causes;
  Scope scope;  // of a pain without `causes`
  Span span;
  Span name_span;
};

/// Words that explain a picture: goal, need, fear, does, thinks, idea, note.
struct TextLine {
  enum class Kind : std::uint8_t { note, goal, need, fear, does, thinks, idea };
  Kind kind = Kind::note;
  std::string text;
  std::string origin;
  Scope scope;
  Span span;
};

/// `requires FLAG`: a promise about everyone who comes, proved by check_consent (R20).
struct RequiresLine {
  FlagId flag;
  Span span;
};

/// `nps …`. An invalid value means `rest`.
struct NpsLine {
  ParameterId promoters, passives, detractors;
  Scope scope;
  Span span;
};

/// `refers 0.15 people to friends`: figures over the calendar include them (R21).
struct RefersLine {
  ParameterId people;
  SourceId source;
  Scope scope;
  Span span;
};

// ---- tables -------------------------------------------------------------------------------------

/// Name, label and places that every declared thing has.
struct Heading {
  std::string name;
  std::string label;  // as written, or made from the name: "product-page" -> "Product page"
  std::string was;    // the old name, for diffs; empty if none
  Span name_span;
  Span span;  // the heading line
};

struct Persona {
  Heading heading;
  std::vector<ShareLine> shares;
  std::vector<TextLine> texts;
  std::vector<MemoryLine> memory;
};

struct Source {
  Heading heading;
  std::vector<ShareLine> shares;
  ChannelId channel;  // invalid: none
  std::vector<MoneyLine> costs;
  std::vector<MemoryLine> memory;
  std::vector<FlowLine> flows;
  std::vector<TextLine> texts;
};

struct Channel {
  std::string name;
  std::vector<Span> uses;
};

/// One kind of device, with its share lines: those of the journey and those of personas.
struct Device {
  std::string name;
  struct Line {
    PersonaId persona;  // invalid: written under `journey`
    ShareLine share;
  };
  std::vector<Line> lines;
};

struct Stage {
  Heading heading;
  std::vector<TextLine> texts;
  std::vector<PlaceId> places;  // in file order
};

struct Flag {
  std::string name;
  std::vector<Span> uses;  // where it is set, cleared, asked or required
};

/// What a visit counts as. `leave` counts as loss.
enum class Counts : std::uint8_t { nothing, micro_conversion, conversion, win, loss };

/// A touchpoint or an outcome. Outcome 0 … is not special except `leave`, which always exists and
/// is places[journey.leave].
struct Place {
  enum class Kind : std::uint8_t { touchpoint, outcome };
  Kind kind = Kind::touchpoint;
  Heading heading;
  StageId stage;      // invalid: none
  ChannelId channel;  // invalid: none
  Counts counts = Counts::nothing;
  std::vector<FlowLine> flows;
  std::vector<TimeLine> takes;
  std::vector<MoneyLine> earns;
  std::vector<MoneyLine> costs;
  std::vector<FeelingLine> feels;
  std::vector<MemoryLine> memory;
  std::vector<PainId> pains;  // pains and reasons, in file order
  std::vector<RequiresLine> requires_lines;
  std::vector<NpsLine> nps;
  std::vector<RefersLine> refers;
  std::vector<TextLine> texts;
};

struct Assumption {
  Heading heading;
  Amount amount;
  std::uint32_t use_count = 0;
};

/// A calendar day, or month n of the journey (1 = its first month).
struct StartDate {
  int year = 0, month = 0, day = 0;  // year 0: see month_number
  int month_number = 0;
  Span span;
};

/// The `journey` heading and its lines.
struct Frame {
  Heading heading;
  std::string language;                     // "zh-Hant"; empty: not stated
  std::string currency;                     // ISO code; empty: no money anywhere
  ParameterId entrants;                     // invalid: not stated
  std::optional<double> entrants_per_days;  // length of the period; nothing: all enter `once`
  std::optional<StartDate> starts;
  ParameterId horizon;   // days; invalid: for ever
  ParameterId discount;  // share per discount_per_days; invalid: none
  double discount_per_days = 365.25;
  double emotion_low = -2, emotion_high = 2;
  std::vector<TextLine> texts;
};

// ---- ideas and promises
// ---------------------------------------------------------------------------

/// A number a fix acts on: a flow, a valued line of a place, or an assumption.
struct ChangePlace {
  enum class Kind : std::uint8_t { flow, takes, earns, costs, feels, assumption };
  Kind kind = Kind::flow;
  PlaceId from;  // flow: may be invalid (`move` of every way in)
  PlaceId to;    // flow
  PlaceId at;    // takes … feels
  AssumptionId assumption;
  bool operator==(const ChangePlace&) const = default;
};

struct Change {
  enum class Kind : std::uint8_t { set, scale, raise, lower, remove, move };
  Kind kind = Kind::set;
  ChangePlace place;  // all but remove
  PainId pain;        // remove
  PlaceId toward;     // remove: may be invalid; move: the new target
  Amount amount;      // set: the new amount; else `first` is the value
  Scope scope;
  Span span;
  Span target_span;  // the name of the flow's target, `move`'s new one, or `toward`'s
};

struct Fix {
  Heading heading;
  std::vector<Change> changes;
  std::vector<MoneyLine> costs;  // basis visit = not stated, once, or time
  std::optional<StartDate> starts;
  ParameterId ramps;  // days; invalid: at once
  ParameterId lasts;  // days; invalid: for good
  std::vector<TextLine> texts;
};

struct Scenario {
  Heading heading;
  std::vector<FixId> fixes;
  std::vector<TextLine> texts;
};

struct Experiment {
  Heading heading;
  FixId tests;
  PlaceId at;  // invalid: the first touchpoint the fix touches
  std::optional<ParameterId> share, power, confidence, detect;
  std::optional<Metric> metric;
  std::vector<TextLine> texts;
};

struct Bound {
  enum class Kind : std::uint8_t { at_least, at_most, between };
  Kind kind = Kind::at_least;
  double low = 0;   // at_least, between; in the metric's unit (shares 0 … 1, money, days)
  double high = 0;  // at_most, between
};

/// `expect` (fails a test run) or `target` (never does).
struct Expectation {
  bool is_target = false;
  Metric metric;
  std::vector<Group> groups;  // `for`; empty: everyone
  Bound bound;
  enum class Baseline : std::uint8_t { none, above, below };
  Baseline baseline = Baseline::none;  // the bound is on the difference to the baseline
  ScenarioId scenario;                 // `in S`; invalid: today
  std::optional<double> confidence;    // `with 90% confidence`: 0.9
  std::optional<double> within_days;   // `within 30 days`
  std::string origin;
  Span span;
  std::string text;  // the line as written, spaces normalised
};

/// The whole project.
struct Journey {
  Frame frame;
  Table<ParameterId, Parameter> parameters;
  Table<PersonaId, Persona> personas;  // empty: everybody is alike
  Table<SourceId, Source> sources;
  Table<ChannelId, Channel> channels;
  Table<DeviceId, Device> devices;
  Table<StageId, Stage> stages;
  Table<PlaceId, Place> places;  // touchpoints and outcomes in file order; `leave` last if implied
  Table<FlagId, Flag> flags;
  Table<PainId, Pain> pains;
  Table<AssumptionId, Assumption> assumptions;
  Table<FixId, Fix> fixes;
  Table<ScenarioId, Scenario> scenarios;
  std::vector<Experiment> experiments;
  std::vector<Expectation> expectations;
  PlaceId leave;  // always valid

  // Only in a copy that fixes are applied to (apply.h).
  std::vector<FixId> active_fixes;
  std::vector<WovenNumber> woven;
  std::vector<std::uint8_t> is_touched;  // by ParameterId: 1 where active fixes change it

  double horizon_or_infinity() const;  // best estimate, days
  bool has_written_shares() const;     // R22: from the first share on, a spec is meant to run
};

}  // namespace cairn
