// Pieces that every JSON of answers is made of. For the *_json.cpp files alone: it hands
// nlohmann-json on.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "journey/prediction.h"
#include "journey/prediction_json.h"

namespace cairn {

using Json = nlohmann::ordered_json;

/// 12 significant digits; what is no number is null.
Json to_number(double value);
Json to_string_or_null(const std::string& text);
std::string unit_name(const Journey& journey, Unit unit);
Json question_to_json(const Journey& journey, const Question& question);

/// `in`: the fix or scenario; empty: today.
Json answer_to_json(const Journey& journey, const Answer& answer, const std::string& in);

/// The members every result begins with.
Json start_envelope(const Envelope& envelope, const RunRecord& record);
/// The text, with the diagnostics as the last member.
std::string finish_envelope(const Json& json, const Envelope& envelope);

}  // namespace cairn
