// Promises as a JUnit XML report, the form CI systems show test results in.
#pragma once

#include <string>

#include "cli/promises/promises.h"

namespace cairn {

/// One test case per `expect` and `target` line, with what was measured as its output. A broken
/// promise is a failure, an unsure one an error, a missed target is only said in the output, what
/// is not judged is skipped. No times and no host: the same spec gives the same bytes.
std::string promises_to_junit(const JudgedPromises& judged, const std::string& spec);

/// Of a spec that could not be judged: one error.
std::string mistakes_to_junit(const std::string& spec);

/// "conversion 3.86% (3.52% to 4.22%): 0.86pp to spare", as `cairn test` prints it.
std::string found_words(const Journey& journey, const Judgement& judgement, bool use_best);

}  // namespace cairn
