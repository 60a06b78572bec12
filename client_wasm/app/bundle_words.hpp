/// What became of a received answer, in words.
#pragma once

#include "sync/client/bundle_exchange.hpp"

#include <string>

namespace minga::client {

std::string answer_words(const sync::AnswerCounts& counts);

}  // namespace minga::client
