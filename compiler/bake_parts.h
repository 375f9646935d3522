// What the parts of `bake_fix` share. Private to the room.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/bake.h"
#include "compiler/blocks.h"
#include "grammar/syntax_tree.h"
#include "journey/state_space.h"

namespace cairn {

// ---- numbers ------------------------------------------------------------------------------------

/// A number that follows from others: at best estimates, and in every drawn world.
struct Spread {
  double best = 0;
  std::vector<double> worlds;

  bool is_exact() const;
};

/// How a number is written: `€` before it or ` EUR` behind it.
struct NumberStyle {
  Unit unit = Unit::share;
  double per_base = 1;  // written number = value × per_base
  std::string before, behind;
};

/// The style of the number a node holds; a usual one where it says none (counts, names, nothing).
NumberStyle style_of(Node node, Unit unit, double value, std::string_view currency);

/// A number that is certain.
std::string write_exact(double value, const NumberStyle& style, int precision);
/// `41.2% to 46.6%`: ends whose median in the unit's family is the best estimate. Nothing if there
/// is no such range (a share of 0% or 100%).
std::optional<std::string> write_range(const Spread& number, const NumberStyle& style,
                                       int precision);
/// `36% +- 3pp`, if that means the same as the spread and is no W312; else nothing.
std::optional<std::string> write_plus_minus(const Spread& number, const NumberStyle& style);
/// For messages: "43.9%".
std::string show_number(double value, Unit unit, std::string_view currency);

// ---- texts --------------------------------------------------------------------------------------

/// The lines of a project by where they stand, and the edits made so far.
class Draft {
 public:
  explicit Draft(const Project& project);

  /// The line whose content begins where the span does; an empty node if there is none.
  Node line_at(Span span) const;
  const Blocks& blocks() const { return blocks_; }

  void replace(Span span, std::string text);
  /// A new line, laid out like the one it stands by.
  void insert_below(Node line, std::string_view text);
  void insert_above(Node line, std::string_view text);
  void comment_out(Node line);         // a line of a whole block: at the margin
  void comment_out_inside(Node line);  // a line among others that stay: where it begins
  void note(Span span, std::string text) { notes_.push_back({span, std::move(text)}); }
  void refuse(std::string text) { refused_.push_back(std::move(text)); }

  /// A line that `remove` or `move` needs beside those that are there; see kMostNewLines.
  void count_new_line(std::string text) { new_lines_.push_back(std::move(text)); }
  const std::vector<std::string>& new_lines() const { return new_lines_; }
  std::string place_of(Span span) const;  // "shop.journey:97"
  /// The name of the heading a line belongs to; empty above the first.
  std::string heading_of(Span span) const;

  Baked take();

 private:
  std::string insertion(Node line, std::string_view text, bool is_below) const;

  const Project& project_;
  Blocks blocks_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Node> lines_;  // by file and content
  std::vector<TextEdit> edits_;
  std::vector<BakeNote> notes_;
  std::vector<std::string> refused_;
  std::vector<std::string> new_lines_;
};

/// The share before an arrow with the space behind it: at the tab stop where `old` stood there.
std::string padded_share(std::string_view share);

/// Replaces what stands before the arrow of a flow line; an empty head leaves a lone arrow.
void replace_head(Draft& draft, Node line, std::string_view head);

/// A line's content with another number, for other people: without `after`, `from` and comment.
std::string line_with(Node line, Node number, std::string_view text, std::string_view scope);

// ---- whom a line is about -----------------------------------------------------------------------

/// Everybody who is in both; nothing if that is nobody by the words.
std::optional<Scope> join_scopes(const Scope& a, const Scope& b);
bool is_everyone(const Scope& scope);
bool is_same_scope(const Scope& a, const Scope& b);
/// The others, as scopes of which each person fits exactly one.
std::vector<Scope> complement_of(const Journey& journey, const Scope& scope);

// ---- the work -----------------------------------------------------------------------------------

struct BakeGround {
  const Project& project;
  const Journey& journey;  // today's
  const Fix& fix;
  FixId id;
  Journey applied;     // the fix in full
  StateSpaces spaces;  // of `applied`
  std::vector<std::vector<StateRef>> sites;
  Journey probe;  // to find numbers with the fix that no state asks for (number_with)
  World best;     // today's, at best estimates
  const std::vector<World>& worlds;
  BakeOptions options;
};

/// A written number (or `otherwise`) after changes of the fix.
Spread number_with(BakeGround& ground, WovenNumber number);

/// Whether anybody who comes to a site is in the scope.
bool is_met(const BakeGround& ground, const Site& site, const Scope& scope);

/// Whether, of lines with these scopes that hold one value (R5), this one counts for anybody in
/// `part`.
bool wins_within(const BakeGround& ground, const Site& site, const std::vector<Scope>& scopes,
                 std::size_t line, const Scope& part);

/// `set`, `scale`, `raise`, `lower`.
void bake_numbers(BakeGround& ground, Draft& draft);
/// Whether the rows of a site are written by bake_rows, changes of their shares included.
bool is_row_site(const BakeGround& ground, const Site& site);
/// `remove` and `move`.
void bake_rows(BakeGround& ground, Draft& draft);
/// The fix and those who name it.
void bake_mentions(const BakeGround& ground, Draft& draft);

/// Where a site stands in BakeGround::sites.
std::size_t site_index(const BakeGround& ground, const Site& site);
const std::vector<FlowLine>& flows_at(const Journey& journey, const Site& site);

}  // namespace cairn
