#include "shared/sheets/instrument_sheet.hpp"

#include "shared/base/text.hpp"
#include "shared/codec/json.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace minga::sheets {
namespace {

enum class Part : std::uint8_t { number, criterion, scope, element, type, question, help, same_as };

struct PartName {
    Part part;
    std::string_view name;
    bool is_required;
    std::array<std::string_view, 3> words;  ///< As `fold_for_search` gives them.
};

constexpr std::array part_names{
    PartName{Part::number, "N°", false, {"n°", "nº", "numero"}},
    PartName{Part::criterion, "Criterio", true, {"criterio", "criterios"}},
    PartName{Part::scope, "Ámbito", true, {"ambito", "subcriterio", "ambito de gestion"}},
    PartName{Part::element, "Elemento", false, {"elemento", "elemento de gestion"}},
    PartName{Part::type, "Tipo", false, {"tipo", "tipo de elemento"}},
    PartName{Part::question, "Pregunta", true, {"pregunta", "texto de la pregunta"}},
    PartName{Part::help, "Ayuda", false, {"ayuda", "aclaracion"}},
    PartName{Part::same_as, "Igual a", false, {"igual a", "elemento igual"}},
};

constexpr std::string_view level_word = "nivel ";
constexpr std::size_t levels_max = 10;
constexpr std::size_t text_length_max = 600;

struct Group {
    std::string name;
    std::string key;
    std::string of;  ///< Of an ámbito: the key of its criterion.
    std::size_t questions = 0;
};

struct QuestionRow {
    std::size_t row = 0;
    std::size_t scope = 0;  ///< Into the ámbitos.
    std::string element;
    bool is_result = false;
    std::string text;
    std::string help;
    std::string same_as;
    std::vector<std::string> levels;
};

class Reader {
public:
    Reader(const SheetTable& table, const InstrumentTitle& title, const Model& model)
        : table_(table), title_(title), model_(model) {}

    InstrumentSheet read() {
        if (find_columns()) {
            for (std::size_t row = header_ + 1; row < table_.rows.size(); ++row) read_row(row);
            if (questions_.empty() && result_.problems.empty()) {
                problem(header_, 0, "No hay preguntas bajo el encabezado.");
            }
        }
        result_.criteria = criteria_.size();
        result_.subcriteria = scopes_.size();
        result_.questions = questions_.size();
        if (result_.problems.empty()) result_.body = body().dump();
        return std::move(result_);
    }

private:
    void problem(std::size_t row, std::size_t column, std::string message) {
        result_.problems.push_back({table_.cell_name(row, column), std::move(message)});
    }

    bool is_empty_row(std::size_t row) const {
        const CellRow& cells = table_.rows[row];
        return std::all_of(cells.begin(), cells.end(),
                           [](const Cell& cell) { return trim(cell.text).empty(); });
    }

    std::optional<std::size_t> column_of(Part part) const {
        const auto found = columns_.find(part);
        return found == columns_.end() ? std::nullopt : std::optional{found->second};
    }

    /// The header is the first row that says anything.
    bool find_columns() {
        while (header_ < table_.rows.size() && is_empty_row(header_)) ++header_;
        if (header_ == table_.rows.size()) {
            problem(0, 0, "La planilla está vacía.");
            return false;
        }
        for (std::size_t column = 0; column < table_.rows[header_].size(); ++column) {
            take_column(column);
        }
        for (const PartName& one : part_names) {
            if (!one.is_required || column_of(one.part)) continue;
            problem(header_, 0, "Falta la columna «" + std::string{one.name} + "».");
        }
        if (levels_.size() < 2) {
            problem(header_, 0, "Faltan las alternativas: columnas «Nivel 0», «Nivel 1»…");
        }
        return result_.problems.empty();
    }

    void take_column(std::size_t column) {
        const std::string written{trim(table_.at(header_, column).text)};
        const std::string folded = fold_for_search(written);
        if (folded.empty()) return;
        for (const PartName& one : part_names) {
            const auto& words = one.words;
            if (std::find(words.begin(), words.end(), folded) == words.end()) continue;
            if (!columns_.emplace(one.part, column).second) {
                problem(header_, column, "La columna «" + written + "» está dos veces.");
            }
            return;
        }
        if (folded == std::string{level_word} + std::to_string(levels_.size())) {
            levels_.push_back(column);
            if (levels_.size() > levels_max) problem(header_, column, "Son demasiados niveles.");
        } else if (folded.starts_with(level_word)) {
            problem(header_, column, "Los niveles van desde «Nivel 0», en orden y sin saltos.");
        } else {
            problem(header_, column,
                    "No se conoce la columna «" + written + "». Cambie su nombre o quítela.");
        }
    }

    /// What stands in the cell; a fault of the spreadsheet is a problem and no text.
    std::string text_at(std::size_t row, std::size_t column) {
        const Cell& cell = table_.at(row, column);
        if (cell.kind == CellKind::fault || cell.kind == CellKind::formula) {
            problem(row, column, "La celda tiene una fórmula sin resultado. Escriba su valor.");
            return {};
        }
        std::string text{trim(cell.text)};
        if (code_point_count(text) > text_length_max) {
            problem(row, column,
                    "El texto es demasiado largo: use hasta " + std::to_string(text_length_max) +
                        " caracteres.");
        }
        return text;
    }
    std::string text_of(std::size_t row, Part part) {
        const auto column = column_of(part);
        return column ? text_at(row, *column) : std::string{};
    }
    std::string required(std::size_t row, std::size_t column, std::string_view what) {
        const std::size_t before = result_.problems.size();
        std::string text = text_at(row, column);
        if (text.empty() && result_.problems.size() == before) {
            problem(row, column, "Falta " + std::string{what} + ".");
        }
        return text;
    }

    void read_row(std::size_t row) {
        if (is_empty_row(row)) return;
        if (questions_.size() == instrument_questions_max) {
            if (!is_full_) problem(row, 0, "Son demasiadas preguntas: el máximo es 500.");
            is_full_ = true;
            return;
        }
        QuestionRow question;
        question.row = row;
        if (!find_groups(row, question)) return;
        const std::string number = text_of(row, Part::number);
        if (!number.empty() && number != std::to_string(questions_.size() + 1)) {
            problem(row, *column_of(Part::number),
                    "Debe decir " + std::to_string(questions_.size() + 1) +
                        ": los números van de 1 en adelante, sin saltos.");
        }
        question.text = required(row, *column_of(Part::question), "el texto de la pregunta");
        if (!question.text.empty() && !texts_.insert(fold_for_search(question.text)).second) {
            problem(row, *column_of(Part::question), "Esta pregunta ya está más arriba.");
        }
        question.help = text_of(row, Part::help);
        question.element = text_of(row, Part::element);
        if (question.element.empty()) question.element = question.text;
        read_type(row, question);
        read_same_as(row, question);
        for (std::size_t level = 0; level < levels_.size(); ++level) {
            question.levels.push_back(
                required(row, levels_[level], "la alternativa del nivel " + std::to_string(level)));
        }
        ++scopes_[question.scope].questions;
        questions_.push_back(std::move(question));
    }

    void read_type(std::size_t row, QuestionRow& question) {
        const std::string type = fold_for_search(text_of(row, Part::type));
        question.is_result = type == "resultado";
        if (type.empty() || type == "proceso" || question.is_result) return;
        problem(row, *column_of(Part::type), "Debe decir «Proceso» o «Resultado».");
    }

    void read_same_as(std::size_t row, QuestionRow& question) {
        question.same_as = text_of(row, Part::same_as);
        if (question.same_as.empty()) return;
        ++result_.shared;
        const std::size_t column = *column_of(Part::same_as);
        if (model_.find_element(question.same_as) == nullptr) {
            problem(row, column,
                    "No existe el elemento «" + question.same_as +
                        "» en el modelo del Programa: van del 1 al " +
                        std::to_string(model_.elements().size()) + ".");
        } else if (!same_.insert(question.same_as).second) {
            problem(row, column, "Otra pregunta ya es igual a ese elemento.");
        }
    }

    /// The criterion and the ámbito of the row: an empty cell means those of the row above.
    bool find_groups(std::size_t row, QuestionRow& question) {
        const std::size_t at_criterion = *column_of(Part::criterion);
        const std::size_t at_scope = *column_of(Part::scope);
        const std::string criterion = text_at(row, at_criterion);
        const std::string scope = text_at(row, at_scope);
        if (!criterion.empty()) criterion_ = criterion_named(criterion);
        if (criterion_ == none) {
            problem(row, at_criterion, "Falta el criterio de la primera pregunta.");
            return false;
        }
        if (!scope.empty() || scope_ == none) {
            if (scope.empty()) {
                problem(row, at_scope, "Falta el ámbito de la primera pregunta.");
                return false;
            }
            const std::size_t found = scope_named(scope);
            if (found != scope_ && found + 1 != scopes_.size()) {
                problem(row, at_scope, "Las preguntas de «" + scope + "» deben ir juntas.");
            }
            scope_ = found;
        }
        if (scopes_[scope_].of != criteria_[criterion_].key) {
            problem(row, at_scope,
                    "El ámbito «" + scopes_[scope_].name +
                        "» ya está en otro criterio: un ámbito tiene uno solo.");
        }
        question.scope = scope_;
        return true;
    }

    static std::size_t find(const std::vector<Group>& groups, std::string_view name) {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (fold_for_search(groups[i].name) == fold_for_search(name)) return i;
        }
        return none;
    }

    std::size_t criterion_named(const std::string& name) {
        if (const std::size_t found = find(criteria_, name); found != none) return found;
        std::string key = "criterion_" + std::to_string(criteria_.size() + 1);
        for (const Criterion& one : model_.criteria()) {
            if (fold_for_search(one.name) == fold_for_search(name)) key = one.key;
        }
        criteria_.push_back({name, key, {}});
        return criteria_.size() - 1;
    }

    std::size_t scope_named(const std::string& name) {
        if (const std::size_t found = find(scopes_, name); found != none) return found;
        std::string key = "scope_" + std::to_string(scopes_.size() + 1);
        for (const Subcriterion& one : model_.subcriteria()) {
            if (fold_for_search(one.name) == fold_for_search(name)) key = one.key;
        }
        scopes_.push_back({name, key, criteria_[criterion_].key});
        return scopes_.size() - 1;
    }

    Json own_model() const {
        const auto points = static_cast<std::int64_t>(levels_.size() - 1);
        Json model = Json::object();
        model.set("key", title_.key + "_model").set("version", title_.version);
        model.set("name", title_.name).set("points_per_element", points);
        model.set("maximum", points * static_cast<std::int64_t>(questions_.size()));
        Json criteria = Json::array();
        for (std::size_t i = 0; i < criteria_.size(); ++i) {
            Json one = Json::object();
            one.set("key", criteria_[i].key).set("number", static_cast<std::int64_t>(i + 1));
            criteria.push(one.set("name", criteria_[i].name));
        }
        Json scopes = Json::array();
        for (std::size_t i = 0; i < scopes_.size(); ++i) {
            Json one = Json::object();
            one.set("key", scopes_[i].key).set("number", static_cast<std::int64_t>(i + 1));
            one.set("criterion", scopes_[i].of).set("name", scopes_[i].name);
            one.set("maximum", points * static_cast<std::int64_t>(scopes_[i].questions));
            scopes.push(std::move(one));
        }
        Json elements = Json::array();
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            const QuestionRow& question = questions_[i];
            Json one = Json::object();
            one.set("key", std::to_string(i + 1)).set("number", static_cast<std::int64_t>(i + 1));
            one.set("subcriterion", scopes_[question.scope].key);
            one.set("type", question.is_result ? "result" : "process");
            one.set("name", question.element);
            if (!question.same_as.empty()) one.set("same_as", question.same_as);
            elements.push(std::move(one));
        }
        model.set("criteria", std::move(criteria)).set("subcriteria", std::move(scopes));
        model.set("elements", std::move(elements));
        return model;
    }

    Json question_json(std::size_t index) const {
        const QuestionRow& question = questions_[index];
        Json json = Json::object();
        json.set("number", static_cast<std::int64_t>(index + 1));
        json.set("element", std::to_string(index + 1)).set("text", question.text);
        if (!question.help.empty()) json.set("help", question.help);
        Json alternatives = Json::array();
        for (std::size_t level = 0; level < question.levels.size(); ++level) {
            Json one = Json::object();
            one.set("level", static_cast<std::int64_t>(level));
            one.set("points", static_cast<std::int64_t>(level));
            alternatives.push(one.set("text", question.levels[level]));
        }
        json.set("alternatives", std::move(alternatives));
        return json;
    }

    Json body() const {
        Json json = Json::object();
        json.set("program", title_.program).set("key", title_.key);
        json.set("version", title_.version).set("name", title_.name).set("kind", "diagnostic");
        json.set("label", "Instrumento importado");
        json.set("points_per_question", static_cast<std::int64_t>(levels_.size() - 1));
        json.set("own_model", own_model());
        Json sections = Json::array();
        for (std::size_t scope = 0; scope < scopes_.size(); ++scope) {
            Json section = Json::object();
            section.set("subcriterion", scopes_[scope].key);
            Json questions = Json::array();
            for (std::size_t i = 0; i < questions_.size(); ++i) {
                if (questions_[i].scope == scope) questions.push(question_json(i));
            }
            section.set("questions", std::move(questions));
            sections.push(std::move(section));
        }
        json.set("sections", std::move(sections));
        return json;
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    const SheetTable& table_;
    const InstrumentTitle& title_;
    const Model& model_;
    InstrumentSheet result_;
    std::size_t header_ = 0;
    std::map<Part, std::size_t> columns_;
    std::vector<std::size_t> levels_;
    std::vector<Group> criteria_;
    std::vector<Group> scopes_;
    std::vector<QuestionRow> questions_;
    std::set<std::string> texts_;
    std::set<std::string> same_;
    std::size_t criterion_ = none;
    std::size_t scope_ = none;
    bool is_full_ = false;
};

}  // namespace

InstrumentSheet read_instrument_sheet(const SheetTable& table, const InstrumentTitle& title,
                                      const Model& model) {
    return Reader{table, title, model}.read();
}

}  // namespace minga::sheets
