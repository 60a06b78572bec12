#include "tests/support/world.hpp"

#include "shared/records/all_records.hpp"

namespace minga::test {
namespace {

Record municipality_record(const Id& id, std::string_view name, std::string_view commune) {
    Record record{id, "organization", id, 0, false, {}};
    record.fields = {{"type", text("municipality")},
                     {"name", text(name)},
                     {"code", text(commune)},
                     {"region", text(commune.substr(0, 2))},
                     {"commune", text(commune)}};
    return record;
}

}  // namespace

World::World() : catalog(embedded_catalog()) {
    municipality = next_id();
    neighbour = next_id();
    records.put(municipality_record(municipality, "Municipalidad de Puerto Varas", "10109"));
    records.put(municipality_record(neighbour, "Municipalidad de Calama", "02201"));

    enrollment =
        add("enrollment", {{"program", text("municipal")}, {"status", text("enrolled")}}).id;
    cycle = add("cycle", {{"enrollment", text(enrollment.to_text())}, {"number", number(1)}}).id;
    diagnosis =
        add("assessment",
            {{"cycle", text(cycle.to_text())},
             {"type", text("diagnostic")},
             {"instrument", text(catalog.current_instrument(InstrumentKind::diagnostic).key())},
             {"state", text("draft")}})
            .id;
    plan = add("plan", {{"cycle", text(cycle.to_text())},
                        {"version", number(1)},
                        {"state", text("draft")},
                        {"start_month", text("2026-01")},
                        {"end_month", text("2026-12")}})
               .id;
    line = add("action_line", {{"plan", text(plan.to_text())},
                               {"name", text("Gestión de compras")},
                               {"start_month", text("2026-03")},
                               {"end_month", text("2026-06")},
                               {"owner", text("María Soto")},
                               {"owner_position", text("Encargada de compras")},
                               {"owner_user", text("encargado.puertovaras")}})
               .id;
    other_line = add("action_line", {{"plan", text(plan.to_text())},
                                     {"name", text("Medición de satisfacción")},
                                     {"owner", text("Pedro Díaz")}})
                     .id;
    activity = add("activity", {{"action_line", text(line.to_text())},
                                {"name", text("Levantar el proceso")},
                                {"start_month", text("2026-04")},
                                {"end_month", text("2026-05")}})
                   .id;
    Record foreign = draft("plan", {{"cycle", text(cycle.to_text())}});
    foreign.organization = neighbour;
    neighbour_plan = foreign.id;
    records.put(std::move(foreign));

    mayor = person("alcaldia.puertovaras", "Ana Ríos", "mayor", municipality);
    secretary = person("secretaria.puertovaras", "Rosa Vera", "municipal_secretary", municipality);
    committee = person("comite.puertovaras", "Luis Mella", "improvement_committee", municipality);
    owner = person("encargado.puertovaras", "María Soto", "line_owner", municipality);
    subdere = person("subdere", "Iván Rojas", "subdere", next_id());
    admin = person("admin", "Sofía León", "admin", next_id());
    neighbour_secretary =
        person("secretaria.calama", "Elena Paz", "municipal_secretary", neighbour);
}

Id World::next_id() {
    return new_id(Instant{1'790'000'000'000 + ++made_}, random_);
}

Record World::draft(std::string_view kind, Fields fields) {
    Record record{next_id(), std::string{kind}, municipality, 0, false, {}};
    for (const auto& [key, value] : fields) record.fields[key] = value;
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info != nullptr && info->has_natural_key()) {
        const Id derived = natural_id(*info, record.fields);
        if (!derived.is_nil()) record.id = derived;
    }
    return record;
}

Record World::add(std::string_view kind, Fields fields) {
    Record record = draft(kind, fields);
    records.put(record);
    return record;
}

Record World::get(const Id& id) const {
    const auto found = records.find(id);
    MINGA_ASSERT(found.has_value());
    return *found;
}

void World::set(const Id& id, std::string_view field, Value value) {
    Record record = get(id);
    assign(record.fields, field, std::move(value));
    records.put(std::move(record));
}

Actor World::person(std::string_view login, std::string_view name, std::string_view role,
                    const Id& home) const {
    return {name_based_id(Id{}, login),
            std::string{login},
            std::string{name},
            {{std::string{role}, home}}};
}

}  // namespace minga::test
