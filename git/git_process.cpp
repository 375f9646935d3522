#include "git/git_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

// POSIX leaves the declaration to the program.
extern char** environ;

namespace cairn {
namespace {

/// Both ends of a pipe, closed with it; the child gets copies.
struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == 0) {
      read_end = ends[0];
      write_end = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }

  bool is_open() const { return read_end >= 0; }
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

std::vector<std::string> environment() {
  static constexpr std::array<std::string_view, 5> kOurs = {
      "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1", "GIT_PAGER=cat",
      "LC_ALL=C"};
  std::vector<std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::string_view name = variable.substr(0, variable.find('='));
    bool is_ours = name == "GIT_EXTERNAL_DIFF" || name == "GIT_GLOB_PATHSPECS" ||
                   name == "GIT_NOGLOB_PATHSPECS" || name == "GIT_ICASE_PATHSPECS";
    for (const std::string_view ours : kOurs) {
      is_ours = is_ours || name == ours.substr(0, ours.find('='));
    }
    if (!is_ours) variables.emplace_back(variable);
  }
  variables.insert(variables.end(), kOurs.begin(), kOurs.end());
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

constexpr std::size_t kMostOutput = std::size_t{1} << 30U;

/// Starts git with its output going into the pipes; 0 or the reason why not.
int spawn(std::vector<std::string>& words, const Pipe& out, const Pipe& err, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // We ignore a closed pipe; git must not inherit that.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> variables = environment();
  const int failed = posix_spawnp(&child, "git", &actions, &attributes, pointers(words).data(),
                                  pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/// Reads both pipes as they fill, so that git never waits for the one we are not reading.
void read_both(Pipe& out, Pipe& err, GitOutput& output) {
  char buffer[1 << 16];
  while (out.read_end >= 0 || err.read_end >= 0) {
    // A closed end is -1, which poll passes over.
    pollfd waits[2] = {{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0 && errno != EINTR) return;
    for (int i = 0; i < 2; ++i) {
      if (waits[i].revents == 0) continue;
      Pipe& pipe = i == 0 ? out : err;
      const ssize_t count = read(pipe.read_end, buffer, sizeof buffer);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        Pipe::close_end(pipe.read_end);
      } else {
        std::string& text = i == 0 ? output.out : output.err;
        text.append(buffer, static_cast<std::size_t>(count));
        if (text.size() <= kMostOutput) continue;
        // git ends when it finds the pipe closed.
        output.is_too_large = true;
        Pipe::close_end(pipe.read_end);
      }
    }
  }
}

}  // namespace

GitOutput run_git(const std::string& folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"git", "--no-pager",           "-c", "core.quotepath=off",
                                    "-c",  "core.fsmonitor=false", "-c", "log.showSignature=false",
                                    "-c",  "color.ui=false"};
  if (!folder.empty()) words.insert(words.end(), {"-C", folder});
  words.insert(words.end(), arguments.begin(), arguments.end());
  GitOutput output;
  Pipe out, err;
  pid_t child = 0;
  if (!out.is_open() || !err.is_open() || spawn(words, out, err, child) != 0) return output;
  output.has_started = true;
  Pipe::close_end(out.write_end);
  Pipe::close_end(err.write_end);
  read_both(out, err, output);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) output.exit_code = WEXITSTATUS(status);
  // A shell's code for a program that cannot be run; some systems report a failed spawn so.
  if (output.exit_code == 127 && output.out.empty() && output.err.empty()) {
    output.has_started = false;
  }
  return output;
}

}  // namespace cairn
