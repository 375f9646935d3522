// What all lower_*.cpp share: the Journey being filled, names, keys, tails. Private to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/blocks.h"
#include "compiler/evaluate.h"
#include "compiler/symbols.h"
#include "grammar/ast.h"
#include "journey/journey.h"

namespace cairn {

/// Where a block's lines go: the index of its entry in the Journey, if it could be declared.
struct Target {
  std::uint32_t index = 0;
  bool is_declared = false;
};

struct Lowering {
  Lowering(const Project& the_project, Diagnostics& the_diagnostics)
      : project(the_project),
        diagnostics(the_diagnostics),
        symbols(the_project.files, the_diagnostics) {}

  const Project& project;
  Diagnostics& diagnostics;
  Symbols symbols;
  Blocks blocks;
  std::vector<Target> targets;  // by block
  Journey journey;
  std::string currency;  // the journey's, or the first one written
  std::unordered_map<std::string, std::uint32_t> key_counts;
  std::vector<bool> flag_is_asked;  // by FlagId
};

// ---- steps, in order
// ------------------------------------------------------------------------------
void declare_names(Lowering& lowering);  // all tables with their headings; nothing else
void lower_assumptions(Lowering& lowering);
void lower_frame(Lowering& lowering, const Block& block);
void lower_persona(Lowering& lowering, const Block& block, PersonaId id);
void lower_source(Lowering& lowering, const Block& block, SourceId id);
void lower_stage(Lowering& lowering, const Block& block, StageId id);
void lower_place(Lowering& lowering, const Block& block, PlaceId id);
void lower_fix(Lowering& lowering, const Block& block, FixId id);
void lower_scenario(Lowering& lowering, const Block& block, ScenarioId id);
void lower_experiment(Lowering& lowering, const Block& block, std::uint32_t index);
void lower_promise(Lowering& lowering, Node line);

// ---- tails
// ----------------------------------------------------------------------------------------

/// Which tails a line may have.
struct TailRules {
  bool may_after = false;
  bool may_who = true;
  bool may_guard = true;
  bool may_origin = true;
  SymbolKinds who_kinds = SymbolKind::persona | SymbolKind::source | SymbolKind::channel |
                          static_cast<SymbolKinds>(SymbolKind::device);
};

struct LineTail {
  Scope scope;
  std::string scope_text;  // normalised, for keys: " for mobile regular when visited cart"
  std::string origin;
  Node after;
  bool is_sound = true;  // false: a name meant nothing; the line must be left out
};
LineTail lower_tail(Lowering& lowering, Node line, const TailRules& rules);

/// The groups of a `for`; nothing if a name meant nothing.
std::optional<std::vector<Group>> lower_groups(Lowering& lowering, Node who, SymbolKinds kinds);

// ---- values
// ---------------------------------------------------------------------------------------

/// Adds a parameter under its key of meaning; a second one of the same key gets "#2".
ParameterId add_parameter(Lowering& lowering, Parameter parameter, std::string key,
                          const LineTail& tail);

/// One number: written, or the name of an assumption. Invalid if it was wrong.
ParameterId lower_value(Lowering& lowering, Node value, const Wanted& wanted,
                        const std::string& key, const LineTail& tail);
std::optional<Amount> lower_amount(Lowering& lowering, Node amount, const Wanted& wanted,
                                   const std::string& key, const LineTail& tail);
ParameterId lower_quantity(Lowering& lowering, Node quantity, const Wanted& wanted,
                           const std::string& key);

/// The length of `per month` in days; 0 (and a report) for `per entrant` and the like.
double lower_per_time(Lowering& lowering, Node per);

// ---- names and small lines
// --------------------------------------------------------------------------
PlaceId resolve_place(Lowering& lowering, Node name, const NameUse& use);
FlagId resolve_flag(Lowering& lowering, Node name, std::string_view role, bool is_asked);

inline constexpr SymbolKinds kPlaceKinds = SymbolKind::touchpoint | SymbolKind::outcome;
inline constexpr SymbolKinds kTouchpointKind = static_cast<SymbolKinds>(SymbolKind::touchpoint);

/// "touchpoint checkout": the beginning of every key under a heading.
std::string block_key(const Block& block);

/// note, goal, … of any block.
void lower_text_line(Lowering& lowering, Node line, std::vector<TextLine>& texts);

/// Reports (E212) a line of a word that was already given in this block.
class OnceLines {
 public:
  explicit OnceLines(Lowering& lowering) : lowering_(lowering) {}
  bool take(Node line);

 private:
  Lowering& lowering_;
  std::vector<std::pair<std::string_view, Span>> seen_;
};

/// A short report without labels.
void report(Lowering& lowering, Code code, Span span, std::string message, std::string help = {});

// ---- lines shared by several headings
// ---------------------------------------------------------------
std::optional<ShareLine> lower_share_line(Lowering& lowering, Node line, const std::string& key,
                                          const TailRules& rules);
std::optional<FlowLine> lower_flow_line(Lowering& lowering, Node line, const std::string& key);
std::optional<MoneyLine> lower_money_line(Lowering& lowering, Node line, const std::string& key,
                                          BlockKind under);
std::optional<MemoryLine> lower_memory_line(Lowering& lowering, Node line, const std::string& key,
                                            BlockKind under);
std::optional<StartDate> lower_start(Lowering& lowering, Node line, bool may_be_month);

/// The metric of a promise or an experiment; nothing if a name in it meant nothing.
std::optional<Metric> lower_metric(Lowering& lowering, Node metric);

}  // namespace cairn
