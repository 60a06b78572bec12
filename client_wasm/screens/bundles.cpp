/// Files that travel without a network: one's own, what comes back, and those carried for others.
#include "client_wasm/app/app_state.hpp"
#include "client_wasm/app/sync_words.hpp"
#include "client_wasm/screens/screens.hpp"
#include "client_wasm/widgets/format.hpp"
#include "sync/client/bundle_receipt.hpp"

#include <string>
#include <vector>

namespace minga::client {
namespace {

constexpr std::string_view media_type = "application/vnd.minga.bundle";
constexpr const char* receipt_title = "Comprobante — archivo de Minga";

std::string person_of(const AppState& app) {
    return app.actor().name + " (" + app.actor().login + ")";
}

std::vector<sync::ReceiptLine> lines_of(AppState& app, const sync::BundleFacts& facts) {
    return sync::receipt_lines(facts, person_of(app), app.own_moment_text(facts.made_at));
}

void draw_receipt(Ui& ui, AppState& app, const BundleView::Prepared& prepared) {
    const auto lines = lines_of(app, prepared.facts);
    ui.card({.key = "receipt", .label = "Comprobante"}, [&] {
        ui.text("Comprobante", {.size = TextSize::section, .is_semibold = true});
        ui.key_value("Archivo", prepared.name);
        for (const sync::ReceiptLine& line : lines) ui.key_value(line.label, line.value);
        ui.key_value("Huella (SHA-256)", sync::grouped_hash(prepared.facts.hash));
        ui.caption(
            "Anótela o imprímala: quien reciba el archivo puede comprobar con ella que llegó "
            "entero y que es este.");
        if (ui.button({.label = "Imprimir el comprobante",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::file_text,
                       .key = "print"})) {
            app.platform().print(sync::receipt_text(receipt_title, lines, prepared.facts.hash));
        }
    });
}

void draw_prepared(Ui& ui, AppState& app, const BundleView::Prepared& prepared) {
    ui.banner({.tone = Tone::ok,
               .title = "El archivo está listo",
               .text = "Lleva " +
                       sync::op_range_text(prepared.facts.first_n, prepared.facts.last_n) +
                       ". Sus cambios siguen también en este equipo.",
               .key = "ready"});
    ui.flow({}, [&] {
        if (app.platform().can_share() && ui.button({.label = "Enviar por mensaje…",
                                                     .style = ButtonStyle::primary,
                                                     .icon = Icon::external_link,
                                                     .key = "share"})) {
            app.platform().share(prepared.name, media_type, prepared.file);
        }
        if (ui.button({.label = "Guardar el archivo",
                       .style = app.platform().can_share() ? ButtonStyle::secondary
                                                           : ButtonStyle::primary,
                       .icon = Icon::download,
                       .key = "save"})) {
            app.platform().download(prepared.name, media_type, prepared.file);
            app.announce("Archivo guardado en las descargas.");
        }
        if (ui.button({.label = "Hacerlo de nuevo",
                       .style = ButtonStyle::quiet,
                       .icon = Icon::refresh,
                       .key = "again"})) {
            app.hooks.prepare_bundle();
        }
    });
    draw_receipt(ui, app, prepared);
}

void draw_own(Ui& ui, AppState& app) {
    const BundleView& view = app.bundles;
    ui.section("Llevar mis cambios en un archivo", [&] {
        ui.text(
            "Sirve donde no hay conexión: mande el archivo por mensaje o en un pendrive a quien "
            "sí tenga. Solo el servidor puede leerlo; quien lo lleva, no.");
        if (!view.is_possible) {
            ui.banner({.tone = Tone::warn,
                       .title = "Todavía no se puede en este equipo",
                       .text = "Sincronice una vez con conexión. Desde entonces podrá siempre.",
                       .key = "impossible"});
            return;
        }
        if (view.prepared) {
            draw_prepared(ui, app, *view.prepared);
            return;
        }
        const std::int64_t pending = app.sync().pending;
        ui.caption(pending == 0 ? "No hay cambios sin enviar: el archivo pedirá las novedades."
                                : "Irán " + counted(pending, "cambio", "cambios") +
                                      " sin enviar. Después ya no se podrán retirar.");
        if (ui.button({.label = view.is_working ? "Preparando…" : "Preparar el archivo",
                       .style = ButtonStyle::primary,
                       .icon = Icon::lock,
                       .key = "prepare",
                       .is_disabled = view.is_working,
                       .is_full_width = ui.is_phone()})) {
            app.hooks.prepare_bundle();
        }
    });
}

void draw_receiving(Ui& ui, AppState& app) {
    const BundleView& view = app.bundles;
    ui.section("Recibir un archivo", [&] {
        ui.text(
            "La respuesta del servidor a su archivo, o el archivo de otra persona para llevarlo "
            "hasta donde haya conexión.");
        auto picked = ui.file_button({.label = "Elegir el archivo…",
                                      .icon = Icon::upload,
                                      .key = "receive",
                                      .is_disabled = view.is_working,
                                      .is_full_width = ui.is_phone()},
                                     {});
        if (picked && picked->problem.empty()) app.hooks.receive_bundle(std::move(picked->bytes));
        if (picked && !picked->problem.empty()) {
            app.bundles.error = picked->problem == "too_large"
                                    ? "El archivo pesa más de 16 MB: no es de Minga."
                                    : "El archivo no se pudo leer. Vuelva a elegirlo.";
        }
        if (!view.error.empty()) {
            ui.banner({.tone = Tone::bad,
                       .title = "No se pudo",
                       .text = view.error,
                       .key = "bundle_error"});
        }
        if (!view.news.empty()) {
            ui.banner({.tone = view.is_damaged ? Tone::warn : Tone::ok,
                       .title = view.is_damaged ? "Llegó incompleto" : "Recibido",
                       .text = view.news,
                       .key = "bundle_news"});
        }
    });
}

void draw_carried(Ui& ui, AppState& app) {
    const auto carried = app.bundles.carried;  // pressing a button changes the view
    if (carried.empty()) return;
    ui.section("Archivos que lleva para otros", [&] {
        ui.list("Archivos que lleva para otros", [&] {
            for (const sync::CarriedBundle& one : carried) {
                const sync::BundleFacts& facts = one.facts;
                const std::string title =
                    facts.is_answer ? std::string{"Respuesta para otro equipo"}
                                    : "Trabajo de otro equipo: " +
                                          sync::op_range_text(facts.first_n, facts.last_n);
                const std::string hash = facts.hash.substr(0, 8);
                const std::string subtitle = !one.problem.empty() ? one.problem
                                             : facts.is_answer
                                                 ? "Entréguelo a su dueño. Huella " + hash
                                                 : "Se entrega al sincronizar. Huella " + hash;
                ui.list_row({.key = facts.hash,
                             .title = title,
                             .subtitle = subtitle,
                             .trailing = app.own_moment_text(one.taken_at),
                             .icon = facts.is_answer ? Icon::download : Icon::cloud_upload,
                             .tone = one.problem.empty() ? Tone::muted : Tone::warn,
                             .is_static = true});
                const std::string give = "give" + hash;
                const std::string drop = "drop" + hash;
                ui.flow({.align = Align::end}, [&] {
                    if (ui.button({.label = "Pasar el archivo",
                                   .style = ButtonStyle::quiet,
                                   .icon = Icon::external_link,
                                   .key = give,
                                   .is_small = true})) {
                        app.hooks.give_bundle(facts.hash);
                    }
                    if (ui.button({.label = "Dejar de llevarlo",
                                   .style = ButtonStyle::quiet,
                                   .icon = Icon::x,
                                   .key = drop,
                                   .is_small = true})) {
                        app.hooks.drop_bundle(facts.hash);
                    }
                });
            }
        });
    });
}

}  // namespace

void draw_bundles(Ui& ui, AppState& app) {
    draw_frame(ui, app, {.title = "Archivos sin conexión", .back = "mas", .width_max = 720}, [&] {
        draw_own(ui, app);
        draw_receiving(ui, app);
        draw_carried(ui, app);
    });
}

}  // namespace minga::client
