/// Who is responsible for an element of the self-assessment, and how far each person is.
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/evaluation_view.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace minga::client {
namespace {

struct Person {
    std::string name;
    std::string user;  ///< Their login, where it is known: with it they may write it themselves.
};

/// People whom the records of this device know, each once; the reader first.
struct KnownPeople {
    std::vector<Person> all;

    void add(const std::string& name, const std::string& user) {
        if (trim(name).empty()) return;
        const std::string folded = fold_for_search(trim(name));
        const auto found = std::find_if(all.begin(), all.end(), [&](const Person& one) {
            return (!user.empty() && one.user == user) || fold_for_search(one.name) == folded;
        });
        if (found == all.end()) {
            all.push_back({std::string{trim(name)}, user});
        } else if (found->user.empty()) {
            found->user = user;
        }
    }
    int index_of(const EvaluationItem& item) const {
        for (std::size_t at = 0; at < all.size(); ++at) {
            const bool is_one = !item.owner_user.empty()
                                    ? all[at].user == item.owner_user
                                    : fold_for_search(all[at].name) == fold_for_search(item.owner);
            if (is_one) return static_cast<int>(at);
        }
        return -1;
    }
};

const KnownPeople& known_people(EvaluationView& view) {
    return view.app.memo<KnownPeople>("people of " + view.assessment.id.to_text(), [&] {
        AppState& app = view.app;
        KnownPeople people;
        people.add(app.actor().name, app.actor().login);
        for (const PersonProgress& one : view.model.people) people.add(one.name, one.user);
        for (const Record& line : app.list("action_line")) {
            if (line.organization != view.assessment.organization) continue;
            people.add(text_of(line.fields, "owner"), text_of(line.fields, "owner_user"));
        }
        const auto cycle = Id::parse(text_of(view.assessment.fields, "cycle"));
        if (!cycle) return people;
        for (const Record& member : app.children(*cycle, "committee_member")) {
            people.add(text_of(member.fields, "name"), {});
        }
        return people;
    });
}

FieldMap owned_by(const Person& person) {
    return {{"owner", person.name.empty() ? Value{} : Value{person.name}},
            {"owner_user", person.user.empty() ? Value{} : Value{person.user}}};
}

/// "Nadie todavía", the people who are known, "Otra persona…".
void draw_choice(EvaluationView& view) {
    const EvaluationItem& item = view.current();
    const KnownPeople& people = known_people(view);
    const bool is_other = view.memory.other_owner == item.element->key;
    std::vector<std::string> names{"Nadie todavía"};
    for (const Person& one : people.all) {
        const bool is_me = one.user == view.app.actor().login;
        names.push_back(is_me ? "Yo (" + one.name + ")" : one.name);
    }
    names.push_back("Otra persona…");
    const int last = static_cast<int>(names.size()) - 1;
    const int known = item.has_owner() ? people.index_of(item) + 1 : 0;
    const FieldView field = answer_field(view, "owner");
    const auto chosen =
        view.ui.select({.key = "owner",
                        .label = "Responsable de este elemento",
                        .options = names,
                        .selected = is_other || (item.has_owner() && known == 0) ? last : known,
                        .help = "Quien lo redacta y lo puntúa, también sin conexión.",
                        .error = field.error,
                        .saved = field.saved});
    if (!chosen) return;
    view.memory.other_owner.clear();
    if (*chosen == last) {
        view.memory.other_owner = item.element->key;
        view.ui.request_frame();
    } else if (*chosen == 0) {
        if (item.has_owner()) write_answer(view, owned_by({}));
    } else {
        write_answer(view, owned_by(people.all[static_cast<std::size_t>(*chosen - 1)]));
    }
}

/// Someone whom no record names yet.
void draw_other(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationItem& item = view.current();
    const bool is_unknown = item.has_owner() && known_people(view).index_of(item) < 0;
    if (view.memory.other_owner != item.element->key && !is_unknown) return;
    const FieldView name = answer_field(view, "owner");
    const FieldView user = answer_field(view, "owner_user");
    ui.columns(
        {fr(1), fr(1)},
        [&] {
            const auto typed = ui.text_field({.key = "owner name",
                                              .label = "Nombre de quien responde",
                                              .value = name.text,
                                              .error = name.error,
                                              .saved = name.saved,
                                              .length_max = 200});
            if (typed) write_answer(view, "owner", Value{std::string{trim(*typed)}});
        },
        [&] {
            const auto typed = ui.text_field(
                {.key = "owner user",
                 .label = "Su usuario en Minga",
                 .value = user.text,
                 .help = "Con él podrá escribir este elemento. Aparece en «Más», bajo «Usted».",
                 .error = user.error,
                 .saved = user.saved,
                 .length_max = 80});
            if (typed) write_answer(view, "owner_user", Value{std::string{trim(*typed)}});
        });
}

/// The elements of the same subcriterion that nobody is responsible for yet.
std::vector<const EvaluationItem*> free_siblings(const EvaluationView& view) {
    std::vector<const EvaluationItem*> found;
    for (const EvaluationItem& item : view.model.items) {
        if (item.subcriterion == view.current().subcriterion && !item.has_owner()) {
            found.push_back(&item);
        }
    }
    return found;
}

/// One press gives somebody the rest of a subcriterion.
void draw_rest(EvaluationView& view) {
    const EvaluationItem& item = view.current();
    const auto rest = free_siblings(view);
    if (!item.has_owner() || rest.empty()) return;
    const std::string label =
        rest.size() == 1 ? std::string{"Darle el otro del subcriterio"}
                         : "Darle los otros " + std::to_string(rest.size()) + " del subcriterio";
    view.ui.flow({}, [&] {
        if (!view.ui.button({.label = label,
                             .style = ButtonStyle::quiet,
                             .icon = Icon::users,
                             .key = "rest",
                             .is_small = true})) {
            return;
        }
        std::vector<Incoming> rows;
        for (const EvaluationItem* one : rest) {
            FieldMap fields = owned_by({item.owner, item.owner_user});
            if (one->answer.is_nil()) {
                std::erase_if(fields, [](const auto& entry) { return is_empty(entry.second); });
                fields.emplace("assessment", Value{view.assessment.id.to_text()});
                fields.emplace("element", Value{one->element->key});
            }
            rows.push_back({one->answer, "answer", std::move(fields)});
        }
        static_cast<void>(view.app.bring_in(rows, "Elementos asignados a " + item.owner));
    });
}

}  // namespace

void draw_evaluation_owner(EvaluationView& view) {
    const EvaluationItem& item = view.current();
    if (!may_write_answer(view, "owner").is_allowed) {
        view.ui.key_value("Responsable de este elemento",
                          item.owner.empty() ? "Nadie todavía" : item.owner);
        return;
    }
    view.ui.stack(4, [&] {
        draw_choice(view);
        draw_other(view);
        draw_rest(view);
    });
}

void draw_evaluation_people(EvaluationView& view) {
    Ui& ui = view.ui;
    const EvaluationModel& model = view.model;
    ui.section("Avance por persona", [&] {
        if (model.people.empty()) {
            ui.text("Nadie tiene todavía elementos a su cargo. Se asignan en cada elemento.",
                    {.tone = Tone::muted});
            return;
        }
        ui.card({.key = "people", .padding = 4}, [&] {
            ui.list("Avance por persona", [&] {
                for (const PersonProgress& one : model.people) {
                    const std::string words = std::to_string(one.done) + " de " +
                                              std::to_string(one.total) +
                                              (one.total == 1 ? " listo" : " listos");
                    const std::string name = one.name + ", " + words;
                    const bool is_done = one.done == one.total;
                    static_cast<void>(
                        ui.list_row({.key = one.user.empty() ? one.name : one.user,
                                     .title = one.name,
                                     .trailing = words,
                                     .name = name,
                                     .icon = is_done ? Icon::circle_check : Icon::user,
                                     .tone = is_done ? Tone::ok : Tone::neutral,
                                     .is_static = true,
                                     .progress = static_cast<float>(one.done) /
                                                 static_cast<float>(std::max(one.total, 1))}));
                }
            });
        });
        if (model.unassigned > 0) {
            ui.caption(counted(model.unassigned, "elemento no tiene", "elementos no tienen") +
                       " responsable todavía.");
        }
    });
}

}  // namespace minga::client
