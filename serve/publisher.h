// What a watched journey looks like now: handed from the one who makes it to those who show it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace cairn {

struct Publication {
  std::uint64_t version = 0;                // counts changes of anything below
  std::uint64_t page_version = 0;           // counts pages
  std::shared_ptr<const std::string> page;  // the last good report, HTML; null: none yet
  std::string messages;                     // what is wrong with the text now; empty: nothing
  bool has_errors = false;                  // the page is of an earlier text
  bool is_working = false;                  // a newer page is being made
};

/// Safe to use from several threads.
class Publisher {
 public:
  /// A page that shows the text as it is, with its warnings.
  void publish_page(std::string page, std::string messages, bool is_working);
  /// The text cannot be shown: the last good page stays.
  void publish_errors(std::string messages);
  /// A newer page is being made.
  void publish_working();

  Publication current() const;

  /// Waits until the version is another than `seen`, at most so long, or until `stop`.
  Publication wait(std::uint64_t seen, std::chrono::milliseconds longest) const;

  /// Nobody waits any more.
  void stop();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Publication now_;
  bool is_stopped_ = false;
};

}  // namespace cairn
