#include "server/admin/opened_store.hpp"

#include "server/auth/secure_random.hpp"
#include "server/platform/data_folder.hpp"

#include <filesystem>
#include <fstream>

namespace minga::server {
namespace {

constexpr std::size_t epoch_bytes = 8;
constexpr std::size_t input_bytes_max = 64 << 20;

}  // namespace

Result<std::unique_ptr<SqliteStore>> open_store(const std::string& data, OpenStoreOptions options) {
    const DataFolder folder{data};
    if (!options.may_make && !folder.has_store()) {
        return make_error(ErrorCode::not_found,
                          "No hay datos de Minga en «" + data +
                              "». Revise --data, o cree el "
                              "almacén con «minga-server serve --data " +
                              data + "».",
                          "data");
    }
    auto made = folder.make();
    if (!made) return made.error();
    return SqliteStore::open({.path = folder.store_path()}, random_hex(epoch_bytes));
}

Result<void> in_transaction(SqliteStore& store, const std::function<Result<void>()>& work) {
    auto begun = store.begin();
    if (!begun) return begun;
    auto done = work();
    if (done) done = store.status();
    if (done) done = store.commit();
    if (!done) store.roll_back();
    return done;
}

Result<Record> find_organization(const SqliteStore& store, std::string_view written) {
    std::optional<Record> found;
    if (const auto id = Id::parse(written)) {
        found = store.find(*id);
    } else {
        auto read = store.each_of_kind({}, "organization", [&](const Record& record) {
            if (text_of(record.fields, "code") == written && !found) found = record;
        });
        if (!read) return read.error();
    }
    if (!found || found->kind != "organization") {
        return make_error(ErrorCode::unknown_reference,
                          "No existe la organización «" + std::string{written} +
                              "». Use su id o su código (CUT).",
                          "organization");
    }
    return *std::move(found);
}

Result<std::string> read_input_file(const std::string& path) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure || !std::filesystem::is_regular_file(path)) {
        return make_error(ErrorCode::not_found, "No se puede leer el archivo «" + path + "».");
    }
    if (size > input_bytes_max) {
        return make_error(ErrorCode::too_large, "El archivo pesa más de 64 MB.");
    }
    std::ifstream file{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (!file && !file.eof()) {
        return make_error(ErrorCode::storage_failed, "No se puede leer el archivo «" + path + "».");
    }
    return content;
}

}  // namespace minga::server
