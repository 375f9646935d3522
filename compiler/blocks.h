// A project as headings with the lines that belong to them (R1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/compile.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// One bit per heading, so that a line can name all that take it.
enum class BlockKind : std::uint16_t {
  none = 0,  // lines above the first heading
  journey = 1 << 0,
  persona = 1 << 1,
  source = 1 << 2,
  stage = 1 << 3,
  touchpoint = 1 << 4,
  outcome = 1 << 5,
  fix = 1 << 6,
  scenario = 1 << 7,
  experiment = 1 << 8,
  unknown = 1 << 9,  // a heading that could not be read; its lines are left alone
};

std::string_view to_string(BlockKind kind);

struct Block {
  BlockKind kind = BlockKind::none;
  Span span;       // the heading, without indentation and comment
  Span name_span;  // the name in it
  std::string name;
  std::string label;               // empty: none written
  std::uint32_t stage = kNoStage;  // of a touchpoint: index of the stage's block
  std::vector<Node> lines;         // only lines that may stand here

  static constexpr std::uint32_t kNoStage = ~std::uint32_t{0};
};

/// A run of lines under a heading that does not take them (E102) or has taken one already (E212),
/// with the headings that take the first: the heading they were written for may be missing.
struct Misplaced {
  Diagnostic report;
  unsigned homes = 0;  // bits of BlockKind
};

struct Blocks {
  std::vector<Block> blocks;  // by file and place
  std::vector<Misplaced> misplaced;
  std::vector<std::string> likely_names;  // that headings with a mistake in them may have meant
  std::vector<Node> assumptions;
  std::vector<Node> promises;
};

/// Splits all files. Lines under a heading that does not take them are left out; what is to be said
/// about them (once for a run of such lines) is for the caller to report, who may know more.
Blocks split_blocks(const Project& project);

/// A name as names are compared: in NFC.
std::string name_text(Node name);
std::string name_text(std::string_view name);

}  // namespace cairn
