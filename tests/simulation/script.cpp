#include "tests/simulation/script.hpp"

#include "shared/records/all_records.hpp"

namespace minga::simulation {
namespace {

FieldMap answer_to(std::string_view element) {
    return {{"assessment", Value{the_world().diagnosis.to_text()}},
            {"element", Value{std::string{element}}}};
}

Id answer_id(std::string_view element) {
    return natural_id(*schema::find_record_info("answer"), answer_to(element));
}

}  // namespace

template <class Command>
void Script::with_view(std::size_t index, const Id& id, Death death, Command command) {
    Seat& seat = cluster_.seats()[index];
    const auto record = seat.store().find(id);
    command(seat.store());
    if (seat.device->disk().is_dead()) cluster_.restart_device(index, death);
    seat.device->disk().heal();
    cluster_.note_typed(seat, record ? record->fields : FieldMap{});
}

void Script::writes(std::size_t seat, std::string_view field, std::string words, Death death) {
    const Id id = cluster_.world().activity;
    with_view(seat, id, death, [&](sync::DeviceStore& store) {
        store.set(id, {{std::string{field}, Value{std::move(words)}}}).ignore();
    });
}

void Script::removes(std::size_t seat) {
    const Id id = cluster_.world().activity;
    with_view(seat, id, Death::power_all_kept,
              [&](sync::DeviceStore& store) { store.remove(id).ignore(); });
}

void Script::answers(std::size_t seat, std::string_view element, std::int64_t level) {
    FieldMap fields = answer_to(element);
    fields.emplace("level", Value{level});
    with_view(seat, answer_id(element), Death::power_all_kept, [&](sync::DeviceStore& store) {
        const auto made = store.create("answer", {}, std::move(fields));
        if (!made) cluster_.note(made.error().message);
    });
}

void Script::removes_answer(std::size_t seat, std::string_view element) {
    const Id id = answer_id(element);
    with_view(seat, id, Death::power_all_kept,
              [&](sync::DeviceStore& store) { store.remove(id).ignore(); });
}

void Script::makes_activity(std::size_t seat) {
    with_view(seat, {}, Death::power_all_kept, [&](sync::DeviceStore& store) {
        const auto made = store.create("activity", {},
                                       {{"action_line", Value{cluster_.world().line.to_text()}},
                                        {"name", Value{std::string{"Nueva"}}},
                                        {"end_month", Value{std::string{"2026-05"}}}});
        if (made) made_ = *made;
    });
}

void Script::clears_what_was_made(std::size_t seat) {
    with_view(seat, made_, Death::power_all_kept, [&](sync::DeviceStore& store) {
        store.set(made_, {{"end_month", Value{}}}).ignore();
    });
}

void Script::makes_line_and_activity(std::size_t seat) {
    std::string line;
    with_view(seat, {}, Death::power_all_kept, [&](sync::DeviceStore& store) {
        const std::string plan = cluster_.world().neighbour_plan.to_text();
        const auto made = store.create(
            "action_line", {}, {{"plan", Value{plan}}, {"name", Value{std::string{"Línea"}}}});
        if (made) line = made->to_text();
    });
    with_view(seat, {}, Death::power_all_kept, [&](sync::DeviceStore& store) {
        const auto made =
            store.create("activity", {},
                         {{"action_line", Value{line}}, {"name", Value{std::string{"Actividad"}}}});
        if (!made) cluster_.note(made.error().message);
    });
}

void Script::takes_back(std::size_t seat, std::int64_t op) {
    cluster_.seats()[seat].store().withdraw(op).ignore();
}

void Script::decides(std::size_t seat, sync::Resolution resolution) {
    for (const sync::InboxItem& item : cluster_.seats()[seat].store().inbox()) {
        if (item.type != sync::InboxItem::Type::conflict || item.is_decided) continue;
        return with_view(seat, item.conflict, Death::power_all_kept, [&](sync::DeviceStore& store) {
            store.resolve(item.conflict, resolution).ignore();
        });
    }
}

void Script::backs_up_server() {
    cluster_.back_up_server();
}

void Script::restores_server() {
    cluster_.restore_server();
    for (std::size_t i = 0; i < cluster_.seats().size(); ++i) history_.network().forget(i);
}

void Script::exchanges(std::size_t seat, Fate fate) {
    history_.network().exchange_as(seat, fate);
}

}  // namespace minga::simulation
