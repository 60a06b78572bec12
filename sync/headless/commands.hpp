/// The verbs of `minga-device`: a device without pixels, on the same store and session as the
/// browser's.
#pragma once

#include "shared/base/result.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::sync {

class DeviceStore;
class HttpLink;
struct BlobBudget;

using FieldArguments = std::vector<std::string>;  ///< "field=value"

/// Signs in with the server and remembers the person and the token.
Result<void> login(DeviceStore& store, HttpLink& link, std::string_view user,
                   std::string_view password);

/// Exchanges until both sides have everything; over a link that keeps breaking it goes on as long
/// as there is hope; then carries files within `budget`. Prints one JSON object.
Result<void> synchronize(DeviceStore& store, HttpLink& link, const BlobBudget& budget,
                         std::ostream& out);

Result<void> list(const DeviceStore& store, std::string_view kind, const FieldArguments& filters,
                  std::ostream& out);
Result<void> show(const DeviceStore& store, std::string_view id, std::ostream& out);
Result<void> make_new(DeviceStore& store, std::string_view kind, const FieldArguments& fields,
                      std::ostream& out);
Result<void> set(DeviceStore& store, std::string_view id, const FieldArguments& fields);
Result<void> remove(DeviceStore& store, std::string_view id);
enum class InboxForm : bool { json, csv };
/// What waits for a decision. `filters` are "key=value" over what is printed; besides `person`
/// (either name) and `before` (waiting since earlier than this moment).
Result<void> inbox(const DeviceStore& store, const FieldArguments& filters, InboxForm form,
                   std::ostream& out);
/// `decision` is "mine", "theirs" or a value.
Result<void> resolve(DeviceStore& store, std::string_view conflict, std::string_view decision);
/// Sends a refused op again, with other values where it was refused.
Result<void> correct(DeviceStore& store, std::string_view op, const FieldArguments& fields);
/// What has not been answered yet, the latest first.
Result<void> queue(const DeviceStore& store, std::ostream& out);
/// Changes what an op writes before it leaves.
Result<void> amend(DeviceStore& store, std::string_view op, const FieldArguments& fields);
Result<void> withdraw(DeviceStore& store, std::string_view op);
/// Attaches the file at `path` to a record; it is sent by a later `synchronize`. Prints one JSON
/// object.
Result<void> attach(DeviceStore& store, std::string_view id, const std::string& path,
                    std::ostream& out);
/// Brings a record's file here, where it is not, and writes it to `path`, which must not exist.
Result<void> fetch(DeviceStore& store, HttpLink& link, std::string_view id,
                   const std::string& path);
/// The files of this device, one JSON object a line.
Result<void> files(const DeviceStore& store, std::ostream& out);
/// What happened to a field, the latest first, as far as this device knows.
Result<void> history(const DeviceStore& store, std::string_view id, std::string_view field,
                     std::ostream& out);
/// What the person must be told (a scope lost, roles changed), one JSON object a line.
Result<void> notices(const DeviceStore& store, std::ostream& out);
Result<void> dismiss(DeviceStore& store, std::string_view notice);
/// What a restored server lost and this device had read, one JSON object a line.
Result<void> shelf(const DeviceStore& store, std::ostream& out);
/// Writes what the shelf holds of a record as one's own change.
Result<void> rewrite(DeviceStore& store, std::string_view record);
/// Writes everything that the server has not accepted to `file`, which must not exist, and the
/// files that it does not have beside it; once all that is on the disk it empties the device, so
/// that another person can use it. What cannot be written leaves the device as it is.
Result<void> hand_over(DeviceStore& store, const std::string& file);
Result<void> status(const DeviceStore& store, std::ostream& out);

}  // namespace minga::sync
