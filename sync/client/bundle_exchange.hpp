/// The device's side of an exchange by file: what goes into a bundle, and taking in what comes
/// back. Sealing and opening are somebody else's (sync/bundle natively, a module of its own in the
/// browser): here all is in clear.
///
/// An answer over the network comes right behind its question. One in a file may come days later,
/// twice, or after a newer one; so it carries the question that it answers, and its records are
/// taken only by a device that still stands where it stood when it asked. Its verdicts hold always.
#pragma once

#include "sync/client/client_session.hpp"
#include "sync/wire/contents.hpp"

namespace minga::sync {

/// What a bundle's clear header says, and its hash.
struct BundleFacts {
    bool is_answer = false;
    Id device;
    std::string receiver;  ///< The key id of whom it is sealed to, hexadecimal.
    std::string sender;    ///< The signing key of whoever made it, hexadecimal.
    std::int64_t first_n = 0;
    std::int64_t last_n = 0;
    Instant made_at;
    std::string hash;  ///< SHA-256 of the file, hexadecimal.
    std::int64_t bytes = 0;

    std::int64_t op_count() const { return last_n == 0 ? 0 : last_n - first_n + 1; }
};

struct BundleExport {
    std::string contents;
    std::int64_t first_n = 0;
    std::int64_t last_n = 0;
};

/// Everything that has no verdict yet, the question for what changed elsewhere, and the attached
/// files that the server lacks, as far as there is room. The changes
/// count as sent: they can no longer be withdrawn. `only` as in a session.
Result<BundleExport> export_bundle(DeviceStore& store, std::vector<std::string> only = {});

struct AnswerCounts {
    std::int64_t acknowledged = 0;
    std::int64_t pulled = 0;
    std::int64_t conflicts = 0;
    std::int64_t rejected = 0;
    std::int64_t files = 0;  ///< Attached files that the server has whole now.
    bool is_old = false;     ///< Some of it was for a device that stood elsewhere: left aside.
    bool has_more = false;   ///< The server has more than fit: ask again.

    bool has_news() const { return acknowledged > 0 || pulled > 0 || files > 0; }
};

/// Takes in an answer, part by part; a part that was cut ends it, and the ones before stand.
/// `now` by the device's clock.
Result<AnswerCounts> take_bundle_answer(DeviceStore& store, std::string_view contents,
                                        const Unpack& unpack, Instant now);

/// What the device keeps for its bundles, in its settings.
inline constexpr std::string_view bundle_secret_setting = "bundle.secret";
inline constexpr std::string_view bundle_server_setting = "bundle.server_keys";
inline constexpr std::string_view bundle_enrolled_setting = "bundle.enrolled";

/// Whether the server knows this device's keys, by what it said last; a restored server is asked
/// again. `keys` are the device's public ones.
bool is_enrolled(const DeviceStore& store, std::string_view keys);
/// Keeps that it does, and the server's own public keys.
Result<void> set_enrolled(DeviceStore& store, std::string_view keys, std::string_view server_keys);

}  // namespace minga::sync
