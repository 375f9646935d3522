// Runs the program on every nasty text under limits: it must come to an orderly end.
//
// usage: limits_test [WORD]        only texts whose name has the word
//        limits_test --half 0|1    every other text
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "tests/limits/nasty_texts.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr rlim_t kMostBytes = 2ULL << 30U;
constexpr rlim_t kMostSeconds = 20;  // of processor time, on a slow machine

struct Ending {
  std::string mistake;  // empty: orderly
  double seconds = 0;   // of processor time
  long kilobytes = 0;   // at most resident
};

void limit(int what, rlim_t most) {
  const rlimit both = {most, most};
  setrlimit(static_cast<__rlimit_resource_t>(what), &both);
}

[[noreturn]] void become(const std::vector<std::string>& words, const fs::path& folder) {
  limit(RLIMIT_AS, kMostBytes);
  limit(RLIMIT_CPU, kMostSeconds);
  limit(RLIMIT_CORE, 0);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  if (chdir(folder.c_str()) != 0) _exit(99);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments.front(), arguments.data());
  _exit(99);
}

Ending run(const std::vector<std::string>& words, const fs::path& folder) {
  const pid_t child = fork();
  if (child == 0) become(words, folder);
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  Ending ending;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  ending.seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  ending.kilobytes = used.ru_maxrss;
  if (WIFSIGNALED(status)) {
    ending.mistake = std::string("killed: ") + strsignal(WTERMSIG(status));
  } else if (WEXITSTATUS(status) > 3) {
    ending.mistake = "exit code " + std::to_string(WEXITSTATUS(status));
  }
  return ending;
}

/// Everything that reads such a text, as people type it.
std::vector<std::vector<std::string>> commands_for(const NastyText& text) {
  const std::string program = CAIRN_PROGRAM;
  if (text.is_mermaid) return {{program, "import", "map.mmd"}};
  return {{program, "check", "--all", "--format", "json", "spec.journey"},
          {program, "fmt", "--check", "spec.journey"},
          {program, "diff", "spec.journey", "spec.journey"}};
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace
}  // namespace cairn

int main(int argc, char** argv) {
  using namespace cairn;
  const bool is_half = argc == 3 && std::string(argv[1]) == "--half";
  const std::string wanted = argc > 1 && !is_half ? argv[1] : "";
  std::size_t number = 0;
  char name[] = "/tmp/cairn-limits-XXXXXX";
  if (mkdtemp(name) == nullptr) return 1;
  const fs::path folder = name;
  int failures = 0;
  for (const NastyText& text : nasty_texts()) {
    if (text.name.find(wanted) == std::string::npos) continue;
    if (is_half && std::to_string(number++ % 2) != argv[2]) continue;
    write(folder / (text.is_mermaid ? "map.mmd" : "spec.journey"), text.text);
    for (const std::vector<std::string>& command : commands_for(text)) {
      const Ending ending = run(command, folder);
      std::printf("%-40s %-7s %6.2f s %6ld MB %s\n", text.name.c_str(), command[1].c_str(),
                  ending.seconds, ending.kilobytes / 1024, ending.mistake.c_str());
      std::fflush(stdout);
      if (!ending.mistake.empty()) ++failures;
    }
  }
  fs::remove_all(folder);
  std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
