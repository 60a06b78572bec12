/// The command line of `minga-server`: verbs, options, help and errors, all in Spanish.
#pragma once

namespace minga::server {

/// Exit codes: 0 done, 1 refused or impossible (the reason is on standard error), 2 wrong usage.
int run_command_line(int argc, char** argv);

}  // namespace minga::server
