#include "sync/wire/cursor.hpp"

namespace minga::sync {
namespace {

Result<Cursor> cursor_from_json(const Json& json) {
    const Json::Array& parts = json.items();
    const bool is_pair = parts.size() == 2;
    const std::int64_t* complete = is_pair ? parts[0].integer() : json.integer();
    const std::int64_t* reached = is_pair ? parts[1].integer() : complete;
    if (complete == nullptr || reached == nullptr || *complete < 0 || *reached < *complete) {
        return make_error(ErrorCode::malformed,
                          "No se entiende hasta dónde se había leído. Se leerá todo otra vez.", {},
                          "cursors");
    }
    return Cursor{*complete, *reached};
}

}  // namespace

Json cursors_to_json(const Cursors& cursors) {
    Json json = Json::object();
    for (const auto& [scope, cursor] : cursors) {
        if (cursor.complete == cursor.reached) {
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
