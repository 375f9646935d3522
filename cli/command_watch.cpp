// `cairn watch`: checks and redraws on every save, and serves the report to a browser here.
#include <atomic>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/diagnostic_printer.h"
#include "cli/commands.h"
#include "cli/pictures/pictures.h"
#include "cli/project/project.h"
#include "cli/report/make_report.h"
#include "cli/watch_files.h"
#include "serve/watch_server.h"

namespace cairn {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{25};
constexpr milliseconds kSettles{15};     // a file that is still being written changes meanwhile
constexpr milliseconds kLookAgain{500};  // after mistakes: a missing import may have come

std::atomic<bool> is_asked_to_stop = false;

void ask_to_stop(int) {
  is_asked_to_stop = true;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string messages_of(const Opened& opened) {
  return print_diagnostics(opened.project.files, opened.diagnostics, {});
}

bool is_good(const Opened& opened) {
  return opened.project.is_readable && !opened.diagnostics.has_errors() && opened.compiled.is_sound;
}

/// Follows the files of one spec, from look to look.
class Watcher {
 public:
  Watcher(const Options& options, const Files& disk, Publisher& publisher)
      : options_(options), disk_(disk), publisher_(publisher), paths_{options.paths.front()} {}

  void look() {
    take_report();
    const bool may_be_mended = has_mistakes_ && Clock::now() - looked_ > kLookAgain;
    if (stamps_ == stamp_files(paths_) && !may_be_mended) return;
    std::this_thread::sleep_for(kSettles);
    read();
  }

 private:
  struct Made {
    std::uint64_t generation = 0;
    std::string html, why_not;
    double seconds = 0;
  };

  void read() {
    const Clock::time_point start = Clock::now();
    looked_ = start;
    // Before reading: a change while it is read is then seen at the next look.
    stamps_ = stamp_files(paths_);
    Stopwatch silent(false);
    Opened opened = open_project(disk_, options_.paths.front(), options_, silent);
    if (!opened.project.disk_paths.empty() && opened.project.disk_paths != paths_) {
      paths_ = opened.project.disk_paths;
      stamps_ = stamp_files(paths_);
    }
    std::string messages = messages_of(opened);
    if (!is_good(opened)) return take_mistakes(opened, std::move(messages));
    if (!has_mistakes_ && opened.project.sha256 == shown_) return;  // saved as it was
    has_mistakes_ = false;
    messages_ = std::move(messages);
    shown_ = opened.project.sha256;
    ++generation_;
    show_quickly(std::move(opened), start);
  }

  void take_mistakes(const Opened& opened, std::string messages) {
    if (has_mistakes_ && messages == messages_) return;
    has_mistakes_ = true;
    messages_ = messages;
    ++generation_;
    waiting_.reset();
    publisher_.publish_errors(std::move(messages));
    const std::size_t errors = opened.diagnostics.count(Severity::error);
    print_note(fmt::format("{}: {}{}\n", name(), counted(errors, "mistake", "mistakes"),
                           shown_.empty() ? "" : "; the last good report stays"));
  }

  /// What can be drawn at once comes first; the whole report follows from another thread.
  void show_quickly(Opened opened, Clock::time_point start) {
    const auto quick = make_report(opened, options_, ReportDepth::quick);
    if (const PictureError* error = std::get_if<PictureError>(&quick)) {
      return publisher_.publish_errors(error->message);
    }
    const bool is_whole = opened.compiled.level == Level::draw;
    publisher_.publish_page(std::get<std::string>(quick), messages_, !is_whole);
    print_note(fmt::format("{}: drawn in {:.2f} s\n", name(), seconds_since(start)));
    if (is_whole) return;
    waiting_ = std::move(opened);
    start_report();
  }

  void start_report() {
    if (report_.valid() || !waiting_) return;
    report_ = std::async(std::launch::async,
                         [this, generation = generation_, opened = std::move(*waiting_)] {
                           const Clock::time_point start = Clock::now();
                           const auto made = make_report(opened, options_, ReportDepth::whole);
                           Made result{generation, {}, {}, seconds_since(start)};
                           if (const std::string* html = std::get_if<std::string>(&made))
                             result.html = *html;
                           if (const PictureError* error = std::get_if<PictureError>(&made)) {
                             result.why_not = error->message;
                           }
                           return result;
                         });
    waiting_.reset();
  }

  void take_report() {
    if (!report_.valid() || report_.wait_for(milliseconds(0)) != std::future_status::ready) return;
    Made made = report_.get();
    if (made.generation == generation_ && made.why_not.empty()) {
      publisher_.publish_page(std::move(made.html), messages_, false);
      print_note(fmt::format("{}: report in {:.1f} s\n", name(), made.seconds));
    } else if (made.generation == generation_) {
      publisher_.publish_errors(made.why_not + "\n");
    }
    start_report();
  }

  std::string name() const { return shown_path(options_.paths.front()); }

  const Options& options_;
  const Files& disk_;
  Publisher& publisher_;
  std::vector<std::filesystem::path> paths_;
  std::vector<FileStamp> stamps_;  // of the paths, when they were read
  Clock::time_point looked_;
  std::string shown_, messages_;  // hash of the text that is shown; what is said about the text
  bool has_mistakes_ = false;
  std::uint64_t generation_ = 0;   // of texts, good or bad
  std::optional<Opened> waiting_;  // the newest text whose report nobody makes yet
  std::future<Made> report_;
};

}  // namespace

int run_watch(const Options& options, Files& disk, Console& console) {
  Stopwatch silent(false);
  const Opened first = open_project(disk, options.paths.front(), options, silent);
  if (!first.project.is_readable) {
    show_diagnostics(first, options, console);
    return kExitFile;
  }
  Publisher publisher;
  WatchServerOptions how;
  how.port = options.port;
  how.name = shown_path(options.paths.front());
  how.language = words_for(options, first.compiled.journey);
  const std::unique_ptr<WatchServer> server = WatchServer::start(publisher, how);
  if (server == nullptr) {
    print_note(options.port ? fmt::format("cairn: port {} is taken; leave --port out, and a free "
                                          "one is found\n",
                                          *options.port)
                            : "cairn: no port of this machine can be had\n");
    return kExitFile;
  }
  print_note(fmt::format("cairn watches {}: open {} in a browser; Ctrl+C ends it\n", how.name,
                         server->address()));
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  Watcher watcher(options, disk, publisher);
  while (!is_asked_to_stop) {
    watcher.look();
    std::this_thread::sleep_for(kLookEvery);
  }
  print_note("\n");
  return kExitYes;
}

}  // namespace cairn
