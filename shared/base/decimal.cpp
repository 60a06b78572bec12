#include "shared/base/decimal.hpp"

namespace minga {
namespace {

constexpr std::int64_t thousandths_max = 1'000'000'000'000'000;

}  // namespace

std::string Decimal::to_text() const {
    const bool negative = thousandths < 0;
    const std::int64_t magnitude = negative ? -thousandths : thousandths;
    std::string text = negative ? "-" : "";
    text += std::to_string(magnitude / 1000);
    std::int64_t rest = magnitude % 1000;
    if (rest == 0) return text;
    std::string places = std::to_string(1000 + rest).substr(1);
    while (places.back() == '0') places.pop_back();
    return text + "." + places;
}

Result<Decimal> Decimal::parse(std::string_view text) {
    const auto bad = [] {
        return make_error(ErrorCode::wrong_type,
                          "No es un número: escriba cifras, con hasta tres decimales.");
    };
    std::size_t i = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) ++i;
    if (i >= text.size()) return bad();
    std::int64_t whole = 0;
    std::size_t digits = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++digits) {
        whole = whole * 10 + (text[i] - '0');
        if (whole > thousandths_max / 1000) return bad();
    }
    if (digits == 0) return bad();
    std::int64_t places = 0;
    if (i < text.size()) {
        if (text[i] != '.' && text[i] != ',') return bad();
        ++i;
        std::int64_t weight = 100;
        if (i >= text.size()) return bad();
        for (; i < text.size(); ++i, weight /= 10) {
            if (text[i] < '0' || text[i] > '9' || (weight == 0 && text[i] != '0')) return bad();
            places += weight * (text[i] - '0');
        }
    }
    const std::int64_t total = whole * 1000 + places;
    return Decimal{negative ? -total : total};
}

}  // namespace minga
