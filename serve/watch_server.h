// Serves a watched journey to the browsers of this machine, and to nobody else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "render/picture/language.h"
#include "serve/publisher.h"

namespace cairn {

/// C A I R on a telephone's keys, and free of well-known services.
inline constexpr int kWatchPort = 2247;

struct WatchServerOptions {
  std::optional<int> port;  // 0: any; none: kWatchPort, the nine after it, then any
  std::string name;         // of the journey's file, shown in the bar
  PictureLanguage language = PictureLanguage::english;
};

/// Listens on 127.0.0.1 until it is destroyed. Answers GET for three addresses that it makes itself
/// and reads no file: the frame page, the report in it, and the state (JSON; waits for news).
/// Requests whose Host header is not this machine are refused, so that no page of the web can reach
/// it under a name of its own (DNS rebinding); there are no CORS headers.
class WatchServer {
 public:
  /// Null if no port can be had.
  static std::unique_ptr<WatchServer> start(Publisher& publisher,
                                            const WatchServerOptions& options);
  ~WatchServer();
  WatchServer(const WatchServer&) = delete;
  WatchServer& operator=(const WatchServer&) = delete;

  int port() const;
  /// "http://127.0.0.1:2247/"
  std::string address() const;

 private:
  struct Inside;
  explicit WatchServer(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Whether a Host header names this machine: "127.0.0.1:2247", "localhost:2247" or "[::1]:2247",
/// with that port.
bool is_local_host(const std::string& host, int port);

}  // namespace cairn
