/// Chile by its codes (CUT): regions from north to south, provinces, communes and the
/// municipalities that govern them. There are 346 communes and 345 municipalities: Cabo de Hornos
/// also administers Antártica.
#pragma once

#include "shared/programs/object_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace minga {

struct Region {
    std::string code;        ///< "10"
    std::int64_t order = 0;  ///< 1 is the northernmost.
    std::string name;        ///< "Región de Los Lagos"
    std::string short_name;  ///< "Los Lagos"
    std::string abbreviation;
};

struct Province {
    std::string code;    ///< "101"
    std::string region;  ///< code
    std::string name;
};

struct Commune {
    std::string code;      ///< "10109"
    std::string province;  ///< code
    std::string region;    ///< code
    std::string name;
    std::string municipality;  ///< The code of the commune whose municipality governs it.
};

class Territory {
public:
    /// From north to south.
    const std::vector<Region>& regions() const { return regions_; }
    const std::vector<Province>& provinces() const { return provinces_; }
    const std::vector<Commune>& communes() const { return communes_; }
    /// The communes that have a municipality of their own.
    const std::vector<const Commune*>& municipalities() const { return municipalities_; }

    const Region* find_region(std::string_view code) const;
    const Province* find_province(std::string_view code) const;
    const Commune* find_commune(std::string_view code) const;

    static Territory read(const programs::ObjectReader& file);

    Territory() = default;
    Territory(Territory&&) = default;  // Moving keeps the addresses that municipalities() names.
    Territory& operator=(Territory&&) = default;
    Territory(const Territory&) = delete;
    Territory& operator=(const Territory&) = delete;
    ~Territory() = default;

private:
    void read_region(const programs::ObjectReader& row);
    void check(const programs::ObjectReader& file) const;

    std::vector<Region> regions_;
    std::vector<Province> provinces_;
    std::vector<Commune> communes_;
    std::vector<const Commune*> municipalities_;
    std::map<std::string, std::size_t, std::less<>> commune_index_;
};

}  // namespace minga
