// Runs one *.test file: command lines with what they must print and how they must exit.
//
//   # a comment
//   file NAME        the lines below that begin with "| " are written to NAME
//   | its text
//   $ COMMAND        run by sh in a fresh folder, with cairn and check_result_schema on the PATH,
//                    and $SPECS and $DOCS set
//   > a line of stdout
//   ! a line of stderr
//   = 1              the exit code; 0 if left out
//
// In an expected line … stands for any text; a line that is only … for any number of lines.
// With CAIRN_UPDATE_GOLDEN=1 what no longer fits is rewritten; the diff is the review.
//
// usage: run_cli_tests PROGRAM FILE.test
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// One command with what is expected of it, and the lines that stand before it in the file.
struct Step {
  Lines before;  // comments, blank lines and files, kept as they are
  std::string command;
  Lines out, err;
  int exit_code = 0;
};

struct TestFile {
  std::vector<Step> steps;
  Lines after;
};

struct Outcome {
  Lines out, err;
  int exit_code = 0;
};

Lines read_lines(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  Lines lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// The text after a mark such as ">" and its space.
std::string after_mark(const std::string& line) {
  return line.size() > 2 ? line.substr(2) : "";
}

TestFile parse_test(const fs::path& path) {
  TestFile test;
  Lines before;
  for (const std::string& line : read_lines(path)) {
    const char mark = line.empty() ? ' ' : line[0];
    if (mark == '$') {
      Step step;
      step.before = before;
      step.command = after_mark(line);
      before.clear();
      test.steps.push_back(step);
    } else if (mark == '>' && before.empty() && !test.steps.empty()) {
      test.steps.back().out.push_back(after_mark(line));
    } else if (mark == '!' && before.empty() && !test.steps.empty()) {
      test.steps.back().err.push_back(after_mark(line));
    } else if (mark == '=' && before.empty() && !test.steps.empty()) {
      test.steps.back().exit_code = std::atoi(after_mark(line).c_str());
    } else {
      before.push_back(line);
    }
  }
  test.after = before;
  return test;
}

void write_files(const Lines& before, const fs::path& folder) {
  std::ofstream file;
  for (const std::string& line : before) {
    if (line.rfind("file ", 0) == 0) {
      file = std::ofstream(folder / line.substr(5), std::ios::binary);
    } else if (!line.empty() && line[0] == '|' && file.is_open()) {
      file << after_mark(line) << "\n";
    }
  }
}

/// `'` cannot stand in the paths of a build, so quotes are enough.
std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

Outcome run(const std::string& command, const fs::path& folder) {
  const fs::path out = folder.parent_path() / "stdout", err = folder.parent_path() / "stderr";
  std::ofstream(folder.parent_path() / "command", std::ios::binary) << command << "\n";
  const std::string line =
      "cd " + quoted(folder.string()) + " && sh ../command >../stdout 2>../stderr";
  const int status = std::system(line.c_str());
  return {read_lines(out), read_lines(err), WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

constexpr std::string_view kAny = "…";

/// Whether a line fits a pattern in which … stands for any text.
bool fits(std::string_view pattern, std::string_view line) {
  const std::size_t any = pattern.find(kAny);
  if (any == std::string_view::npos) return pattern == line;
  if (line.substr(0, any) != pattern.substr(0, any)) return false;
  line.remove_prefix(any);
  pattern.remove_prefix(any + kAny.size());
  // Each fixed piece is taken at its first place; the last one must end the line.
  for (std::size_t next; (next = pattern.find(kAny)) != std::string_view::npos;) {
    const std::size_t found = line.find(pattern.substr(0, next));
    if (found == std::string_view::npos) return false;
    line.remove_prefix(found + next);
    pattern.remove_prefix(next + kAny.size());
  }
  return line.size() >= pattern.size() && line.substr(line.size() - pattern.size()) == pattern;
}

/// Likewise for lines: a pattern line that is only … stands for any number of them.
bool fits(const Lines& pattern, const Lines& lines) {
  // reachable[j]: the pattern so far fits the first j lines.
  std::vector<bool> reachable(lines.size() + 1, false);
  reachable[0] = true;
  for (const std::string& wanted : pattern) {
    std::vector<bool> next(lines.size() + 1, false);
    bool has_started = false;
    for (std::size_t j = 0; j <= lines.size(); ++j) {
      has_started = has_started || reachable[j];
      if (wanted == kAny) {
        next[j] = has_started;
      } else if (j > 0) {
        next[j] = reachable[j - 1] && fits(std::string_view(wanted), lines[j - 1]);
      }
    }
    reachable = next;
  }
  return reachable.back();
}

void print(std::ostream& stream, char mark, const Lines& lines) {
  for (const std::string& line : lines) stream << mark << (line.empty() ? "" : " ") << line << "\n";
}

void print(std::ostream& stream, const Step& step) {
  for (const std::string& line : step.before) stream << line << "\n";
  stream << "$ " << step.command << "\n";
  print(stream, '>', step.out);
  print(stream, '!', step.err);
  if (step.exit_code != 0) stream << "= " << step.exit_code << "\n";
}

bool fits(const Step& step, const Outcome& outcome) {
  return fits(step.out, outcome.out) && fits(step.err, outcome.err) &&
         step.exit_code == outcome.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: run_cli_tests PROGRAM FILE.test\n";
    return 2;
  }
  const fs::path program = fs::absolute(argv[1]), path = argv[2];
  const bool may_update = std::getenv("CAIRN_UPDATE_GOLDEN") != nullptr;
  std::string name = (fs::temp_directory_path() / "cairn-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    std::cerr << "cannot make a folder for the test\n";
    return 3;
  }
  const fs::path scratch = name, folder = scratch / "work";
  fs::create_directory(folder);
  const std::string folders =
      program.parent_path().string() + ":" + fs::absolute(argv[0]).parent_path().string();
  setenv("PATH", (folders + ":" + std::getenv("PATH")).c_str(), 1);
  setenv("SPECS", CAIRN_SOURCE_DIR "/specs", 1);
  setenv("DOCS", CAIRN_SOURCE_DIR "/docs", 1);
  unsetenv("NO_COLOR");

  TestFile test = parse_test(path);
  int failures = 0;
  for (Step& step : test.steps) {
    write_files(step.before, folder);
    const Outcome outcome = run(step.command, folder);
    if (fits(step, outcome)) continue;
    ++failures;
    Step actual{step.before, step.command, outcome.out, outcome.err, outcome.exit_code};
    if (may_update) {
      // What still fits keeps its wildcards.
      if (fits(step.out, outcome.out)) actual.out = step.out;
      if (fits(step.err, outcome.err)) actual.err = step.err;
    } else {
      std::cout << "--- expected\n";
      print(std::cout, step);
      std::cout << "--- got\n";
      print(std::cout, actual);
    }
    step = actual;
  }
  fs::remove_all(scratch);
  if (test.steps.empty()) {
    std::cout << "no commands in " << path << "\n";
    return 1;
  }
  if (may_update && failures > 0) {
    std::ofstream file(path, std::ios::binary);
    for (const Step& step : test.steps) print(file, step);
    for (const std::string& line : test.after) file << line << "\n";
    std::cout << "rewrote " << failures << " of " << test.steps.size() << " commands\n";
    return 0;
  }
  return failures == 0 ? 0 : 1;
}
