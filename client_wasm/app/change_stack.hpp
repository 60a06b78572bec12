/// The person's last changes since the page was opened, to be undone and redone one by one. It only
/// remembers; `AppState` carries them out, as changes like any other: what was sent already is
/// undone too, and everybody sees it.
#pragma once

#include "shared/base/id.hpp"
#include "shared/base/instant.hpp"
#include "shared/schema/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace minga::client {

/// A row from outside: a new record, or what changes of one that is there.
struct Incoming {
    Id record{};  ///< Nil: it is made.
    std::string kind{};
    FieldMap fields{};
    Id made_as{};  ///< Of a new one: the id that was derived for it; nil: any.
    /// Of a new one that nobody may remove, a plan or a cycle: taking the step back leaves it, once
    /// it was sent.
    bool stays = false;
};

struct Change {
    enum class Type : std::uint8_t { edited, made, removed, several };

    Type type = Type::edited;
    Id record{};
    FieldMap before{};   ///< Edits only: what the fields said, empty values too.
    FieldMap after{};    ///< Edits only.
    std::string what{};  ///< "Nombre de Actividad «Levantar el catastro»".
    Instant at{};
    /// The op that removed the record, where this or undoing this did.
    std::int64_t removal = 0;
    std::vector<Change> parts{};   ///< Of several at once, in their order.
    std::vector<Incoming> rows{};  ///< The same as they came in.
    /// Their ops lie behind the first number, up to the second; both 0 while they are taken back
    /// without a trace.
    std::int64_t op_before = 0;
    std::int64_t op_last = 0;
};

class ChangeStack {
public:
    /// What was undone before cannot be redone any more. Two changes of the same fields in quick
    /// succession are one: people pause while they type.
    void push(Change change);
    void clear();

    /// The change that would be undone, or redone; nullptr where there is none.
    Change* undoable();
    Change* redoable();
    /// After it was undone, or redone.
    void step_back();
    void step_forward();
    /// It cannot be carried out: it goes, and with it what only made sense after it.
    void drop_undoable();
    void drop_redoable();

private:
    std::vector<Change> changes_;
    std::size_t done_ = 0;  ///< Those before are done, the others undone.
};

}  // namespace minga::client
