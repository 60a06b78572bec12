/// What the plan asks of SUBDERE: the amounts, the mayor's signature, and the decision.
#include "client_wasm/screens/plan_view.hpp"
#include "client_wasm/screens/record_form.hpp"
#include "client_wasm/screens/record_moves.hpp"
#include "client_wasm/widgets/format.hpp"

#include <string>

namespace minga::client {
namespace {

/// One request of a plan in one frame.
struct FundingView {
    Ui& ui;
    AppState& app;
    const Record& plan;
    const Record& request;
    const Funds& planned;  ///< What the activities of the lines that stand add up to.
};

FieldMap amounts(const Funds& funds) {
    return {{"own_kclp", Value{funds.own.kclp}}, {"subdere_kclp", Value{funds.subdere.kclp}}};
}

void draw_amounts(FundingView& view) {
    Ui& ui = view.ui;
    RecordForm form{ui, view.app, view.request};
    const Funds asked{{integer_of(view.request.fields, "own_kclp")},
                      {integer_of(view.request.fields, "subdere_kclp")}};
    const std::string total = format_money(asked.total().kclp);
    const std::string planned = "Según las actividades del plan: propios " +
                                format_money(view.planned.own.kclp) + ", SUBDERE " +
                                format_money(view.planned.subdere.kclp) + ".";
    ui.section("Montos", [&] {
        ui.card({.key = "amounts", .label = "Montos de la solicitud"}, [&] {
            ui.columns(
                {fr(1), fr(1)}, [&] { form.money("own_kclp", "Aporte propio (M$)"); },
                [&] { form.money("subdere_kclp", "Solicitado a SUBDERE (M$)"); });
            ui.key_value("Total", total);
            ui.caption(planned);
            if (asked == view.planned || !form.may_edit()) return;
            ui.flow({}, [&] {
                if (ui.button({.label = "Usar los totales del plan",
                               .style = ButtonStyle::quiet,
                               .key = "use totals",
                               .is_small = true})) {
                    static_cast<void>(view.app.edit(view.request.id, amounts(view.planned)));
                }
            });
        });
    });
}

void draw_signatures(FundingView& view) {
    Ui& ui = view.ui;
    AppState& app = view.app;
    const auto& signatures = app.children(view.request.id, "signature");
    for (const Record& signature : signatures) {
        const auto at = Instant::parse(text_of(signature.fields, "signed_at"));
        const std::string when = at ? app.moment_text(*at) : std::string{};
        const std::string words =
            "Firmada por " + text_of(signature.fields, "name") + (when.empty() ? "" : " · " + when);
        ui.chip(words, Tone::ok, Icon::circle_check);
    }
    const bool may_sign = app.may_create("signature", view.request.id).is_allowed;
    if (signatures.empty() && !may_sign) {
        ui.text("Falta la firma del alcalde o la alcaldesa.", {.tone = Tone::muted});
    }
    if (!signatures.empty() || !may_sign) return;
    if (ui.button({.label = "Firmar la solicitud",
                   .style = ButtonStyle::primary,
                   .icon = Icon::pencil,
                   .key = "sign",
                   .is_full_width = ui.is_phone()})) {
        static_cast<void>(app.create("signature", {{"subject", view.request.id.to_text()},
                                                   {"function", std::string{"mayor"}},
                                                   {"name", app.actor().name},
                                                   {"signed_at", app.now().to_text()}}));
    }
}

void draw_decision(FundingView& view) {
    Ui& ui = view.ui;
    RecordForm form{ui, view.app, view.request};
    ui.section("Decisión de SUBDERE", [&] {
        ui.card({.key = "decision", .label = "Decisión de SUBDERE"}, [&] {
            form.text("resolution", {.label = "Resolución",
                                     .help = "El resultado de la evaluación del proyecto.",
                                     .length_max = 2000,
                                     .rows = 3,
                                     .is_multiline = true});
        });
    });
}

void draw_request(FundingView& view) {
    Ui& ui = view.ui;
    const auto settles = [](std::string_view) { return false; };
    const auto jump = [](std::string_view) {};
    draw_read_only_reason(ui, view.app.may(Action::edit, view.request));
    const auto presentation = [&] {
        ui.section("Firma y presentación", [&] {
            ui.card({.key = "moves", .label = "Firma y presentación"}, [&] {
                draw_signatures(view);
                ui.divider();
                draw_record_moves(ui, view.app, view.request,
                                  {.none_text = "Desde aquí su rol no cambia el estado de la "
                                                "solicitud.",
                                   .has_place = settles,
                                   .jump = jump});
            });
        });
    };
    ui.columns(
        {fr(1), fr(1)},
        [&] {
            draw_amounts(view);
            draw_decision(view);
        },
        presentation);
}

void draw_content(Ui& ui, AppState& app, const Record& plan) {
    const Funds& planned = progress_of_plan(app, plan).funds;
    const auto& requests = app.children(plan.id, "funding_request");
    if (requests.empty()) {
        const bool may = app.may_create("funding_request", plan.id).is_allowed;
        if (ui.empty_state({.icon = Icon::coins,
                            .title = "Todavía no hay una solicitud de financiamiento",
                            .text = "Con el plan validado, el municipio acuerda con SUBDERE el "
                                    "financiamiento total o parcial.",
                            .action = may ? "Preparar la solicitud" : ""})) {
            FieldMap fields = amounts(planned);
            fields.emplace("plan", plan.id.to_text());
            static_cast<void>(app.create("funding_request", std::move(fields)));
        }
        return;
    }
    // The last one is the one that counts.
    FundingView view{ui, app, plan, requests.back(), planned};
    ui.scope(view.request.id.to_text(), [&] { draw_request(view); });
}

}  // namespace

void draw_funding(Ui& ui, AppState& app, const Record& plan) {
    const std::string context = context_of_plan(app, plan);
    static_cast<void>(draw_frame(ui, app,
                                 {.title = "Financiamiento", .back = "plan", .context = context},
                                 [&] { draw_content(ui, app, plan); }));
}

}  // namespace minga::client
