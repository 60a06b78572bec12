/// The quality model of a programme: criteria → subcriteria (ámbitos) → elements of management.
#pragma once

#include "shared/programs/object_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Criterion {
    std::string key;
    std::int64_t number = 0;
    std::string name;
};

struct Subcriterion {
    std::string key;
    std::int64_t number = 0;
    std::string criterion;  ///< key
    std::string name;
    std::string scope;         ///< What it covers, in the words of the guide.
    std::int64_t maximum = 0;  ///< Points.
};

/// Whether an element asks how things are done or what figures result.
enum class ElementType : std::uint8_t { process, result };

struct Element {
    std::string key;  ///< Its number as text, "1" … "78": what `answer.element` holds.
    std::int64_t number = 0;
    std::string subcriterion;  ///< key
    ElementType type = ElementType::process;
    std::string name;
    /// In the model of an instrument of its own: the element of the programme that is the same, "".
    std::string same_as{};
};

class Model {
public:
    const std::string& key() const { return key_; }
    const std::string& version() const { return version_; }
    const std::string& name() const { return name_; }
    const std::string& notice() const { return notice_; }
    std::int64_t maximum() const { return maximum_; }

    /// Each in the order of its number.
    const std::vector<Criterion>& criteria() const { return criteria_; }
    const std::vector<Subcriterion>& subcriteria() const { return subcriteria_; }
    const std::vector<Element>& elements() const { return elements_; }

    /// nullptr where there is none with that key.
    const Criterion* find_criterion(std::string_view key) const;
    const Subcriterion* find_subcriterion(std::string_view key) const;
    const Element* find_element(std::string_view key) const;

    static Model read(const programs::ObjectReader& file);

private:
    std::string key_;
    std::string version_;
    std::string name_;
    std::string notice_;
    std::int64_t maximum_ = 0;
    std::vector<Criterion> criteria_;
    std::vector<Subcriterion> subcriteria_;
    std::vector<Element> elements_;
    std::map<std::string, std::size_t, std::less<>> element_index_;
};

}  // namespace minga
