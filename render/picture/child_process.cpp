#include "render/picture/child_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn {
namespace {

constexpr char kGood = '+';
constexpr char kBad = '-';

void write_all(int fd, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

[[noreturn]] void be_child(int out, const std::function<ChildWork()>& work) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const int nowhere = open("/dev/null", O_RDWR);
  if (nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
  }
  const ChildWork result = work();
  write_all(out, result.is_good ? &kGood : &kBad, 1);
  write_all(out, result.bytes.data(), result.bytes.size());
  _exit(0);
}

/// Reads until the child closes the pipe; false if the time is over first.
bool read_all(int fd, double time_limit_seconds, std::string& bytes) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(
                         std::chrono::duration<double>(time_limit_seconds));
  char buffer[1 << 16];
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd wait{fd, POLLIN, 0};
    constexpr long long kLongestWait = 1000;
    const int ready = poll(&wait, 1, static_cast<int>(left < kLongestWait ? left : kLongestWait));
    if (ready <= 0) continue;
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
    bytes.append(buffer, static_cast<std::size_t>(n));
  }
}

}  // namespace

ChildResult run_in_child(const std::function<ChildWork()>& work, double time_limit_seconds) {
  ChildResult result;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    result.end = ChildResult::End::not_started;
    return result;
  }
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    result.end = ChildResult::End::not_started;
    return result;
  }
  if (child == 0) {
    close(ends[0]);
    be_child(ends[1], work);
  }
  close(ends[1]);
  const bool in_time = read_all(ends[0], time_limit_seconds, result.bytes);
  close(ends[0]);
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) {
    result = {ChildResult::End::timed_out, {}};
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || result.bytes.empty()) {
    result = {ChildResult::End::crashed, {}};
  } else {
    result.end = result.bytes[0] == kGood ? ChildResult::End::done : ChildResult::End::failed;
    result.bytes.erase(0, 1);
  }
  return result;
}

}  // namespace cairn
