#include "cli/options/command_options.h"

#include <cstdint>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace cairn {
namespace {

constexpr std::uint64_t kMostWorlds = 1'000'000;
constexpr std::uint64_t kMostPeople = 100'000'000'000;
constexpr std::uint64_t kMostThreads = 1'024;

void add_count(CLI::App& app, const char* name, std::string& text, std::uint64_t most,
               const char* help, const char* shown_default) {
  const auto check = [most](const std::string& value) {
    const std::optional<std::uint64_t> count = parse_count(value);
    if (!count) return fmt::format("needs a whole number, not `{}`", value);
    if (*count > most) return fmt::format("can be at most {}", most);
    return std::string();
  };
  app.add_option(name, text, help)->check(CLI::Validator(check, ""))->option_text(shown_default);
}

/// Empty: it is one.
std::string complain_of_language(const std::string& tag) {
  if (parse_language(tag)) return "";
  return fmt::format("needs one of {}, not `{}`", language_tags(", "), tag);
}

void add_level(CLI::App& app, RawOptions& raw) {
  app.add_option("--level", raw.level,
                 "draw, run or decide: demand so much of the spec; default: what it holds")
      ->check(CLI::IsMember({"draw", "run", "decide"}))
      ->option_text("LEVEL");
}

void add_terminal_options(CLI::App& app, RawOptions& raw) {
  app.add_option("--color,--colour", raw.colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->option_text("WHEN");
  app.add_flag("--ascii", raw.options.use_ascii, "plain characters for terminals without UTF-8");
  app.add_flag("--timings", raw.options.show_timings, "print how long each step took (to stderr)");
}

void add_project_options(CLI::App& app, RawOptions& raw) {
  app.add_option("--root", raw.root, "the folder imports may not leave; default: that of FILE")
      ->option_text("DIR");
  add_terminal_options(app, raw);
}

void add_seed_options(CLI::App& app, RawOptions& raw) {
  add_count(app, "--seed", raw.seed, std::numeric_limits<std::uint64_t>::max(),
            "starts the random draws; same seed, same answer to the last digit", "N (1)");
  add_count(app, "--threads", raw.threads, kMostThreads,
            "processor threads to use; never changes the answer", "N (all)");
}

void add_worlds_options(CLI::App& app, RawOptions& raw) {
  add_seed_options(app, raw);
  add_count(app, "--worlds", raw.worlds, kMostWorlds,
            "draws of the uncertain numbers, for the ranges; 0: no ranges", "N (1000)");
}

void add_prediction_options(CLI::App& app, RawOptions& raw) {
  add_worlds_options(app, raw);
  add_count(app, "--people", raw.people, kMostPeople,
            "simulated people who check the solution, e.g. 250k or 8M; 0: none", "N (1000000)");
}

void add_display_options(CLI::App& app, RawOptions& raw) {
  app.add_flag("--json", raw.options.as_json,
               "the same facts for machines (docs/result.schema.json)");
}

void add_one_path(CLI::App& app, RawOptions& raw, const char* help) {
  app.add_option("FILE", raw.path, help)->required()->option_text(" ");
}

void add_paths(CLI::App& app, RawOptions& raw, const char* help) {
  app.add_option("FILE", raw.options.paths, help)->required()->option_text(" ");
}

void add_format(CLI::App& app, RawOptions& raw) {
  app.add_option("--format", raw.format,
                 "human, short (one line each), json, or sarif (for code review tools)")
      ->check(CLI::IsMember({"human", "short", "json", "sarif"}))
      ->option_text("FORMAT");
}

void add_check_options(CLI::App& app, RawOptions& raw) {
  add_paths(app, raw, "one or more specs, each a project of its own");
  app.add_flag("--all", raw.options.show_all, "show every message, not only the first twenty");
  add_level(app, raw);
  app.add_flag("--strict", raw.options.is_strict, "treat warnings as mistakes");
  add_format(app, raw);
  app.add_flag("--repair", raw.options.should_repair,
               "make the corrections that cannot change what was meant");
  app.add_flag("--diff", raw.options.as_diff,
               "with --repair: change nothing; show the corrections");
  app.add_flag("--json", raw.options.as_json, "short for --format json");
  add_project_options(app, raw);
}

void add_fmt_options(CLI::App& app, RawOptions& raw) {
  add_paths(app, raw, "files to lay out; - reads stdin and writes stdout");
  app.add_flag("--check", raw.options.only_check,
               "change nothing; list files that would change (exit code 1)");
  app.add_flag("--diff", raw.options.as_diff, "change nothing; show what would change");
  app.add_flag("--all", raw.options.show_all, "show every message, not only the first twenty");
  add_terminal_options(app, raw);
}

void add_look_options(CLI::App& app, RawOptions& raw) {
  app.add_option("--theme", raw.theme,
                 "auto (as the reader's screen, light in print), light or dark")
      ->check(CLI::IsMember({"auto", "light", "dark"}))
      ->option_text("THEME");
  app.add_option("--lang", raw.language,
                 "the fixed words in this language; default: that of the spec, else English")
      ->check(CLI::Validator(complain_of_language, ""))
      ->option_text(language_tags("|"));
}

void add_draw_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("--as", raw.picture,
                 "flow (who goes where), map (the classic journey map), funnel, emotion, sankey,\n"
                 "time (to the first conversion) or compare (what fixes would bring)")
      ->check(CLI::IsMember({"flow", "map", "funnel", "emotion", "sankey", "time", "compare"}))
      ->option_text("PICTURE (flow)");
  app.add_option("-o,--output", raw.options.output,
                 "the file: .svg, .png or .pdf (a flow also .dot); default: FILE.svg in this "
                 "folder,\nof other pictures FILE-map.svg and so on")
      ->option_text("FILE");
  app.add_option("--for", raw.options.persona, "the persona it is about; default: everyone")
      ->option_text("PERSONA");
  app.add_option("--scenario", raw.options.scenario,
                 "with the fixes of this scenario, or with this fix, in full")
      ->option_text("NAME");
  app.add_flag("--delta", raw.options.is_delta,
               "today against the scenario: more, fewer, new (flow; the map: side by side)");
  app.add_flag("--full", raw.options.is_full,
               "every touchpoint of a large journey, which is else drawn by stages (flow)");
  add_look_options(app, raw);
  add_level(app, raw);
  add_project_options(app, raw);
}

void add_run_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  add_prediction_options(app, raw);
  app.add_option(
         "--engine", raw.engine,
         "exact (solved), walk (simulated people alone, best estimates), or both: solved, and "
         "checked by the walk")
      ->check(CLI::IsMember({"exact", "walk", "both"}))
      ->option_text("ENGINE (both)");
  app.add_option("--given", raw.options.given,
                 "of those who come to this touchpoint or outcome: who comes to the others")
      ->option_text("NAME");
  add_count(app, "--max-states", raw.most_states, kMostPeople,
            "beyond so many states of one kind of customer: iterate to a proved bracket",
            "N (200000)");
  app.add_option(
         "--precision", raw.precision,
         "walk until the share that converts is known to plus or minus this, --people at most")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return parse_precision(text)
                       ? std::string()
                       : fmt::format("needs points such as 0.1pp, not `{}`", text);
          },
          ""))
      ->option_text("0.1pp");
  app.add_option("--kernel", raw.kernel,
                 "fast, or plain: a slower walk with chance of its own, to check the fast one")
      ->check(CLI::IsMember({"fast", "plain"}))
      ->option_text("KERNEL (fast)");
  app.add_option("--paths", raw.options.paths_file,
                 "write the path of every walked person, one line per step, for other tools")
      ->option_text("FILE.csv");
  app.add_flag("--all", raw.options.show_all, "show every row and every figure of both engines");
  app.add_flag("--explain", raw.options.show_methods,
               "say of each figure how it was found and how far off it may be");
  add_display_options(app, raw);
  add_level(app, raw);
  add_project_options(app, raw);
}

void add_compare_options(CLI::App& app, RawOptions& raw) {
  add_paths(app, raw, "the spec; or two, and the second is compared with the first as a whole");
  CLI::Option* scenario =
      app.add_option("--scenario", raw.options.scenario, "this scenario and its fixes alone")
          ->option_text("NAME");
  app.add_option("--fix", raw.options.fixes, "these fixes, one by one and together: a,b,c")
      ->delimiter(',')
      ->excludes(scenario)
      ->option_text("NAMES");
  app.add_flag("--why", raw.options.show_why,
               "which numbers the answer hangs on, and what knowing them is worth");
  app.add_flag("--all", raw.options.show_all, "name every place and pain that moves");
  add_worlds_options(app, raw);
  add_count(app, "--people", raw.checking_people, kMostPeople,
            "simulated people who check every row, e.g. 250k or 8M", "N (0)");
  add_display_options(app, raw);
  add_project_options(app, raw);
}

void add_report_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("-o,--output", raw.options.output,
                 "the page to write; default: FILE.html in this folder")
      ->option_text("FILE");
  app.add_option("--scenario", raw.options.scenario,
                 "the scenario or fix whose flow stands beside today's; default: what brings most")
      ->option_text("NAME");
  // Only to say what to do instead.
  app.add_option("--for", raw.options.persona)->group("");
  add_look_options(app, raw);
  add_prediction_options(app, raw);
  add_level(app, raw);
  add_project_options(app, raw);
}

void add_watch_options(CLI::App& app, RawOptions& raw) {
  constexpr int kHighestPort = 65535;
  add_one_path(app, raw, "the spec");
  app.add_option("--port", raw.options.port,
                 "of this machine; 0: any that is free; default: 2247, or one after it")
      ->check(CLI::Range(0, kHighestPort))
      ->option_text("N");
  app.add_option("--scenario", raw.options.scenario,
                 "the scenario or fix whose flow stands beside today's; default: what brings most")
      ->option_text("NAME");
  add_look_options(app, raw);
  add_prediction_options(app, raw);
  add_level(app, raw);
  add_project_options(app, raw);
}

void add_plan_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  CLI::Option* budget =
      app.add_option("--budget", raw.options.plan_budget,
                     "at most so much for all that the fixes cost up to the horizon; in quotes")
          ->option_text("MONEY");
  app.add_option("--target", raw.options.plan_target,
                 "the cheapest fixes that reach it: what stands behind `expect`; in quotes")
      ->excludes(budget)
      ->option_text("GOAL");
  add_worlds_options(app, raw);
  add_display_options(app, raw);
  add_project_options(app, raw);
}

void add_experiment_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("NAME", raw.options.words, "one experiment; default: all")->option_text(" ");
  app.add_option("--method", raw.options.test_method,
                 "how two shares are compared: pooled, pooled-corrected, unpooled, "
                 "unpooled-corrected or arcsine")
      ->check(CLI::IsMember(
          {"pooled", "pooled-corrected", "unpooled", "unpooled-corrected", "arcsine"}))
      ->option_text("METHOD (pooled)");
  app.add_option("--result", raw.options.test_result,
                 "a finished test: successes/people as today, then with the change")
      ->expected(2)
      ->option_text("N/M N/M");
  add_worlds_options(app, raw);
  add_display_options(app, raw);
  add_project_options(app, raw);
}

void add_seek_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("GOAL", raw.options.words, "what stands behind `expect`; in quotes")
      ->required()
      ->expected(1)
      ->option_text(" ");
  app.add_option("--by", raw.options.seek_by,
                 "the number that may change: \"A -> B for …\", \"takes at X\", an assumption")
      ->required()
      ->option_text("NUMBER");
  add_seed_options(app, raw);
  add_count(app, "--worlds", raw.few_worlds, kMostWorlds,
            "draws of the uncertain numbers, where the goal says `with … confidence`", "N (200)");
  add_project_options(app, raw);
}

void add_test_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_flag("--all", raw.options.show_all, "show every message, not only the first twenty");
  app.add_option("--junit", raw.options.junit_file, "write a JUnit report there, for CI")
      ->option_text("OUT.xml");
  app.add_flag("--best", raw.options.use_best, "judge at best estimates, leaving doubt aside");
  app.add_flag("--strict", raw.options.is_strict, "treat warnings as mistakes");
  add_format(app, raw);
  add_prediction_options(app, raw);
  add_display_options(app, raw);
  add_project_options(app, raw);
}

void add_dump_options(CLI::App& app, RawOptions& raw) {
  app.add_option("WHAT", raw.dump_what, "tree, journey or chain")
      ->required()
      ->check(CLI::IsMember({"tree", "journey", "chain"}))
      ->option_text(" ");
  add_one_path(app, raw, "the spec");
  add_project_options(app, raw);
}

void add_words(CLI::App& app, RawOptions& raw, const char* name, const char* help) {
  app.add_option(name, raw.options.words, help)->option_text(" ");
}

void add_explain_options(CLI::App& app, RawOptions& raw) {
  add_words(app, raw, "CODE",
            "one or more codes, such as E404; without any: the list of all codes");
  app.add_flag("--markdown", raw.options.as_markdown, "as a page (docs/diagnostics.md)");
  add_terminal_options(app, raw);
}

void add_words_options(CLI::App& app, RawOptions& raw) {
  add_words(app, raw, "WORD",
            "a heading such as touchpoint, or a word such as takes; without: all");
  add_terminal_options(app, raw);
}

void add_why_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("QUESTION", raw.options.words,
                 "\"A -> B\" or \"reach X\", then perhaps `for …` and `when …`; in quotes")
      ->required()
      ->option_text(" ");
  add_project_options(app, raw);
}

void add_diff_options(CLI::App& app, RawOptions& raw) {
  app.add_option("OLD NEW", raw.options.paths,
                 "two specs; or a git revision, and perhaps a spec (default: all that changed)")
      ->required()
      ->option_text(" ");
  app.add_flag("--markdown", raw.options.as_markdown, "for a pull request");
  app.add_flag("--json", raw.options.as_json, "for machines (docs/diff.schema.json)");
  add_seed_options(app, raw);
  add_count(app, "--worlds", raw.diff_worlds, kMostWorlds,
            "draws of the uncertain numbers, for the ranges; 0, as for git: best estimates only",
            "N (200)");
  app.add_flag("--git-driver", raw.options.is_git_driver,
               "as git calls an external diff (docs/git.md); always exit code 0");
  add_project_options(app, raw);
}

void add_apply_options(CLI::App& app, RawOptions& raw) {
  app.add_option("FIX", raw.options.fix, "the fix that was launched")->required()->option_text(" ");
  add_one_path(app, raw, "the spec; files it imports are changed too");
  app.add_flag("--diff", raw.options.as_diff, "change nothing; show what would change");
  app.add_option("--date", raw.options.date, "the day to write beside the fix; default: today")
      ->check(CLI::Validator(complain_of_date, ""))
      ->option_text("YYYY-MM-DD");
  add_project_options(app, raw);
}

void add_import_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "a Mermaid `journey` diagram (.mmd, or .md with one in it)");
  app.add_option("-o,--output", raw.options.output, "the spec to write; default: to the screen")
      ->option_text("SPEC");
  add_terminal_options(app, raw);
}

void add_export_options(CLI::App& app, RawOptions& raw) {
  add_one_path(app, raw, "the spec");
  app.add_option("--to", raw.export_to, "mermaid, json, csv or prism")
      ->required()
      ->check(CLI::IsMember({"mermaid", "json", "csv", "prism"}))
      ->option_text("FORMAT");
  app.add_option("--as", raw.diagram, "with mermaid: journey, flowchart or sankey")
      ->check(CLI::IsMember({"journey", "flowchart", "sankey"}))
      ->option_text("DIAGRAM (journey)");
  app.add_option("-o,--output", raw.options.output, "the file to write; default: to the screen")
      ->option_text("OUT");
  app.add_option("--properties", raw.options.prism_properties,
                 "with prism: write the questions that match the model there")
      ->option_text("OUT.props");
  add_project_options(app, raw);
}

}  // namespace

void add_command_options(CLI::App& app, Command command, RawOptions& raw) {
  switch (command) {
    case Command::create:
      add_one_path(app, raw, "the file to write; must not exist yet");
      break;
    case Command::check:
      add_check_options(app, raw);
      break;
    case Command::explain:
      add_explain_options(app, raw);
      break;
    case Command::words:
      add_words_options(app, raw);
      break;
    case Command::why:
      add_why_options(app, raw);
      break;
    case Command::diff:
      add_diff_options(app, raw);
      break;
    case Command::apply:
      add_apply_options(app, raw);
      break;
    case Command::import:
      add_import_options(app, raw);
      break;
    case Command::export_:
      add_export_options(app, raw);
      break;
    case Command::fmt:
      add_fmt_options(app, raw);
      break;
    case Command::draw:
      add_draw_options(app, raw);
      break;
    case Command::run:
      add_run_options(app, raw);
      break;
    case Command::report:
      add_report_options(app, raw);
      break;
    case Command::watch:
      add_watch_options(app, raw);
      break;
    case Command::plan:
      add_plan_options(app, raw);
      break;
    case Command::experiment:
      add_experiment_options(app, raw);
      break;
    case Command::seek:
      add_seek_options(app, raw);
      break;
    case Command::compare:
      add_compare_options(app, raw);
      break;
    case Command::test:
      add_test_options(app, raw);
      break;
    case Command::dump:
      add_dump_options(app, raw);
      break;
  }
}

}  // namespace cairn
