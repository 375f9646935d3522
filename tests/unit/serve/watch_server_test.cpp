#include "serve/watch_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "base/hash.h"

using namespace cairn;

namespace {

/// What the server answers to these bytes, headers and all.
std::string ask(int port, const std::string& request) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  REQUIRE(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(write(fd, request.data(), request.size()) == static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof buffer)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(n));
  }
  close(fd);
  return answer;
}

std::string get(int port, const std::string& path, const std::string& host,
                const std::string& method = "GET") {
  return ask(port,
             method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string status(const std::string& answer) {
  return answer.substr(9, 3);
}

}  // namespace

TEST_CASE("the server answers three addresses for this machine, and nothing else") {
  Publisher publisher;
  const auto server = WatchServer::start(publisher, {0, "shop.journey", {}});
  REQUIRE(server);
  const int port = server->port();
  const std::string here = "127.0.0.1:" + std::to_string(port);

  const std::string frame = get(port, "/", here);
  CHECK(status(frame) == "200");
  CHECK(has(frame, "<title>shop.journey</title>"));
  CHECK(has(frame, "Content-Security-Policy: default-src 'none'"));
  CHECK(has(frame, "Cache-Control: no-store"));
  CHECK_FALSE(has(frame, "Access-Control-Allow"));
  CHECK(status(get(port, "/report", here)) == "404");  // none yet
  publisher.publish_page("<p>the report</p>", "", false);
  CHECK(has(get(port, "/report?version=1", here), "<p>the report</p>"));
  CHECK(has(get(port, "/state?seen=0", here), R"("version":1,"page":1)"));
  CHECK(has(get(port, "/state?seen=x", here), R"("version":1)"));
  CHECK(status(get(port, "/", "localhost:" + std::to_string(port))) == "200");

  for (const char* path : {"/etc/passwd", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                           "/report/..", "//etc/passwd", "/watch.js"}) {
    INFO(path);
    const std::string answer = get(port, path, here);
    CHECK((status(answer) == "404" || status(answer) == "400"));
    CHECK_FALSE(has(answer, "root:"));
  }
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"}) {
    INFO(method);
    CHECK(status(get(port, "/", here, method)) == "405");
  }
  for (const std::string host : {"evil.example", "evil.example:2247", "127.0.0.1", ""}) {
    INFO(host);
    CHECK(status(get(port, "/report", host)) == "403");
    CHECK_FALSE(has(get(port, "/report", host), "the report"));
  }
}

TEST_CASE("two servers do not share a port") {
  Publisher publisher;
  const auto first = WatchServer::start(publisher, {0, "a", {}});
  REQUIRE(first);
  CHECK_FALSE(WatchServer::start(publisher, {first->port(), "b", {}}));
}

TEST_CASE("names of files are text in the page") {
  Publisher publisher;
  const auto server = WatchServer::start(publisher, {0, "<script>alert(1)</script>{{words}}", {}});
  REQUIRE(server);
  const std::string page = get(server->port(), "/", "127.0.0.1:" + std::to_string(server->port()));
  CHECK_FALSE(has(page, "<script>alert"));
  CHECK(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;{{words}}"));
}

TEST_CASE("hosts of this machine have its port") {
  CHECK(is_local_host("localhost:80", 80));
  CHECK(is_local_host("[::1]:80", 80));
  CHECK_FALSE(is_local_host("localhost:81", 80));
  CHECK_FALSE(is_local_host("localhost", 80));
  CHECK_FALSE(is_local_host("localhost:80.evil.example", 80));
}
