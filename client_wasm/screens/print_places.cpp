#include "client_wasm/app/app_state.hpp"
#include "client_wasm/screens/printing.hpp"

#include <array>
#include <string>

namespace minga::client {
namespace {

struct PrintPlace {
    std::string_view route;  ///< The place and all below it.
    PaperKind kind;
};
/// What stands further up hides what it is part of.
constexpr std::array places{
    PrintPlace{"plan/linea", PaperKind::action_line},
    PrintPlace{"plan/foco", PaperKind::focus},
    PrintPlace{"plan/ami", PaperKind::immediate_summary},
    PrintPlace{"plan/areas", PaperKind::areas},
    PrintPlace{"plan/matriz", PaperKind::priority_matrix},
    PrintPlace{"plan/lineas", PaperKind::line_register},
    PrintPlace{"plan/seguimiento", PaperKind::follow_up},
    PrintPlace{"plan/financiamiento", PaperKind::resources},
    PrintPlace{"plan", PaperKind::plan},
    PrintPlace{"diagnostico/resultados", PaperKind::diagnosis_act},
    PrintPlace{"diagnostico/acta", PaperKind::diagnosis_act},
    PrintPlace{"evaluacion/resultados", PaperKind::self_assessment},
    PrintPlace{"evaluacion/informe", PaperKind::self_assessment},
    PrintPlace{"validacion", PaperKind::feedback},
    PrintPlace{"comite/reuniones", PaperKind::meetings},
    PrintPlace{"comparacion", PaperKind::comparison},
};

}  // namespace

std::optional<PaperKind> paper_of_place(const Route& route) {
    const std::string here = route.to_text();
    for (const PrintPlace& place : places) {
        const std::size_t length = place.route.size();
        const bool is_below =
            here.size() == length || (here.size() > length && here[length] == '/');
        if (is_below && here.starts_with(place.route)) return place.kind;
    }
    return std::nullopt;
}

}  // namespace minga::client
