/// What screens see of the application: the records of this device, the person, where they are,
/// and the commands that change things. Screens read from here, draw, and call commands; they touch
/// neither the store nor the platform.
///
/// A screen, whole:
/// ```cpp
/// void draw_plan(Ui& ui, AppState& app) {
///     const Record* plan = app.plan();
///     const auto events = draw_frame(ui, app, {.title = "Plan de mejoras"}, [&] {
///         if (plan == nullptr) { ui.empty_state({…}); return; }
///         for (const auto& line : app.children<ActionLine>(plan->id)) {
///             if (ui.list_row({.key = line.id.to_text(), .title = line.fields.name})) {
///                 app.navigate("plan/linea/" + line.id.to_text());
///             }
///         }
///     });
/// }
/// ```
///
/// A field that is stored when the person leaves it, and says what is wrong beside itself:
/// ```cpp
/// const auto field = app.field(activity, "end_month");
/// if (auto month = ui.month_field({.key = "end_month", .label = "Término de la actividad",
///                                  .value = field.text, .error = field.error,
///                                  .saved = field.saved, .is_disabled = !field.is_editable})) {
///     app.edit(activity.id, "end_month", *month);
/// }
/// ```
///
/// What a frame reads stays as it is until the frame ends, whatever commands do meanwhile: pointers
/// and references from the reading functions are valid during the frame. The next frame, which a
/// command asks for by itself, shows the change.
#pragma once

#include "client_wasm/app/app.hpp"
#include "client_wasm/app/bundle_view.hpp"
#include "client_wasm/app/change_stack.hpp"
#include "client_wasm/app/files_view.hpp"
#include "client_wasm/app/history_model.hpp"
#include "client_wasm/app/quarantine_model.hpp"
#include "client_wasm/app/record_cache.hpp"
#include "client_wasm/app/route.hpp"
#include "client_wasm/app/sync_view.hpp"
#include "client_wasm/platform/platform.hpp"
#include "client_wasm/widgets/ui.hpp"
#include "shared/base/date.hpp"
#include "shared/programs/catalog.hpp"
#include "shared/records/all_records.hpp"
#include "shared/rules/permit.hpp"
#include "sync/client/device_store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::client {

/// A record with its typed fields.
template <class R>
struct Entry {
    Id id;
    const Record* record = nullptr;
    R fields;
};

/// Everything that a field's widget needs, apart from its label. Views are valid in this frame.
struct FieldView {
    /// Text, month, date, choice key: what the person last typed if that was refused, else what is
    /// stored. Numbers are written out.
    std::string text;
    std::optional<std::int64_t> number;  ///< The same for whole numbers and money.
    Value value;
    std::string error;  ///< What happened and what to do, or "".
    std::string saved;  ///< "Guardado 10:42" if it was stored since the application opened.
    bool is_editable = true;
    bool is_pending = false;  ///< Not on the server yet.
};

/// Whether the person may do something, and why not.
struct MayDo {
    bool is_allowed = true;
    std::string reason;  ///< A Spanish sentence when they may not.

    explicit operator bool() const { return is_allowed; }
};

/// A button that moves a record's workflow state.
struct StateMove {
    const Transition* transition = nullptr;
    std::string_view to;
    MayDo may;  ///< `reason` says what is missing.
};

/// What the application does when a screen asks for it. All are set before the first frame.
struct AppHooks {
    std::function<void()> changed;   ///< A command was stored.
    std::function<void()> sync_now;  ///< The person asked for it.
    /// Attached files may go or come; `is_asked`: the person said now, whatever the link.
    std::function<void(bool is_asked)> carry_files;
    std::function<void()> fetch_report;
    std::function<void()> fetch_history;  ///< The next page of the history that is looked at.
    std::function<void()> fetch_quarantine;
    std::function<void(std::int64_t number, bool releases, std::string reason)> decide_quarantined;
    std::function<void(std::string login, std::string password)> sign_in;
    /// Removes the person's records from this device where `removes_data`.
    std::function<void(bool removes_data)> sign_out;
    std::function<void(Appearance)> set_appearance;
    // Files that travel without a network; hashes name those that are carried for others.
    std::function<void()> prepare_bundle;
    std::function<void(std::string file)> receive_bundle;
    std::function<void(std::string hash)> give_bundle;
    std::function<void(std::string hash)> drop_bundle;
    // Whoever sees everything takes the records of an organization to this device, or off it.
    std::function<void(const Id& organization)> open_organization;
    std::function<void(const Id& organization)> close_organization;
};

/// An organization whose records somebody who sees everything takes to their device.
struct OpenedOrganization {
    Id id;
    bool is_here = false;  ///< False: asked for, and not all of it has come yet.
};

struct AccountView {
    Appearance appearance;
    StorageInfo storage;
    std::string last_login;  ///< Of this device, to fill the form in.
    std::string sign_in_error;
    bool is_signing_in = false;
    bool is_update_waiting = false;
    bool is_storage_persisted = false;  ///< The browser promised not to evict it.
    bool is_handed_over = false;        ///< Another tab works with the records now.
    /// The browser cleared what was kept here, with so many changes that had not been sent.
    std::optional<std::int64_t> cleared_changes;
};

struct ReportView {
    std::string json;  ///< As the server sent it, "" before the first.
    Instant fetched_at;
    std::int64_t version = 0;  ///< Raised with each answer.
    bool is_fetching = false;
    std::string error;
};

/// How the way back of a message works: by taking an op back, by putting one back, or, of a
/// removal, by taking it back or, where it was sent meanwhile, by bringing the record back.
/// `step`: the last change of the stack, whatever it was; `step_again`: the one undone last.
enum class UndoWay : std::uint8_t { withdraw, reinstate, restore, step, step_again };

/// A short message at the head of the page, with a way back.
struct Toast {
    std::string text;
    bool has_undo = false;
    std::int64_t until_ms = 0;
    std::int64_t undo_op = 0;
    UndoWay way = UndoWay::withdraw;
    std::string undone;  ///< What is said once it was undone.
    std::string step{};  ///< Of the stack's changes: which one.
    Id record{};         ///< What `restore` brings back.
};

class AppState {
public:
    AppState(Platform& platform, const Catalog& catalog);
    ~AppState();
    AppState(const AppState&) = delete;
    AppState& operator=(const AppState&) = delete;

    // --- The person and the programme ----------------------------------------------------------

    /// Whether somebody is signed in on this device and their records are open. Screens other than
    /// signing in are only drawn when it is so.
    bool is_open() const { return store_ != nullptr; }
    const Actor& actor() const;
    const Catalog& catalog() const { return catalog_; }
    /// Whether they look over all organizations (SUBDERE, administration, audit).
    bool sees_everything() const;
    /// Whether the person decides about quarantined work of some institution.
    bool reviews_quarantine() const;
    /// What waits for the person: conflicts, refusals, what the server lost, and quarantined work.
    std::int64_t waiting() const;
    bool has_role(std::string_view role) const;
    /// "Secretaria Municipal": the names of the person's roles here, joined.
    std::string role_names() const;

    /// The organization that is looked at: the person's own, the one they chose among several or,
    /// for those who work for all of them, any that is on this device.
    const Id& organization_id() const { return organization_; }
    /// Its record; nullptr before the first synchronization.
    const Record* organization();
    std::string organization_name();
    std::vector<Id> organizations() const;
    void select_organization(const Id& id);
    /// Whether somebody who sees everything looks at an organization that they opened.
    bool is_visiting();
    /// Whether one organization is worked on: their own, or one that they visit. False: only all of
    /// them are looked at, and there is no cycle, plan or question to go to.
    bool works_on_one() { return !sees_everything() || is_visiting(); }
    /// What they opened: asked for first, then held. Asks the store only after something changed.
    std::vector<OpenedOrganization> opened() const;
    static std::string opened_subject(const Id& id);

    // --- Where in the programme ----------------------------------------------------------------

    /// The cycles of the organization, the latest first.
    const std::vector<Entry<Cycle>>& cycles();
    /// The chosen cycle, else the latest; nullptr when there is none.
    const Record* cycle();
    /// The cycle that the person chose; nullptr where they did not.
    const Record* chosen_cycle();
    void select_cycle(const Id& id);
    /// The diagnoses of all cycles, the latest first.
    const std::vector<Entry<Assessment>>& diagnoses();
    /// The chosen diagnosis; else that of the chosen cycle or, where none was chosen, of the latest
    /// that has one.
    const Record* diagnosis();
    void select_diagnosis(const Id& id);
    /// The plan of the chosen cycle; where none was chosen, the one that is worked on.
    const Record* plan();
    /// The plan of the cycle in view, else the latest one that exists: cycles overlap, and the old
    /// plan is carried out while the next cycle has none.
    const Record* plan_at_work();

    // --- Reading records -----------------------------------------------------------------------

    const Record* find(const Id& id);
    /// Living records of a kind under a parent, in order of making.
    const std::vector<Record>& children(const Id& parent, std::string_view kind);
    const std::vector<Record>& list(std::string_view kind);

    template <class R>
    const std::vector<Entry<R>>& children(const Id& parent) {
        const std::string_view kind = schema::record_type<R>.key;
        return memo<std::vector<Entry<R>>>("children " + std::string{kind} + parent.to_text(),
                                           [&] { return entries<R>(children(parent, kind)); });
    }
    template <class R>
    const std::vector<Entry<R>>& list() {
        const std::string_view kind = schema::record_type<R>.key;
        return memo<std::vector<Entry<R>>>("list " + std::string{kind},
                                           [&] { return entries<R>(list(kind)); });
    }
    /// The record decoded; nullptr where it is not here, deleted or of another kind.
    template <class R>
    const Entry<R>* get(const Id& id) {
        const Record* record = find(id);
        if (record == nullptr || record->deleted || record->kind != schema::record_type<R>.key) {
            return nullptr;
        }
        return &memo<Entry<R>>("get " + id.to_text(), [&] {
            return Entry<R>{id, record, schema::decode<R>(record->fields)};
        });
    }

    /// Something computed from records (scores, totals), kept until a record changes. One key, one
    /// type; put ids into the key.
    template <class T, class Make>
    const T& memo(const std::string& key, Make make) {
        auto found = memos_.find(key);
        if (found == memos_.end()) {
            auto made = std::make_shared<T>(make());
            found = memos_.insert_or_assign(key, std::move(made)).first;
        }
        return *static_cast<const T*>(found->second.get());
    }

    /// The same records as the rules look at them (scoring, progress).
    const Lookup& lookup() const { return cache_; }

    // --- Fields --------------------------------------------------------------------------------

    FieldView field(const Record& record, std::string_view key);
    /// The same for a form that makes a new record (see `set_draft`).
    FieldView draft_field(std::string_view form, std::string_view key);

    // --- May they? Screens show read-only forms rather than failing ----------------------------

    const MayDo& may(Action action, const Record& record);
    const MayDo& may_edit_field(const Record& record, std::string_view key);
    const MayDo& may_create(std::string_view kind, const Id& parent);
    /// Whether a record with these fields may be made in the organization of another.
    MayDo may_make(std::string_view kind, const Record& beside, FieldMap fields);
    /// The moves that leave the record's present state by the programme's workflow. Those that the
    /// person's roles never allow are left out; the others say what is missing.
    const std::vector<StateMove>& moves(const Record& record, std::string_view field = "state");
    /// "Cerrado", "En implementación": the name of the record's workflow state.
    std::string state_name(const Record& record, std::string_view field = "state");

    // --- Commands: stored at once, in one transaction each --------------------------------------

    /// Changes one field. False when it was refused: `field()` then gives back what was typed and
    /// the reason, until the field is stored or `forget_refusals`.
    bool edit(const Id& id, std::string_view field, Value value);
    /// The same from what was typed: "12", "12,5", "sí". What cannot be read is refused and kept.
    bool edit_text(const Id& id, std::string_view field, std::string_view typed);
    /// Changes several fields in one op. The refusal stands at the field it names.
    bool edit(const Id& id, FieldMap changes);
    /// Makes a record under its parent field. Refusals stand at `form`: see `draft_field`.
    std::optional<Id> create(std::string_view kind, FieldMap fields, std::string_view form = {});
    /// Takes all rows or none, as one step that can be undone. `what`: "12 actividades traídas".
    bool bring_in(std::vector<Incoming> rows, std::string what);
    /// Deletes it and offers to undo for a while. `what`: "Actividad eliminada".
    bool remove(const Id& id, std::string_view what);
    /// Brings a removed record back.
    bool restore(const Id& id, std::string_view what);
    /// Settles a conflict of the inbox, and offers to undo for a while. `what`: "Queda «mar 2026»".
    bool resolve(const Id& conflict, sync::Resolution resolution, Value value,
                 std::string_view what);
    /// Sends a refused change again, with other values. Refusals stand at `correction_subject`.
    bool correct(std::int64_t op, FieldMap corrections);
    /// Gives an unsent change other values. Refusals stand at `correction_subject`.
    bool amend(std::int64_t op, FieldMap changes);
    static std::string correction_subject(std::int64_t op);
    /// Takes back a change that was refused or not sent yet, and offers to undo for a while.
    bool withdraw(std::int64_t op, std::string_view what);
    /// Writes what the server lost of a record as this person's own change.
    bool write_again(const Id& record);
    /// Lets go of it, for ever.
    bool clear_shelf(const Id& record);
    /// Takes the toast's way back.
    void undo();

    /// What `undo_change` would undo, "Nombre de Actividad «…»"; "" where there is nothing.
    std::string undoable_change();
    std::string redoable_change();
    /// Undoes the last change of a field, the last record made or the last removal since the page
    /// was opened, or says why it cannot be: what somebody changed after it stays theirs.
    void undo_change();
    void redo_change();

    /// What is typed into a form that makes a record is kept on the device, key by key, until the
    /// record is made: closing the page in the middle loses nothing.
    const FieldMap& draft(std::string_view form);
    void set_draft(std::string_view form, std::string_view key, Value value);
    void discard_draft(std::string_view form);
    /// Makes the record of the form (`fields` are added, for the parent) and discards the draft.
    std::optional<Id> create_from_draft(std::string_view form, std::string_view kind,
                                        FieldMap fields);

    /// The refusal of the last command about a record or form as a whole, or nullptr.
    const Error* refusal(std::string_view subject) const;
    const Error* refusal(const Id& id) const { return refusal(id.to_text()); }
    void forget_refusals(std::string_view subject);

    // --- Attached files --------------------------------------------------------------------------

    const FilesView& files() const { return files_view_; }
    /// What this device knows of the record's file; none where it is not here or there is none.
    const std::optional<sync::BlobFile>& file_of(const Record& record);
    /// Keeps a chosen file and names it in the record. The refusal stands at the record.
    bool attach(const Id& id, const PickedFile& file);
    /// Says at a record or form why a file was not taken.
    void alert_about(std::string_view subject, std::string message);
    /// Asks for the record's file from the server.
    void fetch_file(const Record& record);
    /// Hands the record's file to the person's own programs.
    void open_file(const Record& record);
    FilePolicy file_policy() const;
    void set_file_policy(FilePolicy policy);
    /// 0 small, 1 medium, 2 as it is.
    std::size_t photo_size() const;
    void set_photo_size(std::size_t index);
    std::int32_t photo_edge_max() const;

    // --- What was saved and sent ----------------------------------------------------------------

    /// "Guardado en este equipo, 10:42", or "" if nothing was changed since the start.
    std::string saved_text() const;
    const SyncView& sync() const { return sync_view_; }
    void sync_now();
    const std::vector<sync::InboxItem>& inbox();
    /// What the server lost and this device knows.
    std::vector<sync::ShelfItem> shelf() const {
        return store_ ? store_->shelf() : std::vector<sync::ShelfItem>{};
    }
    /// By which people's changes are known to be of this device.
    Id device() const { return store_ ? store_->device() : Id{}; }

    // --- Time ------------------------------------------------------------------------------------

    Date today() const;  ///< In Chile.
    Month this_month() const { return today().month(); }
    Instant now() const;
    /// The moment by the server's clock, as far as this device knows it: what the times of changes
    /// and conflicts are held against.
    Instant common_now() const;
    /// "10:42" today, "ayer, 10:42", else "20-11-2026, 10:42".
    std::string moment_text(Instant instant) const;
    /// The same of a moment by this device's clock.
    std::string own_moment_text(Instant instant) const;

    // --- Navigation
    // --------------------------------------------------------------------------------

    const Route& route() const { return route_; }
    /// Goes to "diagnostico/14", "plan/linea/<id>", "inicio"…; adds to the page's history.
    void navigate(std::string_view route);
    void navigate(const std::string& route) { navigate(std::string_view{route}); }
    void navigate(const char* route) { navigate(std::string_view{route}); }
    /// One step up: to where the person came from inside the application, else to `fallback`.
    void go_back(std::string_view fallback = "inicio");

    // --- A screen's own memory
    // -----------------------------------------------------------------------

    /// State of the view (an open panel, a search text), kept while the page is open. One key, one
    /// type.
    template <class T>
    T& view(const std::string& key) {
        auto& held = views_[key];
        if (held == nullptr) held = std::make_shared<T>();
        return *static_cast<T*>(held.get());
    }
    /// Kept on this device with the person's records.
    std::string setting(std::string_view key) const;
    void set_setting(std::string_view key, std::string_view value);

    // --- For the application itself (app.cpp, frame.cpp, sync_driver.cpp)
    // ----------------------------

    Platform& platform() { return platform_; }
    sync::DeviceStore* store() { return store_.get(); }
    /// Takes the person's store, or none.
    void open(std::unique_ptr<sync::DeviceStore> store);
    void close();
    /// The next exchange asks for that organization's records.
    void ask_for_organization(const Id& id);
    /// Takes them off the device, or says at `opened_subject` why not. No exchange may be under
    /// way.
    void close_organization(const Id& id);
    /// After somebody signed in to the open store.
    void take_person() { choose_organization(); }
    /// Reads again what changed since the last frame.
    void begin_frame();
    /// Sets the route from the address, without a new entry in the history.
    void take_route(std::string_view route);
    /// The route that the page's address must be set to, once.
    std::optional<std::string> take_address();
    const std::optional<Toast>& toast() const { return toast_; }
    void show_toast(std::string_view text);
    void show_toast(std::string_view text, std::int64_t undo_op, UndoWay way,
                    std::string_view undone);
    /// What should be said aloud in the next frame, once.
    std::string take_announcement();
    void announce(std::string_view text) { announcement_ = text; }
    /// Until then nothing is sent, so that a deletion can be taken back whole.
    std::int64_t hold_sync_until_ms() const {
        return toast_ && toast_->undo_op > 0 ? toast_->until_ms : 0;
    }

    void set_sync_view(SyncView view) { sync_view_ = std::move(view); }
    void set_files_view(FilesView view) { files_view_ = std::move(view); }
    AppHooks hooks;
    AccountView account;  ///< What signing in and the device's settings show.
    BundleView bundles;
    ReportView report;    ///< The consolidated view, for those who look over all organizations.
    HistoryView history;  ///< Of the record that the person asked about.
    QuarantineView quarantine;  ///< For those who supervise an institution.

private:
    struct Refusal {
        Error error;
        FieldMap typed;
    };

    template <class R>
    static std::vector<Entry<R>> entries(const std::vector<Record>& records) {
        std::vector<Entry<R>> typed;
        typed.reserve(records.size());
        for (const Record& record : records) {
            typed.push_back({record.id, &record, schema::decode<R>(record.fields)});
        }
        return typed;
    }

    void after_command(const std::string& subject, const FieldMap& changes);
    /// What the record's fields that are in `changes` say now.
    FieldMap present(const Id& id, const FieldMap& changes);
    void remember(Change change);
    /// Offers the way back from a step of the stack, or forth again.
    void show_step(std::string_view text, UndoWay way, const std::string& what);
    void take_step(const Toast& toast);
    std::string change_words(const Id& record, const FieldMap& changes);
    /// Carries a step out; the reason in Spanish where it cannot be.
    Result<void> revert(Change& change);
    Result<void> take_away(Change& change);
    Result<void> bring_back(const Change& change);
    Result<void> repeat(Change& change);
    Result<void> take_in(const Incoming& row, std::vector<Change>& changes);
    Result<void> take_in_all(Change& step);
    Result<void> take_back_unsent(Change& step);
    Result<void> revert_several(Change& step);
    /// Writes `to`, unless somebody wrote something else than `from` meanwhile.
    Result<void> replace(const Id& record, const FieldMap& from, const FieldMap& to);
    void note_refusal(const std::string& subject, const Error& error, const FieldMap& typed);
    FieldView field_view(const std::string& subject, std::string_view key, const Value& stored);
    const Record* plan_of(const Id& cycle_id);
    void choose_organization();
    bool is_guest(const Id& organization) const;
    std::vector<OpenedOrganization> find_opened() const;
    void set_asked_organizations(std::string_view ids);

    Platform& platform_;
    const Catalog& catalog_;
    std::unique_ptr<sync::DeviceStore> store_;
    RecordCache cache_;
    std::int64_t read_at_ = -1;  ///< The store's change count that the caches stand for.
    SyncView sync_view_;
    FilesView files_view_;

    Id organization_;
    mutable std::vector<OpenedOrganization> opened_;
    mutable std::int64_t opened_at_ = -1;  ///< The change count that it stands for.
    std::map<std::string, std::shared_ptr<void>, std::less<>> memos_;
    std::map<std::string, std::shared_ptr<void>> views_;
    std::map<std::string, Refusal, std::less<>> refusals_;
    std::map<std::string, Instant, std::less<>> saved_at_;  ///< By "subject/field".
    std::map<std::string, FieldMap, std::less<>> drafts_;
    ChangeStack changes_;
    mutable std::map<std::string, std::string, std::less<>> settings_;
    Instant last_saved_;

    Route route_;
    std::vector<std::string> history_;     ///< Routes that led here, the oldest first.
    std::vector<std::string> own_routes_;  ///< Set by us, not yet heard back from the page.
    std::string page_route_;               ///< What the page's address says, as far as we know.
    std::optional<std::string> address_;
    std::optional<Toast> toast_;
    std::string announcement_;
};

// --- The frame around a screen
// --------------------------------------------------------------------

struct ScreenFrame {
    std::string_view title = {};
    /// Where "volver" leads when the person came from outside; "" shows no such button.
    std::string_view back = {};
    const Button* main_action = nullptr;
    const Panel* panel = nullptr;
    float width_max = 1200;
    std::string_view context = {};  ///< Empty: "Puerto Varas · Ciclo 1".
    /// What the panel shows, at the end of the way to it; empty: the panel's title.
    std::string_view crumb = {};
};
struct ScreenEvents {
    bool is_main_action_pressed = false;
    bool is_panel_closed = false;
};

/// Draws the bar, the places, the sync chip with its sheet, notices and the undo message around
/// `content`, and acts on all of them but what it returns. Every screen but signing in calls it
/// once a frame.
ScreenEvents draw_frame(Ui& ui, AppState& app, const ScreenFrame& frame,
                        FunctionRef<void()> content);

}  // namespace minga::client
