/// minga-device --store FILE --server URL VERB: a device without pixels.
/// Exit codes: 0 done, 1 refused or impossible (the reason is on standard error), 2 usage.
#include "shared/programs/embedded.hpp"
#include "sync/client/blob_session.hpp"
#include "sync/client/device_store.hpp"
#include "sync/headless/bundle_commands.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/http_link.hpp"
#include "sync/headless/system_seams.hpp"
#include "sync/wire/instruments.hpp"

#include <cstdlib>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

namespace {

using namespace minga;
using namespace minga::sync;

std::string read_password() {
    if (const char* given = std::getenv("MINGA_PASSWORD")) return given;
    std::string password;
    std::getline(std::cin, password);
    return password;
}

/// What the command line reader found wrong, in the words of the person who typed.
std::string usage_message(const CLI::ParseError& error) {
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        return "Falta una orden o un dato obligatorio.";
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return "Hay una orden o un dato que no se reconoce.";
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return "A una opción le falta su valor.";
    }
    return "La orden no se entiende.";
}

void speak_spanish(CLI::App& app) {
    const auto formatter = app.get_formatter();
    formatter->label("Usage", "Uso");
    formatter->label("Options", "Opciones");
    formatter->label("OPTIONS", "OPCIONES");
    formatter->label("Positionals", "Datos");
    formatter->label("POSITIONALS", "DATOS");
    formatter->label("Subcommands", "Órdenes");
    formatter->label("SUBCOMMAND", "ORDEN");
    formatter->label("SUBCOMMANDS", "ÓRDENES");
    formatter->label("REQUIRED", "(obligatorio)");
    formatter->label("TEXT", "TEXTO");
}

int report(const Error& error) {
    std::cerr << error.message;
    if (!error.field.empty()) std::cerr << " [" << error.field << "]";
    std::cerr << " (" << error_info(error.code).key << ")\n";
    return error.code == ErrorCode::usage ? 2 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Minga sin pantalla: el mismo equipo que en el navegador, desde la línea de órdenes."};
    app.set_help_flag("-h,--help", "Muestra esta ayuda");
    speak_spanish(app);
    app.require_subcommand(1);
    std::string store_path;
    std::string server_url = "http://127.0.0.1:8080";
    app.add_option("--store", store_path, "Archivo donde este equipo guarda sus datos")->required();
    app.add_option("--server", server_url, "Dirección del servidor")->capture_default_str();

    SystemClock clock;
    SystemRandom random;
    std::string first;
    std::string second;
    FieldArguments fields;
    using Run = std::function<Result<void>(DeviceStore&, HttpLink&)>;
    Run run;
    const auto verb = [&](const char* name, const char* help, Run action) {
        CLI::App* command = app.add_subcommand(name, help);
        command->set_help_flag("-h,--help", "Muestra esta ayuda");
        command->callback([&run, action] { run = action; });
        return command;
    };
    verb("login", "Entra con un usuario; la clave va por la entrada estándar o MINGA_PASSWORD",
         [&](DeviceStore& s, HttpLink& l) {
             auto done = login(s, l, first, read_password());
             return done ? enroll(s, l, random) : done;
         })
        ->add_option("USER", first, "Usuario")
        ->required();
    BlobBudget budget;
    CLI::App* sync_command =
        verb("sync", "Sincroniza con el servidor: primero los registros, después los archivos",
             [&](DeviceStore& s, HttpLink& l) {
                 auto done = synchronize(s, l, budget, std::cout);
                 if (done) done = enroll(s, l, random);
                 if (!done) return done;
                 auto count = hand_over(s, l, clock);
                 if (!count) return Result<void>{count.error()};
                 if (*count > 0) std::cerr << "Archivos de otros entregados: " << *count << '\n';
                 return Result<void>{};
             });
    sync_command->add_option("--files-up", budget.bytes_up_max,
                             "Bytes de archivos que se envían como máximo; 0: ninguno");
    sync_command->add_option("--files-down", budget.bytes_down_max,
                             "Bytes de archivos pedidos que se traen como máximo; 0: ninguno");
    CLI::App* list_command =
        verb("list", "Muestra los registros de un tipo, uno por línea",
             [&](DeviceStore& s, HttpLink&) { return list(s, first, fields, std::cout); });
    list_command->add_option("KIND", first, "Tipo de registro")->required();
    list_command->add_option("FIELD=VALUE", fields, "Solo los que digan esto");
    verb("show", "Muestra un registro",
         [&](DeviceStore& s, HttpLink&) { return show(s, first, std::cout); })
        ->add_option("ID", first, "Identificador")
        ->required();
    CLI::App* new_command =
        verb("new", "Crea un registro y muestra su identificador",
             [&](DeviceStore& s, HttpLink&) { return make_new(s, first, fields, std::cout); });
    new_command->add_option("KIND", first, "Tipo de registro")->required();
    new_command->add_option("FIELD=VALUE", fields, "Campos");
    CLI::App* set_command = verb("set", "Cambia campos de un registro",
                                 [&](DeviceStore& s, HttpLink&) { return set(s, first, fields); });
    set_command->add_option("ID", first, "Identificador")->required();
    set_command->add_option("FIELD=VALUE", fields, "Campos")->required();
    verb("delete", "Elimina un registro",
         [&](DeviceStore& s, HttpLink&) { return remove(s, first); })
        ->add_option("ID", first, "Identificador")
        ->required();
    bool wants_csv = false;
    CLI::App* inbox_command =
        verb("inbox", "Muestra lo que espera una decisión", [&](DeviceStore& s, HttpLink&) {
            return inbox(s, fields, wants_csv ? InboxForm::csv : InboxForm::json, std::cout);
        });
    inbox_command->add_option("KEY=VALUE", fields,
                              "Solo lo que diga esto; también person=NOMBRE y before=MOMENTO");
    inbox_command->add_flag("--csv", wants_csv, "Como tabla para una hoja de cálculo");
    CLI::App* resolve_command =
        verb("resolve", "Resuelve un conflicto",
             [&](DeviceStore& s, HttpLink&) { return resolve(s, first, second); });
    resolve_command->add_option("CONFLICT", first, "Identificador del conflicto")->required();
    resolve_command->add_option("DECISION", second, "mine, theirs o un valor")->required();
    CLI::App* correct_command =
        verb("correct", "Corrige un cambio rechazado y lo reenvía",
             [&](DeviceStore& s, HttpLink&) { return correct(s, first, fields); });
    correct_command->add_option("OP", first, "Número del cambio")->required();
    correct_command->add_option("FIELD=VALUE", fields, "Campos con otro valor");
    verb("queue", "Muestra los cambios que esperan respuesta del servidor",
         [&](DeviceStore& s, HttpLink&) { return queue(s, std::cout); });
    CLI::App* amend_command =
        verb("amend", "Corrige un cambio que aún no sale",
             [&](DeviceStore& s, HttpLink&) { return amend(s, first, fields); });
    amend_command->add_option("OP", first, "Número del cambio")->required();
    amend_command->add_option("FIELD=VALUE", fields, "Campos")->required();
    CLI::App* history_command =
        verb("history", "Muestra lo que pasó con un campo, hasta donde este equipo sabe",
             [&](DeviceStore& s, HttpLink&) { return history(s, first, second, std::cout); });
    history_command->add_option("ID", first, "Identificador del registro")->required();
    history_command->add_option("FIELD", second, "Campo")->required();
    verb("withdraw", "Retira un cambio que fue rechazado o que aún no sale",
         [&](DeviceStore& s, HttpLink&) { return withdraw(s, first); })
        ->add_option("OP", first, "Número del cambio")
        ->required();
    CLI::App* attach_command =
        verb("attach", "Adjunta un archivo a un registro; «sync» lo envía",
             [&](DeviceStore& s, HttpLink&) { return attach(s, first, second, std::cout); });
    attach_command->add_option("ID", first, "Identificador del registro")->required();
    attach_command->add_option("FILE", second, "Archivo")->required();
    CLI::App* fetch_command =
        verb("fetch", "Trae el archivo de un registro y lo escribe en este computador",
             [&](DeviceStore& s, HttpLink& l) { return fetch(s, l, first, second); });
    fetch_command->add_option("ID", first, "Identificador del registro")->required();
    fetch_command->add_option("FILE", second, "Dónde escribirlo; no debe existir")->required();
    verb("files", "Muestra los archivos de este equipo, uno por línea",
         [&](DeviceStore& s, HttpLink&) { return files(s, std::cout); });
    verb("notices", "Muestra los avisos: accesos que cambiaron y qué pasó con su trabajo",
         [&](DeviceStore& s, HttpLink&) { return notices(s, std::cout); });
    verb("dismiss", "Da un aviso por leído",
         [&](DeviceStore& s, HttpLink&) { return dismiss(s, first); })
        ->add_option("NOTICE", first, "Número del aviso")
        ->required();
    verb("shelf",
         "Muestra lo que el servidor perdió al volver de un respaldo y este equipo conocía",
         [&](DeviceStore& s, HttpLink&) { return shelf(s, std::cout); });
    verb("rewrite", "Vuelve a escribir lo que se guardó aparte de un registro",
         [&](DeviceStore& s, HttpLink&) { return rewrite(s, first); })
        ->add_option("ID", first, "Identificador del registro")
        ->required();
    verb("hand-over",
         "Guarda en un archivo lo que el servidor no aceptó, y a su lado los archivos sin enviar; "
         "después vacía este equipo para otra persona",
         [&](DeviceStore& s, HttpLink&) { return hand_over(s, first); })
        ->add_option("FILE", first, "Archivo nuevo para la copia")
        ->required();
    verb("status", "Muestra el estado de este equipo",
         [&](DeviceStore& s, HttpLink&) { return status(s, std::cout); });

    CLI::App* bundle_group = app.add_subcommand(
        "bundle", "Archivos que llevan los cambios sin red: en un pendrive o por mensaje");
    bundle_group->set_help_flag("-h,--help", "Muestra esta ayuda");
    bundle_group->require_subcommand(1);
    BundleExportOptions exporting;
    const auto bundle_verb = [&](const char* name, const char* help, Run action) {
        CLI::App* command = bundle_group->add_subcommand(name, help);
        command->set_help_flag("-h,--help", "Muestra esta ayuda");
        command->callback([&run, action] { run = action; });
        return command;
    };
    CLI::App* export_command = bundle_verb(
        "export", "Escribe los cambios sin enviar en un archivo sellado y muestra su comprobante",
        [&](DeviceStore& s, HttpLink&) {
            return export_bundle_file(s, exporting, random, clock, std::cout);
        });
    export_command->add_option("FILE", exporting.file, "Archivo nuevo")->required();
    export_command->add_option("--carried", exporting.carried,
                               "Escribe uno que se lleva para otro: el comienzo de su huella");
    bundle_verb(
        "import", "Recibe una respuesta, o lleva el archivo de otro hasta el próximo «sync»",
        [&](DeviceStore& s, HttpLink&) { return import_bundle_file(s, first, clock, std::cout); })
        ->add_option("FILE", first, "Archivo .minga")
        ->required();
    bundle_verb("list", "Muestra los archivos que lleva para otros",
                [&](DeviceStore& s, HttpLink&) { return list_bundles(s, std::cout); });
    bundle_verb("drop", "Deja de llevar un archivo",
                [&](DeviceStore& s, HttpLink&) { return drop_bundle(s, first); })
        ->add_option("HASH", first, "El comienzo de su huella")
        ->required();

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        std::cerr << usage_message(error)
                  << " Escriba «minga-device --help» para ver cómo se usa.\n";
        return 2;
    }
    auto database =
        storage::Database::open({.path = store_path, .exclusive = true, .cache_kib = 16 * 1024});
    if (!database) return report(database.error());
    auto catalog = catalog_from_embedded();
    if (!catalog) return report(catalog.error());
    auto store = DeviceStore::open(std::move(*database), *catalog, random, clock);
    if (!store) return report(store.error());
    add_instruments(*catalog, (*store)->instruments().texts());
    HttpLink link{server_url};
    const auto done = run(**store, link);
    return done ? 0 : report(done.error());
}
