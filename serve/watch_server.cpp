// The only file that includes cpp-httplib.
#include "serve/watch_server.h"

#include <algorithm>
#include <array>
#include <httplib.h>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "serve/watch_page.h"

namespace cairn {
namespace {

constexpr const char* kHere = "127.0.0.1";
constexpr int kPortsTried = 10;
constexpr std::size_t kThreads = 24;  // each page that waits for news holds one
constexpr std::chrono::milliseconds kLongestWait{10'000};

std::string state_json(const Publication& now) {
  nlohmann::ordered_json json;
  json["version"] = now.version;
  json["page"] = now.page_version;
  json["errors"] = now.has_errors;
  json["working"] = now.is_working;
  json["messages"] = now.messages;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::uint64_t seen_version(const httplib::Request& request) {
  const std::string text = request.get_param_value("seen");
  constexpr std::size_t kMostDigits = 18;
  const bool is_number =
      !text.empty() && text.size() <= kMostDigits &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? std::stoull(text) : 0;
}

void refuse(httplib::Response& response, int status, const char* words) {
  response.status = status;
  response.set_content(std::string(words) + "\n", "text/plain; charset=utf-8");
}

void set_common_headers(httplib::Response& response) {
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("X-Frame-Options", "SAMEORIGIN");
}

/// Another server on the same port would take turns with us: only ports left by a dead server may
/// be taken again.
void set_socket_options(int socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

struct WatchServer::Inside {
  Publisher* publisher = nullptr;
  WatchPage page;
  int port = 0;
  httplib::Server server;
  std::thread listening;

  httplib::Server::HandlerResponse guard(const httplib::Request& request,
                                         httplib::Response& response) const {
    set_common_headers(response);
    if (!is_local_host(request.get_header_value("Host"), port)) {
      refuse(response, 403, "this page is only for the machine that it runs on");
    } else if (request.method != "GET") {
      response.set_header("Allow", "GET");
      refuse(response, 405, "only GET is answered here");
    } else {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    return httplib::Server::HandlerResponse::Handled;
  }

  void add_addresses() {
    server.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          return guard(request, response);
        });
    server.Get("/", [this](const httplib::Request&, httplib::Response& response) {
      response.set_header("Content-Security-Policy", page.policy);
      response.set_content(page.html, "text/html; charset=utf-8");
    });
    server.Get("/report", [this](const httplib::Request&, httplib::Response& response) {
      const Publication now = publisher->current();
      if (now.page == nullptr) return refuse(response, 404, "there is no report yet");
      response.set_content(*now.page, "text/html; charset=utf-8");
    });
    server.Get("/state", [this](const httplib::Request& request, httplib::Response& response) {
      const Publication now = publisher->wait(seen_version(request), kLongestWait);
      response.set_content(state_json(now), "application/json");
    });
    server.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) refuse(response, response.status, "there is nothing here");
    });
  }

  bool bind(const std::optional<int>& wanted) {
    if (wanted && *wanted != 0) {
      port = *wanted;
      return server.bind_to_port(kHere, port);
    }
    for (port = kWatchPort; !wanted && port < kWatchPort + kPortsTried; ++port) {
      if (server.bind_to_port(kHere, port)) return true;
    }
    port = server.bind_to_any_port(kHere);
    return port > 0;
  }
};

WatchServer::WatchServer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

std::unique_ptr<WatchServer> WatchServer::start(Publisher& publisher,
                                                const WatchServerOptions& options) {
  auto inside = std::make_unique<Inside>();
  inside->publisher = &publisher;
  inside->page = make_watch_page(options.name, options.language);
  inside->server.set_socket_options(set_socket_options);
  inside->server.set_payload_max_length(0);
  inside->server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  inside->add_addresses();
  if (!inside->bind(options.port)) return nullptr;
  Inside* running = inside.get();
  inside->listening = std::thread([running] { running->server.listen_after_bind(); });
  while (!inside->server.is_running()) std::this_thread::yield();
  return std::unique_ptr<WatchServer>(new WatchServer(std::move(inside)));
}

WatchServer::~WatchServer() {
  inside_->publisher->stop();
  inside_->server.stop();
  inside_->listening.join();
}

int WatchServer::port() const {
  return inside_->port;
}

std::string WatchServer::address() const {
  return "http://" + std::string(kHere) + ":" + std::to_string(port()) + "/";
}

bool is_local_host(const std::string& host, int port) {
  const std::string ending = ":" + std::to_string(port);
  constexpr std::array<const char*, 3> kNames{"127.0.0.1", "localhost", "[::1]"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](const char* name) { return host == name + ending; });
}

}  // namespace cairn
