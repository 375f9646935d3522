// Reads and solves the part of the PRISM language that an export uses, sharing nothing with the
// engines: plain text, plain iteration.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn {

struct PrismChain {
  std::vector<std::vector<std::pair<std::size_t, double>>> rows;  // by state
  std::map<std::string, std::set<std::size_t>> labels;
  std::map<std::string, std::map<std::size_t, double>> rewards;  // by name, then state
  std::string mistake;                                           // the first line not understood

  double worst_row_error() const;                         // how far a row is from adding up to 1
  double probability_of(const std::string& label) const;  // P=? [ F "label" ]
  double reward_of(const std::string& name) const;        // R{"name"}=? [ F "done" ]
};

PrismChain read_prism(const std::string& text);

}  // namespace cairn
