#include "client_wasm/screens/import_model.hpp"

#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/widgets/format.hpp"
#include "shared/base/text.hpp"

#include <algorithm>
#include <utility>

namespace minga::client {
namespace {

constexpr std::string_view memory_key = "import";

}  // namespace

std::vector<ImportPlace> import_places(AppState& app, const Record& plan, const Record* line) {
    std::vector<ImportPlace> places;
    const auto may_add = [&](std::string_view kind, const Id& parent, bool names_line) {
        if (!names_line) return app.may_create(kind, parent).is_allowed;
        const auto& lines = app.children(parent, "action_line");
        return std::any_of(lines.begin(), lines.end(), [&](const Record& one) {
            return app.may_create(kind, one.id).is_allowed;
        });
    };
    const auto add = [&](std::string_view kind, const Id& parent, bool names_line,
                         ImportPlace place) {
        if (!may_add(kind, parent, names_line)) return;
        place.into = {std::string{kind}, parent, names_line};
        places.push_back(std::move(place));
    };
    if (line != nullptr) {
        const std::string of_line = " de «" + text_of(line->fields, "name") + "»";
        const std::string route = "plan/linea/" + line->id.to_text();
        add("activity", line->id, false,
            {.label = "Actividades" + of_line,
             .one = "actividad",
             .many = "actividades",
             .back = route});
        add("follow_up", line->id, false,
            {.label = "Seguimientos" + of_line,
             .one = "seguimiento",
             .many = "seguimientos",
             .back = route + "/seguimientos"});
        add("indicator", line->id, false,
            {.label = "Indicadores" + of_line,
             .one = "indicador",
             .many = "indicadores",
             .back = route + "/seguimientos"});
        add("line_actor", line->id, false,
            {.label = "Actores internos" + of_line,
             .one = "actor",
             .many = "actores",
             .back = route + "/ficha"});
    }
    add("action_line", plan.id, false,
        {.label = "Líneas de acción (planillas 3 y 4)",
         .one = "línea de acción",
         .many = "líneas de acción",
         .back = "plan"});
    add("activity", plan.id, true,
        {.label = "Actividades de varias líneas (planilla 3)",
         .one = "actividad",
         .many = "actividades",
         .back = "plan"});
    add("immediate_action", plan.id, false,
        {.label = "Acciones de mejora inmediata (planillas 1 y 2)",
         .one = "acción inmediata",
         .many = "acciones inmediatas",
         .back = "plan/ami"});
    add("follow_up", plan.id, true,
        {.label = "Seguimientos de varias líneas",
         .one = "seguimiento",
         .many = "seguimientos",
         .back = "plan"});
    add("indicator", plan.id, true,
        {.label = "Indicadores de varias líneas",
         .one = "indicador",
         .many = "indicadores",
         .back = "plan"});
    add("line_actor", plan.id, true,
        {.label = "Actores internos de varias líneas (planilla 3)",
         .one = "actor",
         .many = "actores",
         .back = "plan"});
    return places;
}

void ImportMemory::set_into(const sheets::ImportTarget& into) {
    const bool is_same = into.kind == into_.kind && into.names_line == into_.names_line;
    into_ = into;
    ++version_;
    if (is_same && !targets_.empty()) return;
    targets_ = sheets::column_targets(into_.kind, into_.names_line);
    guess();
}

void ImportMemory::guess() {
    open_row.reset();
    choices_.left_out.clear();
    ++version_;
    if (!has_table()) return;
    table_ = tables_[sheet_];
    auto found = sheets::guess_layout(table_, targets_);
    if (found.is_turned) table_ = table_.turned();
    layout_ = std::move(found.layout);
}

void ImportMemory::take(std::vector<sheets::SheetTable> tables, std::string source) {
    std::erase_if(tables, [](const sheets::SheetTable& one) { return one.column_count() == 0; });
    if (tables.empty()) {
        problem = "Ahí no hay ninguna celda con datos. Copie el rango con sus títulos.";
        return;
    }
    problem.clear();
    tables_ = std::move(tables);
    source_ = std::move(source);
    sheet_ = 0;
    int best = -1;
    for (std::size_t index = 0; index < tables_.size(); ++index) {
        const int score = sheets::guess_layout(tables_[index], targets_).score;
        if (score <= best) continue;
        best = score;
        sheet_ = index;
    }
    guess();
}

void ImportMemory::choose_sheet(std::size_t index) {
    if (index >= tables_.size()) return;
    sheet_ = index;
    guess();
}

void ImportMemory::clear() {
    tables_.clear();
    table_ = {};
    layout_ = {};
    problem.clear();
    open_row.reset();
    shows_faulty_only = false;
    choices_ = {};
    ++version_;
}

void ImportMemory::set_column(std::size_t column, std::optional<std::size_t> target) {
    layout_.assign(column, target, targets_);
    ++version_;
}

void ImportMemory::set_header(bool has_header) {
    if (!has_header) {
        layout_.header_first = 0;
        layout_.header_rows = 0;
    } else {
        guess();
        if (layout_.header_rows == 0) layout_.header_rows = 1;
    }
    ++version_;
}

void ImportMemory::set_updates_existing(bool updates) {
    choices_.updates_existing = updates;
    ++version_;
}

void ImportMemory::leave_out(std::size_t row, bool is_left_out) {
    if (is_left_out) {
        choices_.left_out.insert(row);
    } else {
        choices_.left_out.erase(row);
    }
    ++version_;
}

void ImportMemory::write_cell(std::size_t row, std::size_t column, std::string_view text) {
    if (row >= table_.rows.size()) return;
    auto& cells = table_.rows[row];
    if (column >= cells.size()) cells.resize(column + 1);
    cells[column] = trim(text).empty() ? sheets::Cell{}
                                       : sheets::Cell{sheets::CellKind::text, std::string{text}};
    ++version_;
}

const sheets::ImportPlan& ImportMemory::plan(AppState& app) const {
    const std::int64_t records = app.store()->change_count();
    if (planned_version_ != version_ || planned_records_ != records) {
        plan_ = sheets::plan_import(table_, layout_, targets_, into_, choices_,
                                    {app.actor(), app.lookup(), app.catalog()});
        planned_version_ = version_;
        planned_records_ = records;
    }
    return plan_;
}

bool ImportMemory::bring_in(AppState& app, const ImportPlace& place) {
    const sheets::ImportPlan& found = plan(app);
    std::vector<Incoming> rows;
    for (const sheets::PlannedRow& row : found.rows) {
        const bool is_taken =
            row.outcome == sheets::RowOutcome::make || row.outcome == sheets::RowOutcome::update;
        if (is_taken) rows.push_back({row.record, into_.kind, row.fields});
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    return app.bring_in(rows, "Desde Excel: " + counted(count, place.one, place.many));
}

void take_pasted(ImportMemory& memory, std::string_view text) {
    if (trim(text).empty()) return;
    if (text.find_first_of("\t\n\r;") == std::string_view::npos) {
        memory.problem =
            "Eso es una sola celda. Copie en Excel las filas con sus títulos y péguelas aquí.";
        return;
    }
    auto table = sheets::table_from_text(text);
    if (!table) {
        memory.problem = table.error().message;
        return;
    }
    memory.take({*std::move(table)}, "Pegado desde Excel");
}

void take_file(AppState& app, ImportMemory& memory, PickedFile file) {
    if (!file.problem.empty()) {
        memory.problem = file.problem == "too_large"
                             ? "El archivo pesa más de 20 MB. Copie en Excel solo las filas que "
                               "quiere traer y péguelas."
                             : "El archivo no se pudo leer. Vuelva a elegirlo.";
        return;
    }
    // A workbook is a package (PK); an old one, which the tool explains, begins with D0 CF.
    const bool is_workbook =
        file.bytes.starts_with("PK\x03\x04") || file.bytes.starts_with("\xD0\xCF");
    if (!is_workbook) {
        auto table = sheets::table_from_text(file.bytes);
        if (!table) {
            memory.problem = table.error().message;
            return;
        }
        memory.take({*std::move(table)}, std::move(file.name));
        return;
    }
    memory.is_reading = true;
    read_workbook(
        app, std::move(file.bytes),
        [&app, name = std::move(file.name)](Result<std::vector<sheets::SheetTable>> tables) {
            auto& now = app.view<ImportMemory>(std::string{memory_key});
            now.is_reading = false;
            if (tables) {
                now.take(*std::move(tables), name);
                app.announce("Planilla leída.");
            } else {
                now.problem = tables.error().message;
            }
            app.platform().request_frame();
        });
}

std::string typed_text(const sheets::Cell& cell) {
    switch (cell.kind) {
        case sheets::CellKind::date:
            return format_date(cell.text);
        case sheets::CellKind::number: {
            std::string text = cell.text;
            std::replace(text.begin(), text.end(), '.', ',');
            return text;
        }
        case sheets::CellKind::boolean:
            return cell.text == "1" ? "sí" : "no";
        case sheets::CellKind::covered:
            return {};
        case sheets::CellKind::empty:
        case sheets::CellKind::text:
        case sheets::CellKind::formula:
        case sheets::CellKind::fault:
            break;
    }
    return cell.text;
}

}  // namespace minga::client
