#include "shared/programs/embedded.hpp"

#include "embedded/programs.hpp"
#include "shared/base/hash.hpp"

#include <cstdio>
#include <vector>

namespace minga {
namespace {

Catalog load() {
    auto catalog = catalog_from_embedded();
    if (!catalog) std::fprintf(stderr, "%s\n", catalog.error().message.c_str());
    MINGA_ASSERT(catalog.has_value());
    return std::move(*catalog);
}

}  // namespace

Result<Catalog> catalog_from_embedded() {
    std::vector<ProgramFile> files;
    for (const embedded::File& file : embedded::programs()) {
        files.push_back({file.path, file.content});
    }
    return Catalog::from_json(files);
}

Catalog& growing_catalog() {
    static Catalog catalog = load();
    return catalog;
}

const Catalog& embedded_catalog() {
    return growing_catalog();
}

std::string embedded_digest() {
    std::string all;
    for (const embedded::File& file : embedded::programs()) all += sha256_hex(file.content);
    return sha256_hex(all);
}

}  // namespace minga
