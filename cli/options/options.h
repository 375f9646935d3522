// The command line as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/checks.h"
#include "render/picture/language.h"
#include "render/picture/picture.h"
#include "simulator/predict.h"

namespace cairn {

/// Exit codes of every command (language.md 9.9).
inline constexpr int kExitYes = 0;
inline constexpr int kExitNo = 1;           // mistakes in a spec, a broken or unsure promise
inline constexpr int kExitCommandLine = 2;  // the command line makes no sense
inline constexpr int kExitFile = 3;         // something cannot be read or written
inline constexpr int kExitBug = 70;         // a bug in cairn

enum class Command : std::uint8_t {
#define CAIRN_COMMAND(enumerator, function, name, summary, example) enumerator,
#include "cli/options/commands.def"
#undef CAIRN_COMMAND
};
enum class ColourChoice : std::uint8_t { automatic, always, never };
enum class DumpWhat : std::uint8_t { tree, journey, chain };
enum class DiagnosticFormat : std::uint8_t { human, one_line, json, sarif };
enum class ExportTo : std::uint8_t { mermaid, json, csv, prism };
/// draw --as: the kinds of pictures.
enum class PictureKind : std::uint8_t { flow, map, funnel, emotion, sankey, time, compare };
enum class MermaidDiagram : std::uint8_t { journey, flowchart, sankey };

struct Options {
  Command command = Command::check;
  std::vector<std::string> paths;  // the specs, as typed; "-" is stdin (fmt only)
  std::vector<std::string> words;  // explain: codes; words: a heading; why: the question
  std::string output;  // draw, import, export: where to; empty: draw chooses, else stdout
  DumpWhat dump = DumpWhat::journey;
  ExportTo export_to = ExportTo::mermaid;
  MermaidDiagram diagram = MermaidDiagram::journey;

  // which picture
  PictureKind picture = PictureKind::flow;
  std::string persona;    // draw: the one it is about; empty: everyone, or the picture chooses
  bool is_delta = false;  // draw: today against the scenario
  bool is_full = false;   // draw: every touchpoint of a large journey
  Theme theme = Theme::automatic;
  std::optional<PictureLanguage> language;  // of fixed words; none: that of the spec, or English

  std::optional<int> port;  // watch: of this machine; none: a fixed one, or one near it

  // how to judge
  std::optional<Level> level;
  std::optional<std::string> root;
  bool is_strict = false;  // warnings count as mistakes
  bool use_best = false;   // test: best estimates instead of the mean over worlds

  bool should_repair = false;  // check --repair
  DiagnosticFormat format = DiagnosticFormat::human;

  // how to predict
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;
  std::uint64_t people = 1'000'000;
  unsigned threads = 0;  // 0: as many as the machine has
  Engine engine = Engine::both;
  WalkOptions::Kernel kernel = WalkOptions::Kernel::fast;
  double precision = 0;    // run: of the share that converts; 0: walk all people
  std::string junit_file;  // test --junit: where the report for CI goes
  std::string paths_file;  // run --paths: where the paths of the walked people go

  std::string seek_by;  // seek: where the number stands, as after `set` in a fix

  std::string test_method = "pooled";    // experiment
  std::vector<std::string> test_result;  // experiment: counts of both arms; empty: plan

  std::string plan_budget;  // plan: money, as typed
  std::string plan_target;  // plan: what stands behind `expect`

  // what to compare
  std::string scenario;            // compare: this one alone; draw: with its fixes
  std::vector<std::string> fixes;  // compare: these together
  bool show_why = false;           // compare: what the answer hangs on

  // how to show
  bool show_all = false;
  bool show_methods = false;  // run --explain
  std::string given;          // run --given: a touchpoint or outcome
  std::size_t most_states = kMostStates;
  bool as_json = false;
  std::string fix;               // apply: which
  std::string date;              // apply: "2026-11-30"; empty: today
  bool only_check = false;       // fmt --check
  bool as_diff = false;          // fmt --diff, check --repair --diff, apply --diff
  bool as_markdown = false;      // diff, words: for a page or a pull request
  bool is_git_driver = false;    // diff --git-driver: seven arguments of git in `paths`
  std::string prism_properties;  // export --to prism: where the questions go
  bool use_ascii = false;
  bool show_timings = false;
  ColourChoice colour = ColourChoice::automatic;
};

/// Either something to do, or something to say and stop.
struct ParsedCommandLine {
  std::optional<Options> options;
  std::string message;  // help or version (exit 0) for stdout; a complaint (exit 2) for stderr
  int exit_code = kExitYes;
};

ParsedCommandLine parse_command_line(int argc, const char* const* argv);

/// "0.1pp" or "0.1%" as a share (0.001), above 0 and below 1; nothing if it is no such number.
std::optional<double> parse_precision(std::string_view text);

/// What is wrong with a day such as "2026-11-30"; empty: nothing.
std::string complain_of_date(const std::string& text);

/// "1 000 000", "1_000_000", "250k", "8M" as a count; nothing if it is no such number or too large.
std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace cairn
