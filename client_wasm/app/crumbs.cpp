#include "client_wasm/app/crumbs.hpp"

namespace minga::client {
namespace {

/// Where screens lie under, by the route that leads there.
constexpr Crumb places[] = {
    {"Inicio", "inicio"},
    {"Diagnóstico", "diagnostico"},
    {"Autoevaluación", "evaluacion"},
    {"Camino del programa", "camino"},
    {"Plan", "plan"},
    {"Bandeja", "bandeja"},
    {"Consolidado", "consolidado"},
    {"Más", "mas"},
};

}  // namespace

std::vector<Crumb> crumbs_of(const ScreenFrame& frame, std::string_view own_route) {
    std::vector<Crumb> crumbs;
    for (const Crumb& place : places) {
        if (place.route == frame.back && place.label != frame.title) crumbs.push_back(place);
    }
    crumbs.push_back({frame.title, own_route});
    if (frame.panel != nullptr) {
        crumbs.push_back({frame.crumb.empty() ? frame.panel->title : frame.crumb, own_route});
    }
    if (crumbs.size() < 2) crumbs.clear();
    return crumbs;
}

}  // namespace minga::client
