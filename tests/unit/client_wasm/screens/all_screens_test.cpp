/// Every screen over the demonstration data, at several sizes, text sizes and scroll positions.
/// Each frame is held against what it means (`meaning_faults`).
#include "client_wasm/app/sync_sheet.hpp"
#include "tests/unit/client_wasm/screens/demo_page.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace minga::client;
using minga::Id;
using minga::test::DemoPage;
using minga::test::lo_prado;
using minga::test::PageSize;
using minga::test::puerto_varas;
using minga::test::san_pedro;
using minga::test::Visit;

namespace {

constexpr PageSize sizes[] = {{360, 740, 1}, {320, 640, 1}, {1366, 768, 1},
                              {360, 740, 2}, {320, 640, 2}, {1366, 768, 2}};

class WalkedPage : public DemoPage {
public:
    using DemoPage::DemoPage;

    /// Draws the page as it is after each thing that scrolls was brought to its middle and its end.
    void scroll_everything() {
        for (const float share : {0.5F, 1.0F}) {
            for (const SemanticNode& node : nodes()) {
                const float right = node.content_width - node.rect.width;
                const float down = node.content_height - node.rect.height;
                if (right < 1 && down < 1) continue;
                ui.push_action({.key = node.key,
                                .kind = ActionKind::scroll,
                                .value = {},
                                .x = std::max(right, 0.0F) * share,
                                .y = std::max(down, 0.0F) * share});
                ++scrolled;
            }
            settle();
        }
    }

    /// At every size: `frame` does the looking.
    void look_at(const std::vector<Visit>& visits) {
        for (const PageSize& size : sizes) {
            show(size);
            for (const Visit& visit : visits) {
                go(visit);
                scroll_everything();
                if (!visit.presses.empty()) press("Cerrar");
            }
        }
    }

    int scrolled = 0;
};

/// What fingers need (WCAG 2.5.5), in the layout of a phone.
class TouchedPage : public DemoPage {
public:
    TouchedPage(const char* role, const std::string& code) : DemoPage(role, code) {
        set_touch(true);
        show({360, 740, 1});
    }

    /// Every control is large enough, and the next one is behind it or below.
    void look_at(const std::vector<Visit>& visits) {
        for (const Visit& visit : visits) {
            go(visit);
            const SemanticNode* before = nullptr;
            for (const SemanticNode& node : nodes()) {
                if (!minga::test::is_control(node.role)) continue;
                INFO(place() << ": " << node.name << ", " << minga::test::rect_text(node.rect));
                // The map of all questions is a second way: the list of them is as large as any.
                const bool is_dot = node.name.starts_with("Pregunta ");
                const float least = is_dot ? dot_min : target_min;
                if (node.rect.width < least || node.rect.height < least) {
                    FAIL_CHECK("smaller than a finger");
                }
                if (before != nullptr && before->parent == node.parent) {
                    INFO("after " << before->name << ", " << minga::test::rect_text(before->rect));
                    const bool is_below = node.rect.y >= before->rect.bottom() - 1;
                    const bool is_beside = node.rect.x >= before->rect.right() - 1;
                    if (!is_below && !is_beside) FAIL_CHECK("comes after what stands behind it");
                }
                before = &node;
            }
            if (!visit.presses.empty()) press("Cerrar");
        }
    }

private:
    static constexpr float target_min = 44;
    static constexpr float dot_min = 34;
};

std::vector<Visit> roots() {
    std::vector<Visit> visits;
    for (const ScreenRow& screen : all_screens()) visits.push_back({std::string{screen.route}});
    return visits;
}

}  // namespace

TEST_CASE("all screens: what can be pointed at has its meaning, at every size and scroll") {
    WalkedPage page("improvement_committee", puerto_varas);
    page.look_at(roots());
    CHECK(page.scrolled > 100);
}

TEST_CASE("all screens: the parts of the plan and their forms mean what they show") {
    WalkedPage page("improvement_committee", puerto_varas);
    const std::string line = "plan/linea/" + page.first("action_line");
    page.look_at({{"plan/foco"},
                  {"plan/ami"},
                  {"plan/areas"},
                  {"plan/areas/user_satisfaction"},
                  {"plan/matriz"},
                  {"plan/seguimiento"},
                  {"plan/financiamiento"},
                  {"plan/lineas"},
                  {"plan/traer"},
                  {line},
                  {line + "/ficha"},
                  {line + "/seguimientos", {"Registrar seguimiento"}},
                  {line, {"Agregar actividad"}},
                  {"plan/linea/" + Id{}.to_text()}});
}

TEST_CASE("all screens: the parts of the other screens mean what they show") {
    WalkedPage page("improvement_committee", puerto_varas);
    page.look_at({{"diagnostico/14"},
                  {"diagnostico/resultados"},
                  {"diagnostico/acta"},
                  {"camino/2"},
                  {"comite/reuniones"},
                  {"comite/difusion"},
                  {"comite/practicas"},
                  {"comite/reuniones", {"Agregar reunión"}},
                  {"documentos", {"Agregar documento"}}});
    page.app.view<SyncSheet>("sync sheet").is_open = true;
    page.look_at({{"inicio"}});
}

TEST_CASE("all screens: a finger hits what it means, and what follows stands behind or below") {
    TouchedPage page("improvement_committee", puerto_varas);
    const std::string line = "plan/linea/" + page.first("action_line");
    page.look_at(roots());
    page.look_at({{"plan/foco"},
                  {"plan/ami"},
                  {"plan/areas"},
                  {"plan/areas/user_satisfaction"},
                  {"plan/matriz"},
                  {"plan/seguimiento"},
                  {"plan/financiamiento"},
                  {"plan/actividades"},
                  {"plan/lineas"},
                  {line},
                  {line + "/ficha"},
                  {line + "/seguimientos", {"Registrar seguimiento"}},
                  {line, {"Agregar actividad"}},
                  {"diagnostico/14"},
                  {"diagnostico/resultados"},
                  {"diagnostico/acta"},
                  {"camino/2"},
                  {"comite/reuniones", {"Agregar reunión"}},
                  {"documentos", {"Agregar documento"}}});
}

TEST_CASE("all screens: the self-assessment means what it shows") {
    WalkedPage page("improvement_committee", lo_prado);
    page.look_at({{"evaluacion/7"}, {"evaluacion/resultados"}, {"evaluacion/informe"}});
}

TEST_CASE("all screens: beginning a cycle means what it shows") {
    WalkedPage page("mayor", san_pedro);
    page.look_at({{"camino"}, {"camino", {"Comenzar el ciclo 2"}}});
}

TEST_CASE("all screens: what begins in a new cycle means what it shows") {
    WalkedPage page("improvement_committee", puerto_varas);
    page.app.select_cycle(page.app.cycle()->id);
    page.look_at({{"plan"}, {"plan", {"Comenzar copiando del ciclo anterior"}}});
    page.press("Comenzar el plan");
    page.look_at({{"plan"}, {"plan", {"Copiar del ciclo 1"}}});
}

TEST_CASE("all screens: those who read without writing see what is meant") {
    WalkedPage page("mayor", puerto_varas);
    page.look_at(roots());
}

TEST_CASE("all screens: those who look over the country see what is meant") {
    WalkedPage page("subdere", "subdere");
    page.look_at(roots());
}
