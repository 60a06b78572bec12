#include "sync/wire/cursor.hpp"

namespace minga::sync {
namespace {

Result<Cursor> cursor_from_json(const Json& json) {
    const Json::Array& parts = json.items();
    const bool is_list = parts.size() == 2 || parts.size() == 3;
    const std::int64_t* complete = is_list ? parts[0].integer() : json.integer();
    const std::int64_t* reached = is_list ? parts[1].integer() : complete;
    const std::int64_t* listed = parts.size() == 3 ? parts[2].integer() : nullptr;
    const bool is_odd = parts.size() == 3 && (listed == nullptr || *listed < 0);
    if (complete == nullptr || reached == nullptr || *complete < 0 || *reached < *complete ||
        is_odd) {
        return make_error(ErrorCode::malformed,
                          "No se entiende hasta dónde se había leído. Se leerá todo otra vez.", {},
                          "cursors");
    }
    Cursor cursor{*complete, *reached};
    if (listed != nullptr) cursor.listed = *listed;
    return cursor;
}

}  // namespace

Json cursors_to_json(const Cursors& cursors) {
    Json json = Json::object();
    for (const auto& [scope, cursor] : cursors) {
        if (cursor.listed) {
            json.set(scope,
                     Json::array().push(cursor.complete).push(cursor.reached).push(*cursor.listed));
        } else if (cursor.complete == cursor.reached) {
            json.set(scope, cursor.complete);
        } else {
            json.set(scope, Json::array().push(cursor.complete).push(cursor.reached));
        }
    }
    return json;
}

Result<Cursors> cursors_from_json(const Json& json) {
    Cursors cursors;
    for (const auto& [scope, member] : json.members()) {
        auto cursor = cursor_from_json(member);
        if (!cursor) return cursor.error();
        cursors.insert_or_assign(scope, *cursor);
    }
    return cursors;
}

}  // namespace minga::sync
