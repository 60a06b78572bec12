#include "server/admin/cli.hpp"

#include "server/admin/commands.hpp"
#include "server/auth/secure_random.hpp"

#include <sys/stat.h>
#include <functional>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

namespace minga::server {
namespace {

constexpr int exit_done = 0;
constexpr int exit_refused = 1;
constexpr int exit_usage = 2;

int report(const Error& error) {
    std::cerr << error.message << " (" << error_info(error.code).key << ")\n";
    if (!error.detail.empty()) std::cerr << "  " << error.detail << '\n';
    return error.code == ErrorCode::usage ? exit_usage : exit_refused;
}

/// What went wrong in the command line, in Spanish. The library says it in English, and names the
/// option at the start or the end of its sentence.
std::string usage_message(const CLI::ParseError& error, const std::vector<std::string>& unread) {
    const std::string text = error.what();
    const std::string first = text.substr(0, text.find_first_of(" :"));
    const std::string last = text.substr(text.rfind(' ') + 1);
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
        case CLI::ExitCodes::RequiredError:
            if (!text.starts_with("A subcommand")) return "Falta " + first + ".";
            return unread.empty() ? "Falta decir qué hacer."
                                  : "No existe la orden «" + unread.front() + "».";
        case CLI::ExitCodes::ExtrasError:
            return "Sobra «" + last + "».";
        case CLI::ExitCodes::ArgumentMismatch:
            return "Falta el valor de " + first + ".";
        case CLI::ExitCodes::ConversionError:
        case CLI::ExitCodes::ValidationError:
            return "El valor de " + (first.starts_with("-") ? first : last) + " no es válido.";
        default:
            return "La orden no se entiende.";
    }
}

class CommandLine {
public:
    CommandLine() {
        app_.name("minga-server");
        auto formatter = std::make_shared<CLI::Formatter>();
        formatter->label("Usage", "Uso");
        formatter->label("OPTIONS", "OPCIONES");
        formatter->label("SUBCOMMAND", "ORDEN");
        formatter->label("Positionals", "Argumentos");
        formatter->label("REQUIRED", "(obligatorio)");
        formatter->label("TEXT", "TEXTO");
        formatter->label("INT", "NÚMERO");
        formatter->label("UINT", "NÚMERO");
        app_.formatter(formatter);
        app_.set_help_flag("-h,--help", "Muestra esta ayuda");
        app_.require_subcommand(1);
        add_serve();
        add_user_verbs();
        add_record_verbs();
        add_store_verbs();
        add_instrument_verbs();
        add_quarantine_verbs();
        add_bundle_verbs();
        add_device_verbs();
        app_.get_help_ptr()->group("Opciones");
        for (CLI::App* command : commands_) {
            command->get_help_ptr()->group("Opciones");
            command->group("Órdenes");
        }
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            std::cout << help();
            return exit_done;
        } catch (const CLI::ParseError& error) {
            std::cerr << usage_message(error, chosen().front()->remaining())
                      << "\nMás detalles con --help.\n";
            return exit_usage;
        }
        auto done = action_();
        return done ? exit_done : report(done.error());
    }

private:
    using Action = std::function<Result<void>()>;

    /// The verbs on the command line, the innermost first.
    std::vector<const CLI::App*> chosen() const {
        std::vector<const CLI::App*> apps{&app_};
        while (!apps.front()->get_subcommands().empty()) {
            apps.insert(apps.begin(), apps.front()->get_subcommands().front());
        }
        return apps;
    }

    std::string help() const {
        std::string before;
        const std::vector<const CLI::App*> apps = chosen();
        for (auto app = apps.rbegin(); app + 1 != apps.rend(); ++app) {
            before += (before.empty() ? "" : " ") + (*app)->get_name();
        }
        return apps.front()->help(before);
    }

    CLI::App* add(CLI::App& parent, const char* name, const char* help, std::string& data,
                  Action action) {
        CLI::App* command = parent.add_subcommand(name, help);
        command->set_help_flag("-h,--help", "Muestra esta ayuda");
        command->add_option("--data", data, "Carpeta de los datos")->required();
        command->callback([this, action = std::move(action)] { action_ = action; });
        for (CLI::Option* option : command->get_options()) option->group("Opciones");
        commands_.push_back(command);
        return command;
    }

    void add_serve() {
        CLI::App* command =
            add(app_, "serve", "Inicia el servidor", serve_.data, [this] { return serve(serve_); });
        command->option_defaults()->group("Opciones");
        command->add_option("--host", serve_.host, "Dirección en que escucha")
            ->capture_default_str();
        command->add_option("--port", serve_.port, "Puerto; 0 elige uno libre")
            ->capture_default_str()
            ->check(CLI::Range(0, 65535).description(""));
        command->add_option("--port-file", serve_.port_file,
                            "Escribe aquí el puerto cuando ya escucha");
        command->add_option("--web", serve_.web, "Carpeta del cliente web");
        command->add_option("--threads", serve_.threads, "Solicitudes que atiende a la vez")
            ->capture_default_str()
            ->check(CLI::Range(1, 1024).description(""));
        command
            ->add_option("--per-address", serve_.client_threads_max,
                         "Solicitudes a la vez de una misma dirección; 0 es tres cuartos del total")
            ->capture_default_str()
            ->check(CLI::Range(0, 1024).description(""));
        command
            ->add_option("--queue", serve_.waiting_max,
                         "Solicitudes que esperan su turno antes de responder «ocupado»")
            ->capture_default_str()
            ->check(CLI::Range(1, 100000).description(""));
        command
            ->add_option("--store-limit", serve_.store_mb_max,
                         "Tamaño máximo de los datos en MB; 0 es sin límite")
            ->capture_default_str()
            ->check(CLI::Range(0, 1'000'000).description(""));
        command
            ->add_option("--files-limit", serve_.files_mb_max,
                         "Archivos adjuntos de cada institución, en MB")
            ->capture_default_str()
            ->check(CLI::Range(1, 1'000'000).description(""));
        command->add_flag("--demo", serve_.is_demo,
                          "Llena un almacén vacío con datos de demostración");
        command->add_flag("--demo-anywhere", serve_.is_demo_anywhere,
                          "Permite --demo también fuera de este equipo");
        command->add_flag("--behind-tls", serve_.is_behind_tls,
                          "Detrás de un proxy que cifra: agrega HSTS y lee X-Forwarded-For");
    }

    void add_user_verbs() {
        CLI::App* group = app_.add_subcommand("user", "Personas que pueden ingresar");
        group->set_help_flag("-h,--help", "Muestra esta ayuda");
        group->require_subcommand(1);
        commands_.push_back(group);
        CLI::App* command = add(*group, "add",
                                "Crea una persona; la contraseña va por la entrada estándar o en "
                                "MINGA_PASSWORD",
                                user_.data, [this] { return add_user(user_); });
        command->option_defaults()->group("Opciones");
        add_login(*command);
        command->add_option("--name", user_.name, "Nombre y apellido")->required();
        add_role_options(*command);

        add(*group, "list", "Lista las personas y sus roles", user_.data,
            [this] { return list_users(user_); });

        command = add(*group, "disable", "Desactiva a una persona y cierra sus sesiones",
                      user_.data, [this] { return disable_user(user_); });
        command->option_defaults()->group("Opciones");
        add_login(*command);
        command->add_flag("--enable", user_.is_reversed, "La vuelve a activar");

        command = add(*group, "role", "Da un rol a una persona en una organización", user_.data,
                      [this] { return change_role(user_); });
        command->option_defaults()->group("Opciones");
        add_login(*command);
        add_role_options(*command);
        command->add_flag("--remove", user_.is_reversed, "Se lo quita");
    }

    void add_login(CLI::App& command) {
        command.add_option("USUARIO", user_.login, "Nombre de usuario")->required();
    }

    void add_role_options(CLI::App& command) {
        command.add_option("--role", user_.role, "Clave del rol")->required();
        command.add_option("--organization", user_.organization, "Código (CUT) o id")->required();
    }

    void add_record_verbs() {
        CLI::App* command = add(app_, "import", "Importa registros de un archivo CSV o JSON",
                                records_.data, [this] { return import_records(records_); });
        command->option_defaults()->group("Opciones");
        command->add_option("TIPO", records_.kind, "Tipo de registro")->required();
        command->add_option("ARCHIVO", records_.file, "Archivo .csv o .json")->required();

        command = add(app_, "export", "Escribe los registros de un tipo en la salida estándar",
                      records_.data, [this] { return export_records(records_); });
        command->option_defaults()->group("Opciones");
        command->add_option("TIPO", records_.kind, "Tipo de registro")->required();
        command->add_option("--format", records_.format, "csv o json")
            ->capture_default_str()
            ->check(CLI::IsMember({"csv", "json"}).description(""));
        command->add_option("--organization", records_.organization,
                            "Solo los de esta organización: código (CUT) o id");
    }

    void add_store_verbs() {
        CLI::App* command = add(app_, "verify", "Revisa la cadena de auditoría y todo lo que cubre",
                                store_.data, [this] { return verify(store_); });
        command->option_defaults()->group("Opciones");
        command->add_option("--heads", store_.heads,
                            "Archivo con eslabones que alguien vio, «número huella» por línea: la "
                            "cadena debe contenerlos");
        command = add(app_, "backup",
                      "Respalda los datos, también con el servidor en "
                      "marcha",
                      store_.data, [this] { return back_up(store_); });
        add_file(*command, "Archivo nuevo");
        command = add(app_, "restore", "Reemplaza los datos por los de un respaldo", store_.data,
                      [this] { return restore(store_); });
        add_file(*command, "Archivo del respaldo");

        add(app_, "collect",
            "Retira los restos de lo que se eliminó hace más de 180 días y todos los equipos ya "
            "saben; el servidor lo hace solo una vez al día",
            store_.data, [this] { return collect(store_); });
    }

    void add_instrument_verbs() {
        CLI::App* group = app_.add_subcommand("instrument", "Instrumentos de evaluación");
        group->set_help_flag("-h,--help", "Muestra esta ayuda");
        group->require_subcommand(1);
        commands_.push_back(group);
        CLI::App* command = add(*group, "publish", "Publica una versión de un instrumento",
                                store_.data, [this] { return publish_instrument(store_); });
        add_file(*command, "Archivo JSON del instrumento");

        command = add(*group, "import", "Publica el instrumento de una planilla, si está toda bien",
                      instrument_.data, [this] { return import_instrument(instrument_); });
        command->add_option("ARCHIVO", instrument_.file, "Planilla .csv o .xlsx")->required();
        command->option_defaults()->group("Opciones");
        command
            ->add_option("--key", instrument_.key,
                         "Clave con que las evaluaciones lo nombran, sin acentos ni espacios")
            ->required();
        command->add_option("--title", instrument_.title, "Nombre que leen las personas")
            ->required();
        command->add_option("--version", instrument_.version, "Versión")->capture_default_str();

        // Looks at no data: what is right in a spreadsheet is so everywhere.
        command = group->add_subcommand("check", "Revisa una planilla sin publicar nada");
        command->set_help_flag("-h,--help", "Muestra esta ayuda");
        command->callback([this] { action_ = [this] { return check_instrument(instrument_); }; });
        commands_.push_back(command);
        command->add_option("ARCHIVO", instrument_.file, "Planilla .csv o .xlsx")->required();
    }

    void add_quarantine_verbs() {
        CLI::App* group = app_.add_subcommand(
            "quarantine", "Cambios de quienes ya no tenían acceso cuando llegaron");
        group->set_help_flag("-h,--help", "Muestra esta ayuda");
        group->require_subcommand(1);
        commands_.push_back(group);
        CLI::App* command = add(*group, "list", "Lista lo que espera revisión, uno por línea",
                                quarantine_.data, [this] { return list_quarantine(quarantine_); });
        command->option_defaults()->group("Opciones");
        command->add_option("--organization", quarantine_.organization,
                            "Solo lo de esta organización: código (CUT) o id");
        command->add_flag("--all", quarantine_.with_decided, "También lo ya revisado");

        command = add(*group, "show", "Muestra un cambio completo", quarantine_.data,
                      [this] { return show_quarantined(quarantine_); });
        add_number(*command);

        command = add(*group, "release", "Aplica el cambio a nombre de quien lo revisa",
                      quarantine_.data, [this] { return release_from_quarantine(quarantine_); });
        add_number(*command);
        add_reviewer(*command);

        command = add(*group, "discard", "Cierra el cambio sin aplicarlo; queda en el registro",
                      quarantine_.data, [this] { return discard_from_quarantine(quarantine_); });
        add_number(*command);
        add_reviewer(*command);
    }

    void add_number(CLI::App& command) {
        command.option_defaults()->group("Opciones");
        command.add_option("NÚMERO", quarantine_.number, "El que muestra «list»")->required();
    }

    void add_reviewer(CLI::App& command) {
        command.add_option("--as", quarantine_.reviewer, "Usuario de quien revisa")->required();
        command.add_option("--reason", quarantine_.reason, "Motivo, para quien lo escribió");
    }

    void add_bundle_verbs() {
        CLI::App* group = app_.add_subcommand(
            "bundle", "Archivos de equipos sin conexión, traídos en un pendrive o por mensaje");
        group->set_help_flag("-h,--help", "Muestra esta ayuda");
        group->require_subcommand(1);
        commands_.push_back(group);
        CLI::App* command = add(*group, "import",
                                "Recibe archivos .minga y escribe las respuestas; también con el "
                                "servidor en marcha",
                                bundle_.data, [this] { return import_bundles(bundle_); });
        command->option_defaults()->group("Opciones");
        command->add_option("ARCHIVO", bundle_.files, "Archivos .minga")->required();
        command->add_option("--out", bundle_.out,
                            "Carpeta para las respuestas; si no, junto a cada archivo");
    }

    void add_device_verbs() {
        CLI::App* group = app_.add_subcommand(
            "device", "Equipos cuyos archivos se reciben: las llaves con que los firman");
        group->set_help_flag("-h,--help", "Muestra esta ayuda");
        group->require_subcommand(1);
        commands_.push_back(group);
        CLI::App* command = add(*group, "list", "Lista los equipos, primero los más recientes",
                                device_.data, [this] { return list_devices(device_); });
        command->option_defaults()->group("Opciones");
        command->add_option("USUARIO", device_.login, "Solo los de esta persona");

        command = add(*group, "revoke",
                      "Da un equipo por perdido: sus archivos no se reciben más y se cierran las "
                      "sesiones de su dueño",
                      device_.data, [this] { return revoke_device(device_); });
        command->option_defaults()->group("Opciones");
        command->add_option("LLAVE", device_.key, "Como la muestra «list», o su comienzo")
            ->required();
        command->add_flag("--restore", device_.is_reversed, "El equipo apareció: lo repone");
    }

    void add_file(CLI::App& command, const char* help) {
        command.add_option("ARCHIVO", store_.file, help)->required();
    }

    CLI::App app_{
        "Servidor de Minga: reúne y comparte los planes de mejora de municipalidades, "
        "gobiernos regionales y servicios."};
    std::vector<CLI::App*> commands_;
    ServeOptions serve_;
    UserOptions user_;
    RecordsOptions records_;
    StoreOptions store_;
    InstrumentOptions instrument_;
    QuarantineOptions quarantine_;
    BundleOptions bundle_;
    DeviceOptions device_;
    Action action_;
};

}  // namespace

int run_command_line(int argc, char** argv) {
    umask(S_IRWXG | S_IRWXO);  // What it writes is its owner's alone.
    if (!start_cryptography()) {
        std::cerr << "Este equipo no permite usar la biblioteca criptográfica.\n";
        return exit_refused;
    }
    return CommandLine{}.run(argc, argv);
}

}  // namespace minga::server
