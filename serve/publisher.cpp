#include "serve/publisher.h"

#include <utility>

namespace cairn {

void Publisher::publish_page(std::string page, std::string messages, bool is_working) {
  const std::lock_guard lock(mutex_);
  ++now_.version;
  ++now_.page_version;
  now_.page = std::make_shared<const std::string>(std::move(page));
  now_.messages = std::move(messages);
  now_.has_errors = false;
  now_.is_working = is_working;
  changed_.notify_all();
}

void Publisher::publish_errors(std::string messages) {
  const std::lock_guard lock(mutex_);
  ++now_.version;
  now_.messages = std::move(messages);
  now_.has_errors = true;
  now_.is_working = false;
  changed_.notify_all();
}

void Publisher::publish_working() {
  const std::lock_guard lock(mutex_);
  ++now_.version;
  now_.is_working = true;
  changed_.notify_all();
}

Publication Publisher::current() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

Publication Publisher::wait(std::uint64_t seen, std::chrono::milliseconds longest) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, longest, [&] { return is_stopped_ || now_.version != seen; });
  return now_;
}

void Publisher::stop() {
  const std::lock_guard lock(mutex_);
  is_stopped_ = true;
  changed_.notify_all();
}

}  // namespace cairn
