// The pieces of a dump that stand on many lines: numbers, scopes, flows.
#pragma once

#include <string>

#include "journey/journey.h"

namespace cairn {

/// In quotes, with quotes, backslashes and control characters escaped.
std::string quote(const std::string& text);
std::string date_text(const StartDate& date);

/// Writes pieces of one journey, all that is meant by them and in full precision.
class DumpParts {
 public:
  explicit DumpParts(const Journey& journey) : journey_(journey) {}

  std::string name(PlaceId id) const { return journey_.places[id].heading.name; }
  std::string number(ParameterId id) const;
  std::string number_or_rest(ParameterId id) const;
  std::string amount(const Amount& amount) const;
  /// " for … when …", or nothing.
  std::string scope(const Scope& scope) const;
  std::string share(const ShareLine& line) const;
  std::string flow(const FlowLine& line) const;
  std::string money(const MoneyLine& line) const;
  std::string memory(const MemoryLine& line) const;
  std::string text(const TextLine& line) const;
  std::string change(const Change& line) const;
  std::string metric(const Metric& metric) const;

 private:
  const Journey& journey_;
};

}  // namespace cairn
