#include "shared/storage/record_views.hpp"

#include "shared/records/all_records.hpp"

namespace minga::storage {

std::string view_sql(const schema::RecordInfo& info) {
    const std::string kind{info.key};
    std::string sql = "CREATE VIEW v_" + kind + " AS SELECT id, organization, rev";
    for (const schema::FieldInfo& field : info.fields) {
        const std::string key{field.key};
        sql += ", body ->> '$." + key + "' AS \"" + key + "\"";
    }
    return sql + " FROM record WHERE kind = '" + kind + "' AND deleted = 0;";
}

std::string all_views_sql() {
    std::string sql;
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        sql += "DROP VIEW IF EXISTS v_" + std::string{info.key} + ";";
        sql += view_sql(info);
    }
    return sql;
}

}  // namespace minga::storage
