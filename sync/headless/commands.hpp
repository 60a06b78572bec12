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

using FieldArguments = std::vector<std::string>;  ///< "field=value"

/// Signs in with the server and remembers the person and the token.
Result<void> login(DeviceStore& store, HttpLink& link, std::string_view user,
                   std::string_view password);

/// Exchanges until both sides have everything; over a link that keeps breaking it goes on as long
/// as there is hope. Prints one JSON object.
Result<void> synchronize(DeviceStore& store, HttpLink& link, std::ostream& out);

Result<void> list(const DeviceStore& store, std::string_view kind, const FieldArguments& filters,
                  std::ostream& out);
Result<void> show(const DeviceStore& store, std::string_view id, std::ostream& out);
Result<void> make_new(DeviceStore& store, std::string_view kind, const FieldArguments& fields,
                      std::ostream& out);
Result<void> set(DeviceStore& store, std::string_view id, const FieldArguments& fields);
Result<void> remove(DeviceStore& store, std::string_view id);
Result<void> inbox(const DeviceStore& store, std::ostream& out);
/// `decision` is "mine", "theirs" or a value.
Result<void> resolve(DeviceStore& store, std::string_view conflict, std::string_view decision);
Result<void> withdraw(DeviceStore& store, std::string_view op);
Result<void> status(const DeviceStore& store, std::ostream& out);

}  // namespace minga::sync
