/// From a screen to paper: which paper belongs to the place that is looked at, and showing it.
#pragma once

#include "client_wasm/paper/papers.hpp"
#include "shared/base/id.hpp"

#include <optional>

namespace minga::client {

class AppState;
struct Route;

/// The paper of a place; nothing where it has none.
std::optional<PaperKind> paper_of_place(const Route& route);

/// Shows the paper of the present place on a page of its own, from which it is printed. Where there
/// is none, or nothing to print yet, leads to the list of all papers.
void print_place(AppState& app);
/// The paper about a certain record: an action, a line, a meeting.
void print_record(AppState& app, PaperKind kind, const Record& subject);

}  // namespace minga::client
