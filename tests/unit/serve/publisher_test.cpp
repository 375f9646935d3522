#include "serve/publisher.h"

#include <thread>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace std::chrono_literals;

TEST_CASE("mistakes keep the last good page") {
  Publisher publisher;
  CHECK(publisher.current().page == nullptr);
  publisher.publish_errors("no journey here");
  CHECK(publisher.current().has_errors);
  CHECK(publisher.current().page_version == 0);
  publisher.publish_page("one", "", false);
  publisher.publish_errors("line 3");
  const Publication now = publisher.current();
  CHECK(*now.page == "one");
  CHECK(now.page_version == 1);
  CHECK(now.messages == "line 3");
  publisher.publish_page("two", "a warning", true);
  CHECK_FALSE(publisher.current().has_errors);
  CHECK(publisher.current().is_working);
  CHECK(publisher.current().page_version == 2);
}

TEST_CASE("who waits is woken by news and by the end") {
  Publisher publisher;
  CHECK(publisher.wait(7, 10s).version == 0);  // another version than seen: at once
  std::thread later([&] {
    std::this_thread::sleep_for(20ms);
    publisher.publish_page("page", "", false);
  });
  CHECK(publisher.wait(0, 10s).version == 1);
  later.join();
  CHECK(publisher.wait(1, 1ms).version == 1);  // nothing new in time
  std::thread stopper([&] {
    std::this_thread::sleep_for(20ms);
    publisher.stop();
  });
  CHECK(publisher.wait(1, 10s).version == 1);
  stopper.join();
}
