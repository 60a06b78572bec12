#include "shared/programs/territory.hpp"

#include <algorithm>

namespace minga {

using programs::ObjectReader;

namespace {

template <class Entry>
const Entry* find_coded(const std::vector<Entry>& list, std::string_view code) {
    for (const Entry& entry : list) {
        if (entry.code == code) return &entry;
    }
    return nullptr;
}

}  // namespace

const Region* Territory::find_region(std::string_view code) const {
    return find_coded(regions_, code);
}

const Province* Territory::find_province(std::string_view code) const {
    return find_coded(provinces_, code);
}

const Commune* Territory::find_commune(std::string_view code) const {
    const auto found = commune_index_.find(code);
    return found == commune_index_.end() ? nullptr : &communes_[found->second];
}

void Territory::read_region(const ObjectReader& row) {
    const std::string region = row.text("code");
    regions_.push_back({region, row.integer("order"), row.text("name"), row.text("short_name"),
                        row.text("abbreviation")});
    for (const ObjectReader& province_row : row.objects("provinces")) {
        const std::string province = province_row.text("code");
        provinces_.push_back({province, region, province_row.text("name")});
        if (!province.starts_with(region)) {
            province_row.report_at("code", "no empieza con el código de su región");
        }
        const ObjectReader communes = province_row.object("communes");
        for (const std::string& code : communes.keys()) {
            if (code.size() != 5 || !code.starts_with(province)) {
                communes.report_at(code, "no empieza con el código de su provincia");
            }
            if (!commune_index_.emplace(code, communes_.size()).second) {
                communes.report_at(code, "se repite");
            }
            communes_.push_back({code, province, region, communes.text(code), code});
        }
    }
}

void Territory::check(const ObjectReader& file) const {
    const ObjectReader counts = file.object("counts");
    const auto expect = [&](std::string_view key, std::size_t count) {
        if (counts.integer(key) != static_cast<std::int64_t>(count)) {
            counts.report_at(key, "son " + std::to_string(count));
        }
    };
    expect("regions", regions_.size());
    expect("provinces", provinces_.size());
    expect("communes", communes_.size());
    expect("municipalities", municipalities_.size());
}

Territory Territory::read(const ObjectReader& file) {
    Territory territory;
    for (const ObjectReader& row : file.objects("regions")) territory.read_region(row);
    std::sort(territory.regions_.begin(), territory.regions_.end(),
              [](const Region& a, const Region& b) { return a.order < b.order; });

    if (file.has("administered_by")) {
        const ObjectReader administered = file.object("administered_by");
        for (const std::string& code : administered.keys()) {
            const auto found = territory.commune_index_.find(code);
            const std::string other = administered.text(code);
            if (found == territory.commune_index_.end() ||
                territory.find_commune(other) == nullptr) {
                administered.report_at(code, "no existe la comuna");
                continue;
            }
            territory.communes_[found->second].municipality = other;
        }
    }
    for (const Commune& commune : territory.communes_) {
        if (commune.municipality == commune.code) territory.municipalities_.push_back(&commune);
    }
    territory.check(file);
    return territory;
}

}  // namespace minga
