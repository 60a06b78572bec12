#include "sync/client/bundle_receipt.hpp"

#include <algorithm>

namespace minga::sync {
namespace {

constexpr std::size_t group_length = 4;
constexpr std::size_t groups_in_line = 4;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

}  // namespace

std::string op_range_text(std::int64_t first_n, std::int64_t last_n) {
    if (last_n == 0) return "ninguno: solo pide novedades";
    const std::int64_t count = last_n - first_n + 1;
    if (count == 1) return "1 cambio, el " + std::to_string(first_n);
    return std::to_string(count) + " cambios, del " + std::to_string(first_n) + " al " +
           std::to_string(last_n);
}

std::vector<ReceiptLine> receipt_lines(const BundleFacts& facts, std::string_view person,
                                       std::string_view made) {
    return {{"Persona", std::string{person}},
            {"Equipo", facts.device.to_text()},
            {"Cambios", op_range_text(facts.first_n, facts.last_n)},
            {"Hecho", std::string{made}},
            {"Tamaño", std::to_string(facts.bytes) + " bytes"}};
}

std::string grouped_hash(std::string_view hash) {
    std::string text;
    for (std::size_t at = 0; at < hash.size(); at += group_length) {
        if (!text.empty()) text += ' ';
        text += hash.substr(at, group_length);
    }
    return text;
}

std::string receipt_text(std::string_view title, const std::vector<ReceiptLine>& lines,
                         std::string_view hash) {
    std::string text{title};
    text += '\n';
    for (const ReceiptLine& line : lines) {
        text += line.label + ':';
        text.append(line.label.size() < 9 ? 9 - line.label.size() : 1, ' ');
        text += line.value + '\n';
    }
    text += "Huella del archivo (SHA-256):\n";
    constexpr std::size_t line_length = group_length * groups_in_line;
    for (std::size_t at = 0; at < hash.size(); at += line_length) {
        text += "  " + grouped_hash(hash.substr(at, line_length)) + '\n';
    }
    return text;
}

std::string bundle_file_name(const BundleFacts& facts, std::string_view login) {
    std::string who{login.empty() ? std::string_view{"equipo"} : login};
    std::replace_if(
        who.begin(), who.end(), [](char c) { return !is_plain(c); }, '-');
    std::string name = "minga-" + who;
    if (facts.is_answer) name += "-respuesta";
    if (facts.last_n > 0 && !facts.is_answer) {
        name += "-" + std::to_string(facts.first_n) + "-" + std::to_string(facts.last_n);
    }
    return name + "-" + facts.hash.substr(0, 4) + ".minga";
}

}  // namespace minga::sync
