/// Checks every law over many generated cases.
///
///     minga_property [--seed N] [--cases N] [--law TEXT]
///
/// A failure prints the law and the seed of its case; `--seed` with that number and `--cases 1`
/// replays it.
#include "tests/property/law.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace minga::property;

namespace {

struct Options {
    std::uint64_t seed = 20261120;
    std::int64_t cases = 4000;
    std::string law;
};

bool check_law(const Law& law, const Options& options) {
    for (std::int64_t i = 0; i < options.cases; ++i) {
        const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(i);
        Draw draw{seed};
        const Finding finding = law.check(draw);
        if (finding.empty()) continue;
        std::printf("FAILED  %.*s: %s\n        replay: --seed %llu --cases 1 --law \"%.*s\"\n",
                    static_cast<int>(law.name.size()), law.name.data(), finding.c_str(),
                    static_cast<unsigned long long>(seed), static_cast<int>(law.name.size()),
                    law.name.data());
        return false;
    }
    std::printf("holds   %.*s (%lld cases from seed %llu)\n", static_cast<int>(law.name.size()),
                law.name.data(), static_cast<long long>(options.cases),
                static_cast<unsigned long long>(options.seed));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--seed") options.seed = std::strtoull(argv[i + 1], nullptr, 10);
        if (name == "--cases") options.cases = std::strtoll(argv[i + 1], nullptr, 10);
        if (name == "--law") options.law = argv[i + 1];
    }
    bool all_hold = true;
    for (const auto& laws : {merge_laws(), codec_laws(), frame_laws()}) {
        for (const Law& law : laws) {
            if (law.name.find(options.law) == std::string_view::npos) continue;
            all_hold = check_law(law, options) && all_hold;
        }
    }
    return all_hold ? 0 : 1;
}
