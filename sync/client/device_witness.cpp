/// The part of the device's store that bears witness: the head of the server's audit chain that it
/// saw last, which every later chain must contain.
#include "shared/codec/json.hpp"
#include "sync/client/device_store.hpp"

namespace minga::sync {
namespace {

constexpr std::string_view seen_setting = "audit_head";
constexpr std::string_view altered_notice = "audit_altered";

}  // namespace

std::optional<AuditHead> DeviceStore::seen_head() const {
    auto json = parse_json(setting(seen_setting));
    if (!json || json->text_at("epoch") != epoch_) return std::nullopt;
    AuditHead head{json->integer_at("number"), json->text_at("hash")};
    if (head.number < 1) return std::nullopt;
    return head;
}

/// A chain that is shorter than one that was seen, another one of the same length, or one of which
/// the server itself says that it does not hold what was seen. Another epoch began from a backup:
/// it may lack the last links, and says so by its name.
Result<void> DeviceStore::witness(const SyncAnswer& answer) {
    if (answer.head_number < 1) return {};
    const auto seen = seen_head();
    const bool is_altered =
        seen && (answer.is_chain_altered || answer.head_number < seen->number ||
                 (answer.head_number == seen->number && answer.head_hash != seen->hash));
    if (is_altered) {
        auto told = add_notice(
            altered_notice, "El registro de auditoría del servidor cambió",
            "Lo que el servidor tiene anotado ya no contiene lo que este equipo había visto: el "
            "eslabón " +
                std::to_string(seen->number) + ", huella " + seen->hash + ". Ahora muestra el " +
                std::to_string(answer.head_number) + ", huella " + answer.head_hash +
                ". Sus cambios siguen guardados. Anote estos datos y avise a quien administra el "
                "servidor y a SUBDERE.");
        if (!told) return told;
    }
    return put_setting(seen_setting, Json::object()
                                         .set("epoch", epoch_)
                                         .set("number", answer.head_number)
                                         .set("hash", answer.head_hash)
                                         .dump());
}

}  // namespace minga::sync
