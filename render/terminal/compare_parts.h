// Pieces that the parts of the compare report share. Private to render/compare_report.
#pragma once

#include <string>
#include <vector>

#include "render/terminal/compare_report.h"

namespace cairn {

struct CompareInput {
  const Journey& journey;
  const Comparison& comparison;
  const std::vector<Advised>& advice;
  const CompareReportOptions& options;
};

/// The label of the fix or scenario, or the names of several fixes.
std::string shown_alternative(const Journey& journey, const Alternative& alternative);

/// chance_words; "–" where nothing is uncertain.
std::string shown_chance(const CompareInput& input, double chance);

/// Blue for better, yellow for worse, plain in between; `is_cost`: less is better.
Ink ink_of(double change, bool is_cost = false);

std::string report_full_strength(const CompareInput& input);  // compare_report.cpp
std::string report_business(const CompareInput& input);       // compare_report.cpp
std::string report_personas(const CompareInput& input);       // compare_details.cpp
std::string report_details(const CompareInput& input);        // compare_details.cpp

}  // namespace cairn
