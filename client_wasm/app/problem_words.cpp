#include "client_wasm/app/problem_words.hpp"

#include "shared/codec/json.hpp"

namespace minga::client {

std::string problem_words(std::string_view body, std::string_view otherwise) {
    const auto json = parse_json(body);
    std::string detail = json ? json->text_at("detail") : std::string{};
    return detail.empty() ? std::string{otherwise} : detail;
}

}  // namespace minga::client
