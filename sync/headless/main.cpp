/// minga-device --store FILE --server URL VERB: a device without pixels.
/// Exit codes: 0 done, 1 refused or impossible (the reason is on standard error), 2 usage.
#include "shared/programs/embedded.hpp"
#include "sync/client/device_store.hpp"
#include "sync/headless/commands.hpp"
#include "sync/headless/http_link.hpp"
#include "sync/headless/system_seams.hpp"

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
         [&](DeviceStore& s, HttpLink& l) { return login(s, l, first, read_password()); })
        ->add_option("USER", first, "Usuario")
        ->required();
    verb("sync", "Sincroniza con el servidor",
         [&](DeviceStore& s, HttpLink& l) { return synchronize(s, l, std::cout); });
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
    verb("inbox", "Muestra lo que espera una decisión",
         [&](DeviceStore& s, HttpLink&) { return inbox(s, std::cout); });
    CLI::App* resolve_command =
        verb("resolve", "Resuelve un conflicto",
             [&](DeviceStore& s, HttpLink&) { return resolve(s, first, second); });
    resolve_command->add_option("CONFLICT", first, "Identificador del conflicto")->required();
    resolve_command->add_option("DECISION", second, "mine, theirs o un valor")->required();
    verb("withdraw", "Retira un cambio que fue rechazado o que aún no sale",
         [&](DeviceStore& s, HttpLink&) { return withdraw(s, first); })
        ->add_option("OP", first, "Número del cambio")
        ->required();
    verb("status", "Muestra el estado de este equipo",
         [&](DeviceStore& s, HttpLink&) { return status(s, std::cout); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        std::cerr << usage_message(error)
                  << " Escriba «minga-device --help» para ver cómo se usa.\n";
        return 2;
    }
    SystemClock clock;
    SystemRandom random;
    auto database = storage::Database::open({.path = store_path, .exclusive = true});
    if (!database) return report(database.error());
    auto store = DeviceStore::open(std::move(*database), embedded_catalog(), random, clock);
    if (!store) return report(store.error());
    HttpLink link{server_url};
    const auto done = run(**store, link);
    return done ? 0 : report(done.error());
}
