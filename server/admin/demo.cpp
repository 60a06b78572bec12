#include "server/admin/demo.hpp"

#include "embedded/demo.hpp"
#include "server/admin/demo_tree.hpp"
#include "server/admin/opened_store.hpp"
#include "server/auth/accounts.hpp"
#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>

namespace minga::server {
namespace {

constexpr std::string_view password = "minga-demo";
constexpr std::string_view municipal_roles_of_login[][2] = {
    {"alcaldia", "mayor"},
    {"secretaria", "municipal_secretary"},
    {"comite", "improvement_committee"},
    {"encargado", "line_owner"},
};

/// A commune of assets/demo/, parsed.
struct Commune {
    std::string key;  ///< "puertovaras": the end of its logins.
    Json json;
};

Result<Json> read_demo_file(std::string_view name) {
    for (const embedded::File& file : embedded::demo()) {
        if (file.path.ends_with(std::string{"/"} + std::string{name})) {
            return parse_json(file.content);
        }
    }
    return make_error(ErrorCode::not_found, "Falta un archivo de los datos de demostración.", {},
                      std::string{name});
}

Id organization_id(std::string_view code) {
    return demo_id("organization/" + std::string{code});
}

class DemoFilling {
public:
    DemoFilling(SqliteStore& store, const Catalog& catalog, Instant now)
        : store_(store),
          catalog_(catalog),
          now_(now),
          session_({.store = store,
                    .catalog = catalog,
                    .device = demo_id("device"),
                    .name = "Datos de demostración",
                    .now = now}) {}

    Result<void> fill() {
        auto done = session_.start();
        if (done) done = read_files();
        if (done) done = write_municipalities();
        if (done) done = write_other_organizations();
        for (const Commune& commune : communes_) {
            if (done) done = write_commune(commune);
        }
        if (done) done = add_people();
        return done ? session_.finish() : done;
    }

private:
    Result<void> read_files() {
        auto index = read_demo_file("demo.json");
        if (!index) return index.error();
        index_ = *std::move(index);
        for (const Json& key : index_["communes"].items()) {
            const std::string name = key.text() == nullptr ? "" : *key.text();
            auto json = read_demo_file(name + ".json");
            if (!json) return json.error();
            communes_.push_back({name, *std::move(json)});
        }
        return {};
    }

    Result<void> write_organization(std::string_view code, FieldMap fields) {
        Record record;
        record.id = record.organization = organization_id(code);
        record.kind = "organization";
        record.fields = std::move(fields);
        assign(record.fields, "code", Value{std::string{code}});
        return session_.write(record);
    }

    const Json& commune_by_code(std::string_view code) const {
        static const Json none;
        for (const Commune& commune : communes_) {
            if (commune.json.text_at("code") == code) return commune.json;
        }
        return none;
    }

    Result<void> write_municipalities() {
        for (const minga::Commune* commune : catalog_.territory().municipalities()) {
            FieldMap fields;
            assign(fields, "type", Value{std::string{"municipality"}});
            assign(fields, "name", Value{"Municipalidad de " + commune->name});
            assign(fields, "region", Value{commune->region});
            assign(fields, "commune", Value{commune->code});
            const Json& missing = commune_by_code(commune->code)["without"];
            for (const char* flag :
                 {"has_control", "has_works", "has_traffic", "has_administrator"}) {
                const bool is_missing =
                    std::any_of(missing.items().begin(), missing.items().end(),
                                [&](const Json& one) { return one.text() && *one.text() == flag; });
                assign(fields, flag, Value{!is_missing});
            }
            auto written = write_organization(commune->code, std::move(fields));
            if (!written) return written;
        }
        for (const Region& region : catalog_.territory().regions()) {
            FieldMap fields;
            assign(fields, "type", Value{std::string{"gore"}});
            assign(fields, "name", Value{"Gobierno Regional de " + region.short_name});
            assign(fields, "region", Value{region.code});
            auto written = write_organization(region.code, std::move(fields));
            if (!written) return written;
        }
        return {};
    }

    Result<void> write_other_organizations() {
        for (const Json& one : index_["organizations"].items()) {
            FieldMap fields;
            for (const char* key : {"type", "name", "region"}) {
                if (!one.text_at(key).empty()) assign(fields, key, Value{one.text_at(key)});
            }
            auto written = write_organization(one.text_at("code"), std::move(fields));
            if (!written) return written;
        }
        return {};
    }

    Result<void> write_commune(const Commune& commune) {
        std::map<std::string, DemoPerson> people;
        for (const auto& [key, pair] : commune.json["people"].members()) {
            people[key] = {pair.text_at("name"), pair.text_at("position")};
        }
        const Month month = today_in_chile(now_).month();
        DemoTree tree{{.session = session_,
                       .current_month = month,
                       .organization = organization_id(commune.json.text_at("code")),
                       .name_space = commune.key,
                       .people = people}};
        auto written = tree.write(schema::record_info<Enrollment>, with_derived_parts(commune.json),
                                  nullptr, "/enrollment");
        return written ? Result<void>{} : Result<void>{written.error()};
    }

    /// The commune's enrollment with what is not spelt out in its file: participants and members
    /// out of its people, answers out of the scores of each subcriterion.
    Json with_derived_parts(const Json& commune) const {
        Json enrollment = commune["enrollment"];
        Json cycles = Json::array();
        for (const Json& one : enrollment["cycle"].items()) {
            Json cycle = one;
            if (cycle.integer_at("number") == 1) {
                cycle.set("committee_member", members_of(commune));
                Json assessments = Json::array();
                for (const Json& item : cycle["assessment"].items()) {
                    Json assessment = item;
                    assessment.set("participant", participants_of(commune));
                    assessment.set("answer", answers_of(commune));
                    assessments.push(std::move(assessment));
                }
                cycle.set("assessment", std::move(assessments));
            }
            cycles.push(std::move(cycle));
        }
        enrollment.set("cycle", std::move(cycles));
        return enrollment;
    }

    /// The people who hold one of the positions called to the programme.
    std::vector<std::pair<const Position*, std::string>> holders_of(const Json& commune) const {
        std::vector<std::pair<const Position*, std::string>> holders;
        for (const auto& [key, person] : commune["people"].members()) {
            const Position* position = catalog_.positions().find(person.text_at("holds"));
            if (position != nullptr) holders.emplace_back(position, person.text_at("name"));
        }
        return holders;
    }

    Json members_of(const Json& commune) const {
        Json members = Json::array();
        for (const auto& [position, name] : holders_of(commune)) {
            Json member = Json::object();
            member.set("name", name).set("position", position->name);
            const bool is_counterpart = position->key == "planning_secretary" ||
                                        position->key == "community_development_director";
            if (is_counterpart) member.set("is_counterpart", true);
            members.push(std::move(member));
        }
        return members;
    }

    Json participants_of(const Json& commune) const {
        Json participants = Json::array();
        for (const auto& [position, name] : holders_of(commune)) {
            Json participant = Json::object();
            participant.set("name", name).set("position", position->name).set("attended", true);
            participants.push(std::move(participant));
        }
        return participants;
    }

    /// Levels from 0 to 3 whose sum in each subcriterion is the commune's score there.
    Json answers_of(const Json& commune) const {
        Json answers = Json::array();
        SeededRandom random{std::stoull(commune.text_at("code"))};
        for (const auto& [subcriterion, score] : commune["scores"].members()) {
            std::vector<const Element*> elements;
            for (const Element& element : catalog_.model().elements()) {
                if (element.subcriterion == subcriterion) elements.push_back(&element);
            }
            std::vector<std::int64_t> levels(elements.size(), 0);
            const std::int64_t* points = score.integer();
            const auto most = static_cast<std::int64_t>(levels.size()) * 3;
            for (std::int64_t left = std::min(points == nullptr ? 0 : *points, most); left > 0;) {
                std::int64_t& level = levels[random.below(levels.size())];
                if (level == 3) continue;
                ++level;
                --left;
            }
            for (std::size_t i = 0; i < elements.size(); ++i) {
                answers.push(
                    Json::object().set("element", elements[i]->key).set("level", levels[i]));
            }
        }
        return answers;
    }

    Result<void> add_person(const std::string& login, const std::string& name,
                            std::vector<RoleAssignment> roles) {
        auto hash = hash_password(password, HashCost::demonstration);
        if (!hash) return hash.error();
        return add_account(store_.database(),
                           {.id = demo_id("user/" + login),
                            .login = login,
                            .name = name,
                            .password_hash = *hash,
                            .roles = std::move(roles)},
                           now_);
    }

    Result<void> add_people() {
        for (const Commune& commune : communes_) {
            const Id organization = organization_id(commune.json.text_at("code"));
            for (const auto& [prefix, role] : municipal_roles_of_login) {
                const Json& person = commune.json["people"][commune.json["logins"].text_at(prefix)];
                auto added =
                    add_person(std::string{prefix} + "." + commune.key, person.text_at("name"),
                               {{std::string{role}, organization}});
                if (!added) return added;
            }
        }
        for (const Json& person : index_["people"].items()) {
            std::vector<RoleAssignment> roles;
            for (const Json& code : person["organizations"].items()) {
                roles.push_back({person.text_at("role"), organization_id(*code.text())});
            }
            auto added = add_person(person.text_at("login"), person.text_at("name"), roles);
            if (!added) return added;
        }
        return {};
    }

    SqliteStore& store_;
    const Catalog& catalog_;
    Instant now_;
    OperatorSession session_;
    Json index_;
    std::vector<Commune> communes_;
};

}  // namespace

Result<void> fill_with_demo(SqliteStore& store, const Catalog& catalog, Instant now) {
    bool is_used = false;
    auto read = store.database().each("SELECT 1 FROM record UNION ALL SELECT 1 FROM user LIMIT 1",
                                      [&](const storage::Row&) { is_used = true; });
    if (!read) return read;
    if (is_used) {
        return make_error(ErrorCode::store_not_empty,
                          "La carpeta de datos ya tiene datos: --demo solo llena un almacén vacío. "
                          "Quite --demo, o indique otra carpeta con --data.",
                          "demo");
    }
    return in_transaction(store, [&] { return DemoFilling{store, catalog, now}.fill(); });
}

std::string demo_logins_text() {
    return "Usuarios de demostración, todos con la contraseña " + std::string{password} +
           ":\n"
           "  alcaldia.puertovaras   secretaria.puertovaras   comite.puertovaras   "
           "encargado.puertovaras\n"
           "  los mismos cuatro en iquique, altohospicio, calama, sanpedrodeatacama y loprado\n"
           "  comite.loslagos   secretaria.loslagos   jefatura.servicio   encargado.servicio\n"
           "  validador   subdere   admin\n";
}

}  // namespace minga::server
