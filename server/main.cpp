/// minga-server: one process that keeps the records of every organization and agrees with devices.
#include "server/admin/cli.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    try {
        return minga::server::run_command_line(argc, argv);
    } catch (const std::exception& exception) {
        std::cerr << "Falla inesperada: " << exception.what() << '\n';
        return 1;
    }
}
