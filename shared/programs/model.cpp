#include "shared/programs/model.hpp"

#include "shared/programs/keyed.hpp"

namespace minga {

using programs::find_keyed;
using programs::ObjectReader;
using programs::repeated_key;

namespace {

Subcriterion read_subcriterion(const ObjectReader& row) {
    return {row.text("key"),  row.integer("number"),      row.text("criterion"),
            row.text("name"), row.optional_text("scope"), row.integer("maximum")};
}

Element read_element(const ObjectReader& row) {
    Element element{row.text("key"),      row.integer("number"), row.text("subcriterion"),
                    ElementType::process, row.text("name"),      row.optional_text("same_as")};
    const std::string type = row.text("type");
    if (type == "result") element.type = ElementType::result;
    if (type != "result" && type != "process") row.report_at("type", "debe ser process o result");
    if (element.key != std::to_string(element.number)) {
        row.report_at("key", "debe ser el número del elemento");
    }
    return element;
}

template <class Entry>
void check_numbers(const ObjectReader& file, std::string_view list_key,
                   const std::vector<Entry>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].number != static_cast<std::int64_t>(i) + 1) {
            file.report_at(list_key, "los números deben ir de 1 en adelante, sin saltos");
        }
    }
    if (!repeated_key(list).empty()) {
        file.report_at(list_key, "la clave «" + std::string{repeated_key(list)} + "» se repite");
    }
}

}  // namespace

const Criterion* Model::find_criterion(std::string_view key) const {
    return find_keyed(criteria_, key);
}

const Subcriterion* Model::find_subcriterion(std::string_view key) const {
    return find_keyed(subcriteria_, key);
}

const Element* Model::find_element(std::string_view key) const {
    const auto found = element_index_.find(key);
    return found == element_index_.end() ? nullptr : &elements_[found->second];
}

Model Model::read(const ObjectReader& file) {
    Model model;
    model.key_ = file.text("key");
    model.version_ = file.text("version");
    model.name_ = file.text("name");
    model.notice_ = file.optional_text("notice");
    model.maximum_ = file.integer("maximum");
    const std::int64_t points = file.integer("points_per_element");

    for (const ObjectReader& row : file.objects("criteria")) {
        model.criteria_.push_back({row.text("key"), row.integer("number"), row.text("name")});
    }
    std::map<std::string, std::int64_t> points_left;
    std::int64_t maximum = 0;
    for (const ObjectReader& row : file.objects("subcriteria")) {
        model.subcriteria_.push_back(read_subcriterion(row));
        const Subcriterion& added = model.subcriteria_.back();
        if (model.find_criterion(added.criterion) == nullptr) {
            row.report_at("criterion", "no existe el criterio «" + added.criterion + "»");
        }
        points_left[added.key] = added.maximum;
        maximum += added.maximum;
    }
    if (maximum != model.maximum_) {
        file.report_at("maximum", "no es la suma de los máximos de los subcriterios");
    }
    for (const ObjectReader& row : file.objects("elements")) {
        model.elements_.push_back(read_element(row));
        const Element& added = model.elements_.back();
        if (model.find_subcriterion(added.subcriterion) == nullptr) {
            row.report_at("subcriterion", "no existe el subcriterio «" + added.subcriterion + "»");
        }
        points_left[added.subcriterion] -= points;
        model.element_index_.emplace(added.key, model.elements_.size() - 1);
    }
    for (const auto& [key, left] : points_left) {
        if (left != 0) {
            file.report_at("subcriteria", "el máximo de «" + key + "» no es el de sus elementos");
        }
    }
    check_numbers(file, "criteria", model.criteria_);
    check_numbers(file, "subcriteria", model.subcriteria_);
    check_numbers(file, "elements", model.elements_);
    return model;
}

}  // namespace minga
