/// The lock of the record tables: what was ever released stays as it is.
#include "shared/records/all_records.hpp"
#include "shared/schema/lift.hpp"

#include <catch_amalgamated.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace minga;
using namespace minga::schema;

namespace {

const std::string lock_path = std::string{MINGA_SOURCE_ROOT} + "/shared/schema/schema.lock";

constexpr std::string_view merge_name(Merge merge) {
    switch (merge) {
        case Merge::value:
            return "value";
        case Merge::set:
            return "set";
        case Merge::immutable:
            return "immutable";
        case Merge::transition:
            return "transition";
    }
    return {};
}

/// What the lock says of each line of the tables, without its version.
std::vector<std::string> lines_of_tables() {
    std::vector<std::string> lines;
    for (const RecordInfo& info : all_record_infos) {
        std::ostringstream record;
        record << "record " << info.tag << ' ' << info.key;
        if (info.has_natural_key()) record << " id=" << info.options.natural_key;
        lines.push_back(record.str());
        for (const FieldInfo& field : info.fields) {
            std::ostringstream line;
            line << "field " << info.key << '.' << field.key << " tag=" << field.tag
                 << " kind=" << static_cast<int>(field.kind)
                 << " merge=" << merge_name(field.options.merge);
            if (!field.options.refers_to.empty()) line << " to=" << field.options.refers_to;
            lines.push_back(line.str());
            for (const ChoiceInfo& choice : field.choices) {
                lines.push_back("choice " + std::string{info.key} + '.' + std::string{field.key} +
                                ' ' + std::string{choice.key});
            }
        }
    }
    return lines;
}

/// Line without version → version.
std::map<std::string, std::int64_t> read_lock() {
    std::map<std::string, std::int64_t> lock;
    std::ifstream file{lock_path};
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t space = line.find(' ');
        lock[line.substr(space + 1)] = std::stoll(line.substr(0, space));
    }
    return lock;
}

void write_lock(const std::map<std::string, std::int64_t>& held) {
    std::ofstream file{lock_path};
    file
        << "# Every record, field and choice, after the version of the tables that brought it.\n"
           "# Written by schema_test; see README.md beside it. Lines are added and never change.\n";
    for (const std::string& line : lines_of_tables()) {
        const auto known = held.find(line);
        file << (known == held.end() ? schema_version : known->second) << ' ' << line << '\n';
    }
}

}  // namespace

TEST_CASE("the record tables are those of the lock") {
    const auto lock = read_lock();
    if (std::getenv("MINGA_WRITE_SCHEMA_LOCK") != nullptr) {
        write_lock(lock);
        SUCCEED("written");
        return;
    }
    REQUIRE_FALSE(lock.empty());
    std::map<std::string, std::int64_t> left = lock;
    for (const std::string& line : lines_of_tables()) {
        INFO(line << ": not in schema.lock. Raise schema_version and see shared/schema/README.md");
        CHECK(left.erase(line) == 1);
    }
    for (const auto& [line, version] : left) {
        FAIL_CHECK(line << ": was released in version " << version
                        << " and must stay. See shared/schema/README.md");
    }
    for (const auto& [line, version] : lock) CHECK(version <= schema_version);
}

TEST_CASE("each released version has its golden files") {
    for (std::int64_t version = 1; version <= schema_version; ++version) {
        const std::string folder =
            std::string{MINGA_SOURCE_ROOT} + "/tests/golden/v" + std::to_string(version);
        INFO(folder << ": make it with tests/golden/make_golden.py");
        CHECK(std::filesystem::exists(folder + "/server.db"));
        CHECK(std::filesystem::exists(folder + "/device_luis.db"));
    }
}
