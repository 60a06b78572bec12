/// Which papers there are, and what each is put together from.
#pragma once

#include "client_wasm/paper/paper.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace minga::client {

enum class PaperKind : std::uint8_t {
    plan,  ///< All that belongs to it, form after form.
    focus,
    immediate_action,   ///< Form 1, one action.
    immediate_actions,  ///< Form 1, each on a sheet.
    immediate_summary,  ///< Form 2.
    areas,
    priority_matrix,
    action_line,    ///< Form 3, one line.
    action_lines,   ///< Form 3, each on a sheet.
    line_register,  ///< Form 4.
    resources,
    follow_up,
    diagnosis_act,
    self_assessment,
    feedback,
    meeting,   ///< The minutes of one.
    meetings,  ///< Of each.
    comparison,
};

/// What a paper is about: the record that it begins from.
enum class PaperSubject : std::uint8_t {
    plan,
    action,
    line,
    diagnosis,
    self_assessment,
    meeting,
    cycle,
};
PaperSubject subject_of(PaperKind kind);

/// A paper that stands in the list of what can be printed.
struct ListedPaper {
    PaperKind kind;
    std::string_view name;
    std::string_view about;
    bool has_blank = false;  ///< It can be printed empty, to be filled in by hand.
};
inline constexpr std::array listed_papers{
    ListedPaper{PaperKind::diagnosis_act, "Acta del diagnóstico",
                "Participantes, resultados, firmas y respuestas", true},
    ListedPaper{PaperKind::self_assessment, "Informe de autoevaluación",
                "Resultados, evidencias y puntajes"},
    ListedPaper{PaperKind::feedback, "Informe de Retroalimentación",
                "Lo que vuelve de la validación, con sus revisiones y observaciones", true},
    ListedPaper{PaperKind::meetings, "Actas del Comité de Mejora", "Cada reunión con su asistencia",
                true},
    ListedPaper{PaperKind::plan, "Plan de mejoras completo",
                "El foco, las áreas, la matriz y todas las planillas"},
    ListedPaper{PaperKind::immediate_actions, "Planilla 1",
                "Acción de mejora inmediata (AMI), una por hoja", true},
    ListedPaper{PaperKind::immediate_summary, "Planilla 2",
                "Resumen de acciones de mejora inmediata", true},
    ListedPaper{PaperKind::action_lines, "Planilla 3", "Registro de línea de acción, una por hoja",
                true},
    ListedPaper{PaperKind::line_register, "Planilla 4", "Registro de líneas de acción", true},
    ListedPaper{PaperKind::areas, "Áreas de mejora", "Los doce subcriterios y lo decidido"},
    ListedPaper{PaperKind::priority_matrix, "Matriz de priorización", "Puntajes, orden y decisión",
                true},
    ListedPaper{PaperKind::resources, "Recursos del plan", "Propios y SUBDERE por línea"},
    ListedPaper{PaperKind::follow_up, "Resumen de seguimiento", "Mes por mes, con la situación",
                true},
    ListedPaper{PaperKind::comparison, "Comparación de ciclos", "Logro por criterio y subcriterio"},
};

/// The paper about a record of the kind's subject. `cycles` are those of the institution, for
/// comparing them.
Paper make_paper(const PaperSource& source, PaperKind kind, const Record& subject,
                 std::span<const Record> cycles = {});

/// The same, empty, for whoever fills it in by hand.
Paper make_blank_paper(const PaperSource& source, PaperKind kind, const Record& cycle);

}  // namespace minga::client
