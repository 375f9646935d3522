// Who is called what: one namespace for everything that is declared (R2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_file.h"
#include "compiler/lower.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// One bit each, so that a use can name all kinds it takes.
enum class SymbolKind : std::uint16_t {
  persona = 1 << 0,
  source = 1 << 1,
  touchpoint = 1 << 2,
  outcome = 1 << 3,
  fix = 1 << 4,
  scenario = 1 << 5,
  experiment = 1 << 6,
  assumption = 1 << 7,
  pain = 1 << 8,
  reason = 1 << 9,
  device = 1 << 10,
  channel = 1 << 11,
  flag = 1 << 12,
};
using SymbolKinds = unsigned;

constexpr SymbolKinds operator|(SymbolKind a, SymbolKind b) {
  return static_cast<SymbolKinds>(a) | static_cast<SymbolKinds>(b);
}
constexpr SymbolKinds operator|(SymbolKinds a, SymbolKind b) {
  return a | static_cast<SymbolKinds>(b);
}

inline bool has(SymbolKinds kinds, SymbolKind kind) {
  return (kinds & static_cast<SymbolKinds>(kind)) != 0;
}

struct Symbol {
  SymbolKind kind = SymbolKind::persona;
  std::uint32_t index = 0;  // into the Journey's table of its kind
  Span span;                // where it is declared
  bool is_used = false;     // some line says it and means this
};

/// What a use wants: the kinds that fit, and words for the message ("an arrow").
struct NameUse {
  SymbolKinds kinds = 0;
  std::string_view role;
};

class Symbols {
 public:
  Symbols(const TextFiles& files, Diagnostics& diagnostics)
      : files_(files), diagnostics_(diagnostics) {}

  /// Declares a name. Reports a second declaration (E202), a look-alike (E204), a reserved word
  /// (E207); false if the name was taken.
  bool declare(const std::string& name, const Symbol& symbol);

  /// Channels may share the name of a source, so they are kept apart.
  bool declare_channel(const std::string& name, const Symbol& symbol);

  /// A name that exists without a line: `leave`.
  void declare_implied(const std::string& name, const Symbol& symbol);

  /// A name whose declaration could not be read: uses of it are no further mistakes.
  void forgive(const std::string& name);

  /// The symbol of a name, or nothing. Silent.
  const Symbol* find(const std::string& name) const;
  const Symbol* find_channel(const std::string& name) const;

  /// The symbol a use means, or nothing after noting the mistake for `report`.
  const Symbol* resolve(Node name, const NameUse& use);

  /// Reports all names that meant nothing or something else, each once with its places.
  void report(UnknownNames unknown_names);
  bool has_unknown() const { return !unknown_.empty(); }
  /// The only name that meant nothing, if there is just one and it could be of one of the kinds.
  std::optional<std::string> lone_unknown(SymbolKinds kinds) const;
  /// Where forgiven names are used: lines that had to be left out without a word about them.
  std::vector<Span> forgiven_uses() const;

 private:
  struct Trouble {
    std::string name;
    NameUse use;
    std::vector<Span> places;
  };
  void check_look_alike(const std::string& name, const Symbol& symbol);
  void note(std::vector<Trouble>& troubles, std::unordered_map<std::string, std::size_t>& index,
            const std::string& key, const std::string& name, const NameUse& use, Span place);
  void report_unknown(const Trouble& trouble, bool is_fragment);
  void report_wrong_kind(const Trouble& trouble);
  void suggest(const Trouble& trouble, Diagnostic& diagnostic);
  std::string fitting_names(SymbolKinds kinds) const;
  void suggest_unused(const Trouble& trouble, Diagnostic& diagnostic) const;

  const TextFiles& files_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string, Symbol> by_name_;
  std::unordered_map<std::string, Symbol> channels_;
  std::unordered_map<std::string, bool> forgiven_;
  std::vector<Span> forgiven_uses_;
  struct Known {
    std::string name;
    Symbol symbol;
  };
  std::unordered_map<std::string, Known> by_look_;  // the first of each look
  std::vector<Known> declared_;                     // in order of declaration
  std::vector<Trouble> unknown_;
  std::vector<Trouble> wrong_kind_;
  std::unordered_map<std::string, std::size_t> unknown_index_;
  std::unordered_map<std::string, std::size_t> wrong_kind_index_;
  std::size_t comparisons_left_ = 2'000'000;  // edit distances, of a few dozen steps each
};

/// "a touchpoint"
std::string_view describe(SymbolKind kind);
/// "a touchpoint or an outcome"
std::string describe_kinds(SymbolKinds kinds);

/// "line 74", or "shop.journey:74" where that is another file than the one it is seen from.
std::string place_text(const TextFiles& files, Span span, FileId seen_from);
/// "on lines 16 and 19", or "shop.journey:63 and fixes.journey:22".
std::string two_places_text(const TextFiles& files, Span a, Span b);

/// How two names that look alike differ: "in letter case", "in width", "in `-` and `_`".
std::string describe_difference(std::string_view a, std::string_view b);

/// Whether a name may not be declared: `rest`, `leave`, `end` …
bool is_reserved(std::string_view name);

}  // namespace cairn
