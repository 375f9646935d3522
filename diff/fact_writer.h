// What the parts of find_facts share: scopes, common lines, and the block being filled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diff/facts.h"

namespace cairn {

/// A scope twice: to be shown and to be compared.
struct ScopeWords {
  std::string text;  // " for regular, mobile when visited cart", as written
  std::string key;   // the same in an order of its own: `for a, b` is `for b, a`
};

class FactWriter {
 public:
  FactWriter(const Journey& journey, const FactNames& names)
      : journey_(journey), names_(names), values_{journey, names.assumptions} {}

  const Journey& journey() const { return journey_; }
  const FactNames& names() const { return names_; }
  const ValueWriter& values() const { return values_; }

  FactBlock& open(DiffTopic topic, std::string_view kind, const Heading& heading,
                  std::string_view key_name);
  FactBlock& open(DiffTopic topic, std::string_view kind, std::string_view key_name, Span span);
  FactBlock& last() { return blocks_.back(); }
  std::vector<FactBlock> take() { return std::move(blocks_); }

  /// Adds a fact to the block opened last. `about` is what it is about beside its scope;
  /// `about_key` the same with names as they are compared.
  Fact& add(DiffTopic topic, std::string_view what, std::string_view about,
            std::string_view about_key, const Scope& scope, FactValue value, Span span);
  /// A fact of the heading's own that there is at most once: `channel`, `counts as`.
  Fact& add_single(DiffTopic topic, std::string_view what, FactValue value, Span span);

  ScopeWords scope(const std::vector<Group>& groups,
                   const std::vector<Condition>& conditions) const;

  /// Whether a label says more than the one made from the name.
  static bool is_own_label(const std::string& name, const std::string& label);

  void texts(DiffTopic topic, const std::vector<TextLine>& lines);
  void shares(std::string_view what, std::string_view about, const ShareLine& line);
  void flows(const std::vector<FlowLine>& lines);
  void money(DiffTopic topic, std::string_view what, const std::vector<MoneyLine>& lines);
  void memory(const std::vector<MemoryLine>& lines);

 private:
  std::string trait_key(const Trait& trait) const;
  std::string condition_key(const Condition& condition) const;

  const Journey& journey_;
  const FactNames& names_;
  ValueWriter values_;
  std::vector<FactBlock> blocks_;
};

/// In quotes, for people; line ends become spaces.
std::string in_quotes(std::string_view text);

// The blocks of each part of a journey.
void add_people_facts(FactWriter& writer);  // frame, assumptions, personas, sources, stages
void add_place_facts(FactWriter& writer);
void add_plan_facts(FactWriter& writer);  // fixes, scenarios, experiments, promises

}  // namespace cairn
