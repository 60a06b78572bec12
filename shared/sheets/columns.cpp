#include "shared/sheets/columns.hpp"

#include "shared/base/text.hpp"
#include "shared/records/all_records.hpp"
#include "shared/sheets/cell_names.hpp"

#include <algorithm>

namespace minga::sheets {
namespace {

/// The ways to take a column, told line by line. Below each kind, one line a way: the field, a `+`
/// and the field of what follows a name in the same cell, a `*` where it stands in the form; after
/// `=` its label, where that is not the field's own; after `:` the words that people use, as
/// `plain_words` gives them, beside the label. A table would have to be there from the start; texts
/// that only this function reads can come later with it (client_wasm/README.md).
template <class Tell>
void tell_column_words(Tell tell) {
    // clang-format off
    tell("@activity");
    tell("name*: actividades|nombre de la actividad|nombre|tarea|accion");
    tell("start_month*: ejecucion inicio|mes de inicio|fecha de inicio|fecha inicio|comienzo|desde");
    tell("end_month*: ejecucion termino|mes de termino|fecha de termino|fecha termino|mes termino|fin|fecha de fin|hasta");
    tell("own_kclp*: recursos m$ propios|propios|propios m$|recursos propios|aporte municipal|municipal");
    tell("subdere_kclp*: recursos m$ subdere|subdere|subdere m$|recursos subdere");
    tell("owner*: responsable de la actividad|nombre del responsable|nombre responsable|encargado|encargada|a cargo");
    tell("owner_position*: cargo del responsable|cargo responsable|puesto");
    tell("owner+owner_position=Responsable y cargo juntos: responsable nombre y cargo|nombre y cargo|responsable y cargo");
    tell("status: estado de la actividad|situacion");
    tell("executed_on: ejecutada el|fecha ejecucion|fecha real");
    tell("@action_line");
    tell("name*: linea de accion herramienta|linea|nombre de la linea|nombre");
    tell("main_area*: area de mejora|area|subcriterio");
    tell("owner*: responsable|responsable linea de accion|responsable linea|encargado|encargada");
    tell("owner_position*: cargo del responsable|cargo responsable");
    tell("owner+owner_position=Responsable y cargo juntos: responsable nombre y cargo|nombre y cargo|responsable y cargo");
    tell("start_month*: mes de inicio|fecha de inicio|fecha inicio|inicio de la ejecucion|desde");
    tell("end_month*: mes de termino|fecha de termino|fecha termino|termino de la ejecucion|hasta|fin");
    tell("tool: herramienta");
    tell("areas: areas|otras areas");
    tell("description: descripcion de la linea de accion|descripcion de la linea");
    tell("diagnosis: diagnostico");
    tell("validated_score: puntaje validado");
    tell("expected_score: puntaje meta");
    tell("status: estado de la linea|situacion");
    tell("owner_user: usuario");
    tell("@immediate_action");
    tell("name*: ami|accion|nombre|accion de mejora inmediata|accion inmediata");
    tell("subcriteria*: criterio s subcriterio s|subcriterio s|subcriterio|criterios subcriterios");
    tell("implementation_owner*: responsable implementacion|implementacion|responsable|responsable de implementacion");
    tell("implementation_position=Cargo (implementación): cargo implementacion|cargo de la implementacion");
    tell("implementation_owner+implementation_position=Implementación, nombre y cargo: responsable implementacion nombre y cargo");
    tell("maintenance_owner*: responsable mantencion|mantencion|responsable de mantencion");
    tell("maintenance_position=Cargo (mantención): cargo mantencion|cargo responsable mantencion|cargo de la mantencion");
    tell("maintenance_owner+maintenance_position=Mantención, nombre y cargo: responsable mantencion nombre y cargo");
    tell("characterization: caracterizacion|que se hara|descripcion");
    tell("verification_means: verificacion|medios de verificacion|medio verificacion");
    tell("due_date*: plazo|fecha|fecha limite|plazo ejecucion|fecha de termino");
    tell("status: situacion");
    tell("@follow_up");
    tell("date*: fecha|fecha seguimiento|seguimiento");
    tell("programmed*: programadas|actividades programadas");
    tell("executed*: ejecutadas");
    tell("observations*: observacion|observaciones y o recomendaciones");
    tell("recommendations*: recomendacion");
    tell("@indicator");
    tell("name*: indicador|nombre del indicador");
    tell("formula*: formula");
    tell("target*: meta del indicador");
    tell("unit*: unidad de medida");
    tell("verification_means: verificacion|medios de verificacion");
    tell("collection: recoleccion de datos");
    tell("systematization:");
    tell("@line_actor");
    tell("name*: actor|actor interno|actores|actores internos|nombre del actor|participante");
    tell("position*: cargo|cargo del actor|funcion");
    tell("name+position=Nombre y cargo juntos: nombre y cargo|actores nombre y cargo|actores internos nombre y cargo");
    // clang-format on
}

constexpr std::size_t header_rows_searched = 40;
constexpr std::size_t turned_columns_max = 12;

/// Cuts the text off up to the divider, and takes both away from `rest`; all of it where there is
/// none.
std::string_view cut(std::string_view& rest, char divider) {
    const std::size_t at = rest.find(divider);
    const std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return part;
}

ColumnTarget target_of(std::string_view line, const schema::RecordInfo& info) {
    std::string_view words = line;
    std::string_view label = cut(words, ':');
    std::string_view second = cut(label, '=');
    ColumnTarget target;
    target.is_in_form = second.ends_with('*');
    if (target.is_in_form) second.remove_suffix(1);
    target.key = cut(second, '+');
    target.second = second;
    const schema::FieldInfo* field = info.find(target.key);
    target.label = label.empty() && field != nullptr ? field->options.label : label;
    target.words.push_back(plain_words(target.label));
    for (words = trim(words); !words.empty();) target.words.emplace_back(cut(words, '|'));
    return target;
}

/// Whether `phrase` stands in `text` as whole words.
bool holds_words(const std::string& text, const std::string& phrase) {
    return (" " + text + " ").find(" " + phrase + " ") != std::string::npos;
}

int match_of(const std::string& header, const ColumnTarget& target) {
    int best = 0;
    for (const std::string& words : target.words) {
        if (header == words) return 100;
        if (words.size() >= 3 && holds_words(header, words)) {
            best = std::max(best, 40 + static_cast<int>(std::min<std::size_t>(words.size(), 40)));
        } else if (header.size() >= 5 && holds_words(words, header)) {
            best = std::max(best, 30);
        }
    }
    return best;
}

bool share_a_field(const ColumnTarget& a, const ColumnTarget& b) {
    return a.key == b.key || (!a.second.empty() && a.second == b.key) ||
           (!b.second.empty() && b.second == a.key);
}

struct Match {
    int score = 0;
    std::size_t column = 0;
    std::size_t target = 0;
};

/// The best target for each column under these header rows; what the matches add up to.
int assign_by_header(const SheetTable& table, Layout& layout,
                     const std::vector<ColumnTarget>& targets) {
    std::vector<Match> matches;
    const std::size_t columns = table.column_count();
    layout.columns.assign(columns, std::nullopt);
    for (std::size_t column = 0; column < columns; ++column) {
        const std::string header = plain_words(header_text(table, layout, column));
        if (header.empty() || header.size() > 120) continue;
        for (std::size_t target = 0; target < targets.size(); ++target) {
            const int score = match_of(header, targets[target]);
            if (score > 0) matches.push_back({score, column, target});
        }
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const Match& a, const Match& b) { return a.score > b.score; });
    int total = 0;
    std::vector<std::size_t> taken;
    for (const Match& match : matches) {
        if (layout.columns[match.column]) continue;
        const bool is_taken = std::any_of(taken.begin(), taken.end(), [&](std::size_t target) {
            return share_a_field(targets[target], targets[match.target]);
        });
        if (is_taken) continue;
        layout.columns[match.column] = match.target;
        taken.push_back(match.target);
        total += match.score;
    }
    const std::size_t wanted = columns == 1 ? 1 : 2;
    return taken.size() < wanted ? 0 : total;
}

Guess best_header(const SheetTable& table, const std::vector<ColumnTarget>& targets) {
    Guess best;
    const std::size_t rows = std::min(table.rows.size(), header_rows_searched);
    for (std::size_t first = 0; first < rows; ++first) {
        for (std::size_t count = 1; count <= 2 && first + count <= table.rows.size(); ++count) {
            Layout layout{.header_first = first, .header_rows = count};
            const int score = assign_by_header(table, layout, targets);
            if (score > best.score) best = {std::move(layout), score, false};
        }
    }
    return best;
}

Layout in_order_of_the_form(const SheetTable& table, const std::vector<ColumnTarget>& targets) {
    Layout layout;
    layout.columns.assign(table.column_count(), std::nullopt);
    std::size_t column = 0;
    for (std::size_t target = 0; target < targets.size(); ++target) {
        if (!targets[target].is_in_form || column == layout.columns.size()) continue;
        layout.columns[column++] = target;
    }
    return layout;
}

}  // namespace

std::vector<ColumnTarget> column_targets(std::string_view kind, bool has_parent) {
    std::vector<ColumnTarget> targets;
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) return targets;
    if (has_parent) {
        targets.push_back({.key = "action_line",
                           .label = "Línea de acción",
                           .words = {"linea de accion", "linea", "linea de accion herramienta"},
                           .is_in_form = true});
    }
    bool is_kind = false;
    tell_column_words([&](std::string_view line) {
        if (line.starts_with('@')) {
            is_kind = line.substr(1) == kind;
        } else if (is_kind) {
            targets.push_back(target_of(line, *info));
        }
    });
    targets.push_back({.key = "id", .label = "Identificador", .words = {"identificador", "id"}});
    return targets;
}

void Layout::assign(std::size_t column, std::optional<std::size_t> target,
                    const std::vector<ColumnTarget>& targets) {
    if (column >= columns.size()) return;
    for (auto& other : columns) {
        if (target && other && share_a_field(targets[*target], targets[*other])) other.reset();
    }
    columns[column] = target;
}

std::string header_text(const SheetTable& table, const Layout& layout, std::size_t column) {
    if (layout.header_rows == 0) return {};
    std::string upper{trim(table.at(layout.header_first, column).text)};
    if (layout.header_rows == 1) return upper;
    const std::string lower{trim(table.at(layout.header_first + 1, column).text)};
    // Pasted, a merged cell stands above its first column only.
    for (std::size_t left = column; upper.empty() && !lower.empty() && left > 0; --left) {
        upper = trim(table.at(layout.header_first, left - 1).text);
    }
    if (lower.empty() || lower == upper) return upper;
    return upper.empty() ? lower : upper + " " + lower;
}

Guess guess_layout(const SheetTable& table, const std::vector<ColumnTarget>& targets) {
    Guess best = best_header(table, targets);
    if (table.rows.size() <= header_rows_searched * 2 &&
        table.column_count() <= turned_columns_max) {
        Guess turned = best_header(table.turned(), targets);
        if (turned.score > best.score) {
            turned.is_turned = true;
            best = std::move(turned);
        }
    }
    if (best.score == 0) best.layout = in_order_of_the_form(table, targets);
    return best;
}

}  // namespace minga::sheets
