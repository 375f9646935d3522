// The one JSON envelope of language.md 9.25.
#pragma once

#include <string>
#include <string_view>

#include "journey/prediction.h"

namespace cairn {

struct Judgement;

struct Envelope {
  std::string command;
  std::string version;
  std::string spec_sha256;
  std::string diagnostics_json = "[]";  // an array, from diagnostics_to_json
  bool has_run = true;  // false: nothing was predicted, so seed, worlds and people are null
  /// `cairn test`: adds the array "promises". Points into the journey and the prediction.
  const std::vector<Judgement>* judgements = nullptr;
};

/// Shares 0 … 1, money in the currency, times in days, 12 significant digits, no time stamps.
std::string prediction_to_json(const Journey& journey, const Prediction& prediction,
                               const Envelope& envelope);

}  // namespace cairn
