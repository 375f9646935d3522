// Runs a command in a terminal of its own (a pseudo-terminal) and prints what it wrote there.
//
// usage: in_terminal COLUMNS COMMAND    (the command is run by sh; its exit code is passed on)
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <pty.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: in_terminal COLUMNS COMMAND\n";
    return 2;
  }
  winsize size{};
  size.ws_row = 50;
  size.ws_col = static_cast<unsigned short>(std::atoi(argv[1]));
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) {
    std::cerr << "no terminal: " << std::strerror(errno) << "\n";
    return 2;
  }
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", argv[2], static_cast<char*>(nullptr));
    ::_exit(127);
  }
  char buffer[4096];
  // At the end of the child reading fails instead of coming to an end.
  for (ssize_t count; (count = ::read(terminal, buffer, sizeof buffer)) > 0;) {
    // The terminal makes \r\n of \n.
    std::string text(buffer, static_cast<std::size_t>(count));
    for (std::size_t at; (at = text.find("\r\n")) != std::string::npos;) text.erase(at, 1);
    std::cout << text;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
