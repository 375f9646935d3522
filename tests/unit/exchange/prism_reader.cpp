#include "tests/unit/exchange/prism_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <regex>
#include <sstream>
#include <utility>

namespace cairn {
namespace {

// A line `HEAD a MIDDLE b;` as a and b. Such lines may be long, and std::regex recurses over them.
std::optional<std::pair<std::string, std::string>> cut(const std::string& line,
                                                       const std::string& head,
                                                       const std::string& middle) {
  const std::size_t at = line.find(middle);
  if (line.rfind(head, 0) != 0 || at == std::string::npos || line.back() != ';')
    return std::nullopt;
  const std::size_t behind = at + middle.size();
  return std::pair(line.substr(head.size(), at - head.size()),
                   line.substr(behind, line.size() - 1 - behind));
}

std::set<std::size_t> read_states(const std::string& text) {
  std::set<std::size_t> states;
  std::istringstream in(text);
  for (std::string piece; std::getline(in, piece, '|');) {
    if (piece.rfind("s=", 0) == 0) states.insert(std::stoul(piece.substr(2)));
  }
  return states;
}

std::vector<std::pair<std::size_t, double>> read_updates(const std::string& text) {
  static const std::regex update(R"(([0-9.e+-]+):\(s'=([0-9]+)\))");
  std::vector<std::pair<std::size_t, double>> row;
  for (std::sregex_iterator i(text.begin(), text.end(), update), end; i != end; ++i) {
    row.emplace_back(std::stoul((*i)[2]), std::stod((*i)[1]));
  }
  return row;
}

// Expected visits by state until `stops` holds, by walking the distribution forward.
std::vector<double> visits_until(const PrismChain& chain, const std::set<std::size_t>& stops) {
  std::vector<double> now(chain.rows.size(), 0.0);
  std::vector<double> visits(chain.rows.size(), 0.0);
  now[0] = 1;
  for (int step = 0; step < 200'000; ++step) {
    std::vector<double> next(chain.rows.size(), 0.0);
    double moving = 0;
    for (std::size_t s = 0; s < now.size(); ++s) {
      visits[s] += now[s];
      if (now[s] == 0 || stops.count(s) == 1) continue;
      for (const auto& [target, probability] : chain.rows[s]) {
        // The end is for ever: what stays there moves no more.
        if (target != s) moving += now[s] * probability;
        if (target != s || chain.rows[s].size() > 1) next[target] += now[s] * probability;
      }
    }
    now = std::move(next);
    if (moving < 1e-16) break;
  }
  return visits;
}

}  // namespace

double PrismChain::worst_row_error() const {
  double worst = 0;
  for (const auto& row : rows) {
    double sum = 0;
    for (const auto& update : row) sum += update.second;
    worst = std::max(worst, std::abs(sum - 1));
  }
  return worst;
}

double PrismChain::probability_of(const std::string& label) const {
  const std::set<std::size_t>& states = labels.at(label);
  const std::vector<double> visits = visits_until(*this, states);
  double sum = 0;
  for (const std::size_t state : states) sum += visits[state];
  return sum;
}

double PrismChain::reward_of(const std::string& name) const {
  const std::vector<double> visits = visits_until(*this, labels.at("done"));
  double sum = 0;
  for (const auto& [state, value] : rewards.at(name)) sum += visits[state] * value;
  return sum;
}

PrismChain read_prism(const std::string& text) {
  static const std::regex size(R"(  s : \[0\.\.([0-9]+)\] init 0;)");
  static const std::regex rewards("rewards \"([A-Za-z0-9_]+)\"");
  static const std::regex reward(R"(  s=([0-9]+) : ([0-9.e+-]+);)");
  PrismChain chain;
  std::string open;  // the rewards being read
  std::istringstream in(text);
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    const std::size_t content = line.find_first_not_of(' ');
    if (content == std::string::npos || line.compare(content, 2, "//") == 0) continue;
    if (std::regex_match(line, match, size)) {
      chain.rows.resize(std::stoul(match[1]) + 1);
    } else if (const auto command = cut(line, "  [] s=", " -> ")) {
      chain.rows.at(std::stoul(command->first)) = read_updates(command->second);
    } else if (const auto label = cut(line, "label \"", "\" = ")) {
      chain.labels[label->first] = read_states(label->second);
    } else if (std::regex_match(line, match, rewards)) {
      open = match[1];
      chain.rewards[open];
    } else if (!open.empty() && std::regex_match(line, match, reward)) {
      chain.rewards[open][std::stoul(match[1])] += std::stod(match[2]);
    } else if (line == "endrewards") {
      open.clear();
    } else if (line != "dtmc" && line != "module journey" && line != "endmodule" &&
               line != "  false : 0;" && chain.mistake.empty()) {
      chain.mistake = line;
    }
  }
  return chain;
}

}  // namespace cairn
