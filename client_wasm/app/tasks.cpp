#include "client_wasm/app/tasks.hpp"

#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/holding.hpp"
#include "shared/rules/progress.hpp"
#include "shared/rules/scoring.hpp"

#include <algorithm>
#include <array>

namespace minga::client {
namespace {

constexpr std::int32_t soon_days = 30;

std::string_view month_name(Month month) {
    return month_names[static_cast<std::size_t>(month.month() - 1)];
}

void add_waiting(const TaskSources& sources, TaskLists& lists) {
    if (sources.conflicts > 0) {
        lists.mine.push_back(
            {.key = "conflicts",
             .title = counted(sources.conflicts, "campo espera su decisión",
                              "campos esperan su decisión"),
             .detail = "Dos personas escribieron cosas distintas. Usted elige cuál queda.",
             .route = "bandeja",
             .icon = Icon::git_merge,
             .tone = Tone::accent});
    }
    if (sources.refused > 0) {
        lists.mine.push_back(
            {.key = "refused",
             .title =
                 counted(sources.refused, "cambio no fue aceptado", "cambios no fueron aceptados"),
             .detail = "Lo que escribió sigue guardado. Corríjalo y vuelva a enviarlo.",
             .route = "bandeja",
             .icon = Icon::circle_alert,
             .tone = Tone::accent});
    }
    if (sources.quarantined > 0) {
        lists.mine.push_back(
            {.key = "quarantined",
             .title = counted(sources.quarantined, "cambio en cuarentena espera su revisión",
                              "cambios en cuarentena esperan su revisión"),
             .detail = "Los escribió alguien que ya no tenía acceso. Nada se aplicó todavía.",
             .route = "cuarentena",
             .icon = Icon::inbox,
             .tone = Tone::accent});
    }
    if (sources.lost > 0) {
        lists.mine.push_back(
            {.key = "lost",
             .title =
                 "El servidor perdió datos de " + counted(sources.lost, "registro", "registros"),
             .detail = "Este equipo los conserva. Vea si hay que escribirlos de nuevo.",
             .route = "bandeja",
             .icon = Icon::circle_alert,
             .tone = Tone::accent});
    }
}

void add_diagnosis(const TaskSources& sources, TaskLists& lists) {
    if (sources.diagnosis == nullptr) return;
    const Record& diagnosis = *sources.diagnosis;
    const std::string& state = text_of(diagnosis.fields, "state");
    if (state == "closed" || !sources.may_edit(diagnosis)) return;
    const Instrument* instrument =
        sources.catalog.instrument(text_of(diagnosis.fields, "instrument"));
    if (instrument == nullptr) return;
    const auto answers = sources.lookup.children(diagnosis.id, "answer");
    const AssessmentScore score = score_answers(answers, *instrument, sources.catalog.model());
    const std::int64_t total = score.total.answered + score.total.missing;
    const std::string all = std::to_string(total);
    if (!score.missing.empty()) {
        const bool is_begun = score.total.answered > 0;
        lists.mine.push_back(
            {.key = "diagnosis",
             .title = is_begun ? "Seguir con el diagnóstico" : "Responder el diagnóstico",
             .detail = is_begun ? "Faltan " + std::to_string(score.total.missing) + " de " + all +
                                      " preguntas."
                                : "Son " + all + " preguntas. Cada respuesta queda guardada.",
             .route = "diagnostico/" + score.missing.front(),
             .icon = Icon::clipboard_check,
             .tone = Tone::primary,
             .progress = total > 0
                             ? static_cast<float>(score.total.answered) / static_cast<float>(total)
                             : 0.0F});
    } else if (state == "draft" || state.empty()) {
        lists.mine.push_back(
            {.key = "diagnosis_end",
             .title = "Terminar el diagnóstico",
             .detail = "Las " + all + " preguntas están respondidas. Revise participantes y acta.",
             .route = "diagnostico/acta",
             .icon = Icon::clipboard_check,
             .tone = Tone::primary});
    }
    if (!score.doubtful.empty()) {
        lists.mine.push_back(
            {.key = "doubtful",
             .title = counted(static_cast<std::int64_t>(score.doubtful.size()),
                              "respuesta para volver a mirar", "respuestas para volver a mirar"),
             .detail = "Las marcó usted mientras respondía.",
             .route = "diagnostico/" + score.doubtful.front(),
             .icon = Icon::flag,
             .tone = Tone::warn});
    }
}

/// Elements of a self-assessment with both evidence and score, of those that somebody looks after.
struct ElementCount {
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string first_missing;

    std::int64_t missing() const { return total - done; }
    void count(const std::string& element, const Record* answer) {
        ++total;
        const bool is_done = answer != nullptr && !text_of(answer->fields, "evidence").empty() &&
                             !is_empty(value_of(answer->fields, "score"));
        if (is_done) {
            ++done;
        } else if (first_missing.empty()) {
            first_missing = element;
        }
    }
};

Task element_task(std::string_view key, std::string_view title, const ElementCount& count) {
    return {.key = std::string{key},
            .title = std::string{title},
            .detail = "Autoevaluación: " +
                      counted(count.missing(), "elemento falta", "elementos faltan") + " de " +
                      std::to_string(count.total) + ".",
            .route = "evaluacion/" + count.first_missing,
            .icon = Icon::list_checks,
            .tone = Tone::primary,
            .progress = static_cast<float>(count.done) / static_cast<float>(count.total)};
}

void add_self_assessment(const TaskSources& sources, TaskLists& lists) {
    if (sources.cycle == nullptr || sources.actor == nullptr) return;
    const auto assessments = sources.lookup.children(sources.cycle->id, "assessment");
    const auto found = std::find_if(assessments.begin(), assessments.end(), [](const Record& one) {
        return text_of(one.fields, "type") == "self_assessment";
    });
    if (found == assessments.end()) return;
    const std::string& state = text_of(found->fields, "state");
    const Instrument* instrument = sources.catalog.instrument(text_of(found->fields, "instrument"));
    if (instrument == nullptr || state == "closed") return;
    const auto answers = sources.lookup.children(found->id, "answer");
    const AnswersByElement by_element{answers};
    ElementCount mine;
    ElementCount all;
    for (const std::string& element : instrument->elements()) {
        const Record* answer = by_element.find(element);
        all.count(element, answer);
        if (answer == nullptr) continue;
        Ancestry above = Ancestry::of(*answer, sources.lookup);
        if (owns(*sources.actor, above, sources.catalog)) mine.count(element, answer);
    }
    if (mine.missing() > 0) {
        lists.mine.push_back(
            element_task("own_elements", "Escribir los elementos a su cargo", mine));
    } else if (sources.may_edit(*found) && all.missing() > 0) {
        lists.mine.push_back(element_task(
            "self_assessment",
            all.done > 0 ? "Seguir con la autoevaluación" : "Escribir la autoevaluación", all));
    } else if (sources.may_edit(*found) && state != "answered") {
        lists.mine.push_back({.key = "self_assessment_end",
                              .title = "Terminar la autoevaluación",
                              .detail = "Los " + std::to_string(all.total) +
                                        " elementos están listos. Revise las partes del informe.",
                              .route = "evaluacion/informe",
                              .icon = Icon::list_checks,
                              .tone = Tone::primary});
    }
}

/// Observations go back and forth: the municipality answers, whoever validates settles.
void add_observations(const TaskSources& sources, TaskLists& lists) {
    if (sources.cycle == nullptr || sources.actor == nullptr) return;
    const bool answers = belongs_to(*sources.actor, sources.cycle->organization, sources.catalog);
    std::int64_t waiting = 0;
    for (const std::string_view kind : {"assessment", "plan"}) {
        for (const Record& subject : sources.lookup.children(sources.cycle->id, kind)) {
            for (const Record& review : sources.lookup.children(subject.id, "review")) {
                for (const Record& one : sources.lookup.children(review.id, "observation")) {
                    const bool is_answered = !text_of(one.fields, "response").empty();
                    const bool is_open = !boolean_of(one.fields, "resolved");
                    const bool is_theirs = is_open && is_answered != answers;
                    if (is_theirs && sources.may_edit(one)) ++waiting;
                }
            }
        }
    }
    if (waiting == 0) return;
    lists.mine.push_back(
        {.key = "observations",
         .title = answers
                      ? counted(waiting, "observación por responder", "observaciones por responder")
                      : counted(waiting, "respuesta por revisar", "respuestas por revisar"),
         .detail = "De la validación externa.",
         .route = "validacion/revisiones",
         .icon = Icon::message,
         .tone = Tone::primary});
}

void add_line(const LineProgress& progress, const Record& line, bool is_mine, TaskLists& lists) {
    auto& list = is_mine ? lists.mine : lists.others;
    const std::string route = "plan/linea/" + line.id.to_text();
    const auto late = static_cast<std::int64_t>(progress.late_activities.size());
    if (late > 0) {
        list.push_back({.key = "late " + line.id.to_text(),
                        .title = counted(late, "actividad atrasada", "actividades atrasadas"),
                        .detail = progress.name,
                        .route = route,
                        .icon = Icon::triangle_alert,
                        .tone = Tone::bad});
    }
    if (!progress.missing_follow_ups.empty()) {
        const bool is_one = progress.missing_follow_ups.size() == 1;
        const std::string months = months_in_words(progress.missing_follow_ups);
        const auto count = static_cast<std::int64_t>(progress.missing_follow_ups.size());
        list.push_back({.key = "follow_up " + line.id.to_text(),
                        .title = is_one ? "Falta el seguimiento de " + months
                                        : "Faltan " + std::to_string(count) + " seguimientos",
                        .detail = is_one ? progress.name : progress.name + " · " + months,
                        .route = route,
                        .icon = Icon::calendar,
                        .tone = Tone::warn});
    }
}

void add_plan(const TaskSources& sources, TaskLists& lists) {
    if (sources.plan == nullptr) return;
    for (const Record& line : sources.lookup.children(sources.plan->id, "action_line")) {
        const LineProgress progress =
            line_progress(line, sources.lookup, sources.catalog, sources.today);
        if (progress.is_cancelled) continue;
        add_line(progress, line, sources.may_edit(line), lists);
    }
}

void add_immediate_actions(const TaskSources& sources, TaskLists& lists) {
    if (sources.plan == nullptr) return;
    for (const Record& record : sources.lookup.children(sources.plan->id, "immediate_action")) {
        const auto action = schema::decode<ImmediateAction>(record.fields);
        const bool is_open = !action.status || *action.status == ImmediateActionStatus::open ||
                             *action.status == ImmediateActionStatus::in_progress;
        if (!is_open || !action.due_date) continue;
        const std::int32_t days = action.due_date->days - sources.today.days;
        if (days > soon_days) continue;
        const std::string date = format_date(action.due_date->to_text());
        auto& list = sources.may_edit(record) ? lists.mine : lists.others;
        list.push_back({.key = "ami " + record.id.to_text(),
                        .title = (days < 0 ? "La acción inmediata venció el "
                                           : "La acción "
                                             "inmediata vence el ") +
                                 date,
                        .detail = action.name,
                        .route = "plan/ami/" + record.id.to_text(),
                        .icon = Icon::clock,
                        .tone = days < 0 ? Tone::bad : Tone::warn});
    }
}

/// What waits for a decision or an answer comes first, then what is late, then what is missing.
int urgency(Tone tone) {
    switch (tone) {
        case Tone::accent:
            return 0;
        case Tone::primary:
            return 1;
        case Tone::bad:
            return 2;
        case Tone::warn:
        case Tone::neutral:
        case Tone::muted:
        case Tone::ok:
            return 3;
    }
    return 3;
}

}  // namespace

std::string months_in_words(const std::vector<Month>& months) {
    if (months.empty()) return {};
    const Month first = months.front();
    const Month last = months.back();
    const std::string end = std::string{month_name(last)} + " de " + std::to_string(last.year());
    if (months.size() == 1) return end;
    std::string start{month_name(first)};
    if (first.year() != last.year()) start += " de " + std::to_string(first.year());
    if (months.size() == 2) return start + " y " + end;
    return "entre " + start + " y " + end;
}

TaskLists build_tasks(const TaskSources& sources) {
    TaskLists lists;
    add_waiting(sources, lists);
    add_diagnosis(sources, lists);
    add_self_assessment(sources, lists);
    add_observations(sources, lists);
    add_plan(sources, lists);
    add_immediate_actions(sources, lists);
    const auto by_urgency = [](const Task& a, const Task& b) {
        return urgency(a.tone) < urgency(b.tone);
    };
    std::stable_sort(lists.mine.begin(), lists.mine.end(), by_urgency);
    std::stable_sort(lists.others.begin(), lists.others.end(), by_urgency);
    return lists;
}

}  // namespace minga::client
