// Small journeys made in code, for tests that should not depend on the language.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "journey/journey.h"

namespace cairn {

struct JourneyBuilder {
  Journey journey;

  /// `leave` is there from the start.
  JourneyBuilder() { journey.leave = outcome("leave", Counts::loss); }

  // ---- numbers ----
  ParameterId exact(DoubleDouble best, Unit unit) {
    Parameter parameter;
    parameter.unit = unit;
    parameter.best = best;
    parameter.key = "number " + std::to_string(journey.parameters.size());
    return journey.parameters.add(parameter);
  }
  /// As a spec would have it: 46 is `46%`, exact to 32 digits.
  ParameterId percent(double value) { return exact(divide({value, 0}, {100, 0}), Unit::share); }
  ParameterId percent_range(double low, double best, double high) {
    const ParameterId id = percent(best);
    journey.parameters[id].doubt = Doubt::range;
    journey.parameters[id].low = low / 100;
    journey.parameters[id].high = high / 100;
    return id;
  }
  ParameterId factor(double value) { return exact({value, 0}, Unit::factor); }
  Amount days(double value) { return {Law::fixed, exact({value, 0}, Unit::days), {}}; }
  Amount money(double value) { return {Law::fixed, exact({value, 0}, Unit::money), {}}; }

  // ---- what there is ----
  PersonaId persona(const std::string& name) {
    Persona item;
    item.heading = heading(name);
    return journey.personas.add(item);
  }
  SourceId source(const std::string& name) {
    Source item;
    item.heading = heading(name);
    return journey.sources.add(item);
  }
  DeviceId device(const std::string& name) {
    Device item;
    item.name = name;
    return journey.devices.add(item);
  }
  FlagId flag(const std::string& name) { return journey.flags.add({name, {}}); }
  PlaceId touchpoint(const std::string& name) { return place(name, Place::Kind::touchpoint); }
  PlaceId outcome(const std::string& name, Counts counts) {
    const PlaceId id = place(name, Place::Kind::outcome);
    journey.places[id].counts = counts;
    return id;
  }
  PainId pain(PlaceId at, const std::string& name) {
    Pain item;
    item.name = name;
    item.label = name;
    item.place = at;
    const PainId id = journey.pains.add(item);
    journey.places[at].pains.push_back(id);
    return id;
  }

  // ---- lines ----
  static FlowLine flow(FlowLine::Kind kind, ParameterId value, PlaceId target, Scope scope = {}) {
    FlowLine line;
    line.kind = kind;
    line.value = value;
    line.target = target;
    line.scope = std::move(scope);
    return line;
  }
  /// `46% -> target`; returns the line for more to be said about it.
  FlowLine& go(PlaceId from, double value, PlaceId target, Scope scope = {}) {
    return add(from, flow(FlowLine::Kind::share, percent(value), target, std::move(scope)));
  }
  FlowLine& rest(PlaceId from, PlaceId target, Scope scope = {}) {
    return add(from, flow(FlowLine::Kind::rest, {}, target, std::move(scope)));
  }
  FlowLine& all(PlaceId from, PlaceId target, Scope scope = {}) {
    return add(from, flow(FlowLine::Kind::everyone, {}, target, std::move(scope)));
  }
  FlowLine& times(PlaceId from, double value, PlaceId target, Scope scope) {
    return add(from, flow(FlowLine::Kind::factor, factor(value), target, std::move(scope)));
  }
  void enter(SourceId from, PlaceId target) {
    journey.sources[from].flows.push_back(flow(FlowLine::Kind::everyone, {}, target));
  }
  void set_flag(PlaceId at, FlagId flag, ParameterId probability = {}, Scope scope = {}) {
    journey.places[at].memory.push_back(
        memory(MemoryLine::Kind::set_flag, flag, {}, probability, std::move(scope)));
  }
  void clear_flag(PlaceId at, FlagId flag, ParameterId probability = {}, Scope scope = {}) {
    journey.places[at].memory.push_back(
        memory(MemoryLine::Kind::clear_flag, flag, {}, probability, std::move(scope)));
  }
  void clear_count(PlaceId at, PlaceId counted) {
    journey.places[at].memory.push_back(memory(MemoryLine::Kind::clear_count, {}, counted, {}, {}));
  }
  static MemoryLine memory(MemoryLine::Kind kind, FlagId flag, PlaceId place,
                           ParameterId probability, Scope scope) {
    MemoryLine line;
    line.kind = kind;
    line.flag = flag;
    line.place = place;
    line.probability = probability;
    line.scope = std::move(scope);
    return line;
  }
  /// An invalid value is `rest`.
  static ShareLine share(ParameterId value, Scope scope = {}) {
    ShareLine line;
    line.is_rest = !value.is_valid();
    line.value = value;
    line.scope = std::move(scope);
    return line;
  }

  // ---- for and when ----
  static Trait trait(PersonaId id) { return {id, {}, {}, {}}; }
  static Trait trait(SourceId id) { return {{}, id, {}, {}}; }
  static Trait trait(ChannelId id) { return {{}, {}, id, {}}; }
  static Trait trait(DeviceId id) { return {{}, {}, {}, id}; }
  /// `for a b`: both.
  template <class... Ids>
  static Scope for_all(Ids... ids) {
    Scope scope;
    scope.groups.push_back({{trait(ids)...}});
    return scope;
  }
  /// `for a, b`: either.
  template <class... Ids>
  static Scope for_any(Ids... ids) {
    Scope scope;
    (scope.groups.push_back({{trait(ids)}}), ...);
    return scope;
  }
  static Condition visited(PlaceId place, std::uint32_t times = 1) {
    return {Condition::Kind::visited, false, place, times, {}};
  }
  static Condition last(PlaceId place) { return {Condition::Kind::last, false, place, 1, {}}; }
  static Condition has(FlagId flag) { return {Condition::Kind::flag, false, {}, 1, flag}; }
  static Condition not_(Condition condition) {
    condition.is_negated = !condition.is_negated;
    return condition;
  }
  static Scope when(std::vector<Condition> conditions) {
    Scope scope;
    scope.conditions = std::move(conditions);
    return scope;
  }
  static Scope with(Scope scope, std::vector<Condition> conditions) {
    scope.conditions = std::move(conditions);
    return scope;
  }

 private:
  static Heading heading(const std::string& name) { return {name, name, "", {}, {}}; }
  PlaceId place(const std::string& name, Place::Kind kind) {
    Place item;
    item.kind = kind;
    item.heading = heading(name);
    return journey.places.add(item);
  }
  FlowLine& add(PlaceId from, FlowLine line) {
    journey.places[from].flows.push_back(std::move(line));
    return journey.places[from].flows.back();
  }
};

}  // namespace cairn
