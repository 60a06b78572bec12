#include "shared/rules/words.hpp"

namespace minga {

std::string month_in_words(Month month) {
    std::string words{month_names[static_cast<std::size_t>(month.month() - 1)]};
    return words.append(" ").append(std::to_string(month.year()));
}

std::string quoted(std::string_view label) {
    std::string text{"«"};
    return text.append(label).append("»");
}

std::string enumerated(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " y " : ", ";
        text += parts[i];
    }
    return text;
}

}  // namespace minga
