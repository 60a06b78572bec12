/// The fields of a record, or of a form that makes one, drawn and stored as the person leaves them.
///
/// ```cpp
/// RecordForm form{ui, app, *activity};
/// form.text("name", {.label = "Nombre de la actividad", .is_required = true});
/// form.month("start_month", {.label = "Inicio de la actividad"});
/// ```
/// Where the person may not edit, the same calls show the values as text.
#pragma once

#include "client_wasm/app/app_state.hpp"
#include "client_wasm/widgets/ui.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minga::client {

class RecordForm {
public:
    /// Edits `record`, which must stay valid during the frame.
    RecordForm(Ui& ui, AppState& app, const Record& record)
        : ui_(ui),
          app_(app),
          record_(&record),
          info_(schema::find_record_info(record.kind)),
          may_edit_(app.may(Action::edit, record).is_allowed) {}
    /// Fills the draft called `form`, from which a record of `kind` is made later. What cannot be
    /// right is said at once, by the rules that will check the record.
    RecordForm(Ui& ui, AppState& app, std::string_view kind, std::string_view form)
        : ui_(ui), app_(app), info_(schema::find_record_info(kind)), form_(form) {}

    /// The widgets' own options but for `key`, `value`, `error`, `saved` and what may be edited.
    void text(std::string_view key, TextField look);
    void whole_number(std::string_view key, TextField look);
    /// Whole thousands of pesos.
    void money(std::string_view key, std::string_view label);
    void month(std::string_view key, MonthField look);
    void date(std::string_view key, DateField look);
    /// `keys` are what is stored, `look.options` what is read, one for one.
    void choice(std::string_view key, std::span<const std::string> keys, Select look);
    void yes_no(std::string_view key, CheckBox look);

    /// What is stored or typed, as text.
    std::string value(std::string_view key) const { return view(key).text; }
    bool is_draft() const { return record_ == nullptr; }
    bool may_edit() const { return may_edit_; }
    const Record* record() const { return record_; }

    FieldView view(std::string_view key) const;
    /// Stores a value; a refusal stands at its field.
    void store(std::string_view key, Value value);

private:
    bool is_read_only(const FieldView& field) const { return !may_edit_ || !field.is_editable; }
    void read(std::string_view label, std::string_view value);

    Ui& ui_;
    AppState& app_;
    const Record* record_ = nullptr;
    const schema::RecordInfo* info_ = nullptr;
    std::string form_;
    bool may_edit_ = true;
};

/// What was typed as a whole number, with dots between thousands or without; as text what is none,
/// so that the rules refuse it in words and nothing that was typed is lost.
Value number_typed(std::string_view text);

/// A line that says why a form is only to be read. Draws nothing where the person may edit.
void draw_read_only_reason(Ui& ui, const MayDo& may);

}  // namespace minga::client
