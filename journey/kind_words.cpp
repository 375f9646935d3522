#include "journey/kind_words.h"

#include <cstddef>

namespace cairn {

std::string_view unit_word(Unit unit) {
  constexpr std::string_view kWords[] = {"share", "points",  "factor", "money",
                                         "days",  "feeling", "people"};
  return kWords[static_cast<std::size_t>(unit)];
}

std::string_view law_word(Law law) {
  constexpr std::string_view kWords[] = {"fixed", "exponential", "lognormal-p90",
                                         "lognormal-p5-p95"};
  return kWords[static_cast<std::size_t>(law)];
}

std::string_view text_word(TextLine::Kind kind) {
  constexpr std::string_view kWords[] = {"note", "goal", "need", "fear", "does", "thinks", "idea"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view flow_word(FlowLine::Kind kind) {
  constexpr std::string_view kWords[] = {"share", "rest", "everyone", "times"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view basis_word(MoneyLine::Basis basis) {
  constexpr std::string_view kWords[] = {"visit", "once", "time"};
  return kWords[static_cast<std::size_t>(basis)];
}

std::string_view memory_word(MemoryLine::Kind kind) {
  constexpr std::string_view kWords[] = {"set-flag", "clear-flag", "clear-count"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view counts_word(Counts counts) {
  constexpr std::string_view kWords[] = {"nothing", "micro-conversion", "conversion", "win",
                                         "loss"};
  return kWords[static_cast<std::size_t>(counts)];
}

std::string_view change_word(Change::Kind kind) {
  constexpr std::string_view kWords[] = {"set", "scale", "raise", "lower", "remove", "move"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view place_word(ChangePlace::Kind kind) {
  constexpr std::string_view kWords[] = {"flow", "takes", "earns", "costs", "feels", "assumption"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace cairn
