/// The elements by criterion and subcriterion. Beside the element, only its own subcriterion is
/// open; the others say in one line how far they are.
#include "client_wasm/screens/evaluation_view.hpp"
#include "client_wasm/screens/folded_group.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace minga::client {
namespace {

std::string group_title(const Subcriterion& one) {
    return std::to_string(one.number) + ". " + one.name;
}

const GroupProgress& progress_of(const std::vector<GroupProgress>& groups, std::string_view key) {
    static const GroupProgress none;
    for (const GroupProgress& group : groups) {
        if (group.key == key) return group;
    }
    return none;
}

std::string ready_words(const GroupProgress& group) {
    return std::to_string(group.done) + " de " + std::to_string(group.total) + " listos";
}

void draw_row(EvaluationView& view, int index) {
    const EvaluationItem& item = view.model.item(index);
    const std::string title = item.element->key + ". " + item.element->name;
    const std::string score = item.score ? std::to_string(*item.score) : std::string{};
    std::string name = title;
    name += item.score ? ", puntaje " + score : ", sin puntaje";
    if (!item.has_evidence) name += ", sin evidencia";
    if (item.is_doubtful) name += ", para volver a mirar";
    if (item.has_owner()) name += ", a cargo de " + item.owner;
    std::string subtitle = item.owner;
    if (item.is_begun() && !item.is_done()) {
        if (!subtitle.empty()) subtitle += " · ";
        subtitle += !item.has_evidence ? "falta la evidencia" : "falta el puntaje";
        if (item.owner.empty()) subtitle.front() = 'F';
    }
    const Icon icon = item.is_doubtful  ? Icon::flag
                      : item.is_done()  ? Icon::circle_check
                      : item.is_begun() ? Icon::circle_dot
                                        : Icon::circle;
    const Tone tone = item.is_doubtful  ? Tone::accent
                      : item.is_done()  ? Tone::ok
                      : item.is_begun() ? Tone::warn
                                        : Tone::neutral;
    if (view.ui.list_row({.key = item.element->key,
                          .title = title,
                          .subtitle = subtitle,
                          .trailing = score,
                          .name = name,
                          .icon = icon,
                          .tone = tone,
                          .is_selected = index == view.memory.current})) {
        go_to_element(view, index);
    }
}

std::vector<int> shown_of(const EvaluationView& view, const Subcriterion& one) {
    std::vector<int> shown;
    for (int index = 0; index < view.model.count(); ++index) {
        const EvaluationItem& item = view.model.item(index);
        if (item.subcriterion == &one && passes(item, view.memory.filter)) shown.push_back(index);
    }
    return shown;
}

void draw_open(EvaluationView& view, const Subcriterion& one, const std::vector<int>& shown) {
    Ui& ui = view.ui;
    const std::string title = group_title(one);
    ui.scope(one.key, [&] {
        ui.card({.key = "open", .padding = 6, .is_flat = true}, [&] {
            ui.stack(4, [&] {
                ui.heading(4, title);
                ui.caption(ready_words(progress_of(view.model.subcriteria, one.key)));
                ui.list("Elementos de " + title, [&] {
                    for (const int index : shown) draw_row(view, index);
                });
            });
        });
    });
}

/// A subcriterion in one line, which leads to its first element that is not done.
void draw_folded(EvaluationView& view, const Subcriterion& one, const std::vector<int>& shown) {
    const GroupProgress& group = progress_of(view.model.subcriteria, one.key);
    const std::string title = group_title(one);
    if (!draw_folded_group(view.ui, {.key = one.key,
                                     .title = title,
                                     .done = group.done,
                                     .total = group.total,
                                     .words = ready_words(group)})) {
        return;
    }
    int first = shown.front();
    for (auto index = shown.rbegin(); index != shown.rend(); ++index) {
        if (!view.model.item(*index).is_done()) first = *index;
    }
    go_to_element(view, first);
}

int draw_criterion(EvaluationView& view, const Criterion& criterion) {
    Ui& ui = view.ui;
    const Subcriterion* open = view.current().subcriterion;
    const bool is_whole = view.memory.is_list_open || view.memory.filter != EvaluationFilter::all;
    std::vector<std::pair<const Subcriterion*, std::vector<int>>> groups;
    int count = 0;
    for (const Subcriterion& one : view.app.catalog().model().subcriteria()) {
        if (one.criterion != criterion.key) continue;
        auto shown = shown_of(view, one);
        if (shown.empty()) continue;
        count += static_cast<int>(shown.size());
        groups.emplace_back(&one, std::move(shown));
    }
    if (groups.empty()) return 0;
    const GroupProgress& progress = progress_of(view.model.criteria, criterion.key);
    const float share = progress.total > 0
                            ? static_cast<float>(progress.done) / static_cast<float>(progress.total)
                            : 0.0F;
    ui.scope(criterion.key, [&] {
        ui.stack(6, [&] {
            ui.heading(3, criterion.name);
            ui.progress_bar({.label = "Listos de " + criterion.name,
                             .value = share,
                             .text = ready_words(progress),
                             .hides_label = true});
            const auto folded = [&](const auto& group) { return !is_whole && group.first != open; };
            // What is folded stands in a list of its own, before and after what is open.
            for (std::size_t at = 0; at < groups.size();) {
                if (!folded(groups[at])) {
                    draw_open(view, *groups[at].first, groups[at].second);
                    ++at;
                    continue;
                }
                ui.list("Subcriterios desde el " + std::to_string(groups[at].first->number), [&] {
                    for (; at < groups.size() && folded(groups[at]); ++at) {
                        draw_folded(view, *groups[at].first, groups[at].second);
                    }
                });
            }
        });
    });
    return count;
}

std::string_view none_words(EvaluationFilter filter) {
    switch (filter) {
        case EvaluationFilter::mine:
            return "Ningún elemento está a su cargo.";
        case EvaluationFilter::missing:
            return "No falta ningún elemento.";
        case EvaluationFilter::all:
        case EvaluationFilter::doubtful:
            break;
    }
    return "Ningún elemento está marcado para volver a mirar.";
}

void draw_filter(EvaluationView& view) {
    static const std::array<std::string, 4> filters{"Todos", "Míos", "Faltan", "Dudas"};
    const auto filter = view.ui.segmented({.key = "filter",
                                           .label = "Qué elementos se muestran",
                                           .options = filters,
                                           .selected = static_cast<int>(view.memory.filter),
                                           .is_full_width = true});
    if (!filter) return;
    view.memory.filter = static_cast<EvaluationFilter>(*filter);
    view.ui.request_frame();
}

}  // namespace

void draw_evaluation_list(EvaluationView& view) {
    draw_filter(view);
    int shown = 0;
    view.ui.stack(20, [&] {
        for (const Criterion& criterion : view.app.catalog().model().criteria()) {
            shown += draw_criterion(view, criterion);
        }
    });
    if (shown > 0) return;
    view.ui.text(none_words(view.memory.filter), {.tone = Tone::muted});
}

}  // namespace minga::client
