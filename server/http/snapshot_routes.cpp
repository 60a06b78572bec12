// GET /api/v1/snapshots/{scope}: the living records of a scope in one file, whole or in ranges
// (sync/PROTOCOL.md).

#include "server/http/problem.hpp"
#include "server/http/range.hpp"
#include "server/http/service.hpp"
#include "server/snapshots/snapshot_shelf.hpp"
#include "shared/base/text.hpp"
#include "sync/server/server_session.hpp"

#include <algorithm>
#include <array>

namespace minga::server {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

Error no_snapshot() {
    return make_error(ErrorCode::not_found,
                      "No hay una copia de estos datos. Sincronice: llegarán de a poco.");
}

/// The tags that a condition names, without quotes; weak ones never match bytes.
std::vector<std::string> tags_of(std::string_view header) {
    std::vector<std::string> tags;
    for (const std::string& item : split(header, ',')) {
        const std::string_view tag = trim(item);
        if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') {
            tags.emplace_back(tag.substr(1, tag.size() - 2));
        }
    }
    return tags;
}

/// The snapshot that the request's conditions ask for: that very one where it names it, the latest
/// where it names none. nullopt: the one it insists on is kept no more.
struct Choice {
    std::optional<sync::SnapshotInfo> info;
    bool is_gone = false;   ///< `If-Match` names none that is kept.
    bool is_ranged = true;  ///< `If-Range` names the chosen one, or there is none.
};

Choice choose(const SnapshotShelf& shelf, const sync::Scope& scope, std::string_view epoch,
              const HttpRequest& request) {
    Choice choice;
    const auto kept = [&](std::string_view header) {
        for (const std::string& tag : tags_of(header)) {
            if (auto info = shelf.find(scope, epoch, tag)) return info;
        }
        return std::optional<sync::SnapshotInfo>{};
    };
    const std::string_view match = request.header("If-Match");
    if (!match.empty() && match != "*") {
        choice.info = kept(match);
        choice.is_gone = !choice.info;
        return choice;
    }
    const std::string_view range_of = request.header("If-Range");
    if (!range_of.empty()) {
        choice.info = kept(range_of);
        choice.is_ranged = choice.info.has_value();
    }
    if (!choice.info) choice.info = shelf.latest(scope, epoch);
    return choice;
}

HttpResponse file_response(std::shared_ptr<std::FILE> file, const sync::SnapshotInfo& info) {
    HttpResponse response;
    response.content_type = "application/gzip";
    response.source_bytes = static_cast<std::size_t>(info.bytes);
    response.source = [file = std::move(file)](std::size_t offset, std::size_t length,
                                               const HttpResponse::Put& put) {
        if (std::fseek(file.get(), static_cast<long>(offset), SEEK_SET) != 0) return false;
        std::array<char, piece_bytes> piece{};
        while (length > 0) {
            const std::size_t wanted = std::min(length, piece.size());
            const std::size_t got = std::fread(piece.data(), 1, wanted, file.get());
            if (got == 0 || !put({piece.data(), got})) return false;
            length -= got;
        }
        return true;
    };
    return response;
}

HttpResponse get_snapshot(Service& service, Exchange& exchange) {
    const HttpRequest& request = exchange.request;
    const ProblemOptions options{.request_id = request.id};
    const auto scope =
        sync::whole_scope(exchange.capture, exchange.session.account.to_actor(), service.catalog);
    if (!scope) {
        return problem_response(make_error(ErrorCode::forbidden, "No tiene acceso a estos datos."),
                                options);
    }
    if (service.snapshots == nullptr) return problem_response(no_snapshot(), options);
    std::string epoch;
    {
        const StorePool::Lease reader = service.stores.reader();
        epoch = reader->epoch();
    }
    const Choice choice = choose(*service.snapshots, *scope, epoch, request);
    if (choice.is_gone) {
        HttpResponse response = problem_response(no_snapshot(), options);
        response.status = 412;
        return response;
    }
    if (!choice.info) return problem_response(no_snapshot(), options);
    const std::string tag = '"' + choice.info->etag + '"';
    const std::vector<std::pair<std::string, std::string>> headers{
        {"ETag", tag}, {"Accept-Ranges", "bytes"}, {"Cache-Control", "private, no-transform"}};
    const auto held = tags_of(request.header("If-None-Match"));
    HttpResponse response;
    if (std::find(held.begin(), held.end(), choice.info->etag) != held.end()) {
        response.status = 304;
        response.headers = headers;
        return response;
    }
    RangeKind range = range_kind(request.header("Range"), choice.info->bytes);
    if (!choice.is_ranged) range = RangeKind::none;
    if (range == RangeKind::outside) {
        response = problem_response(
            make_error(ErrorCode::out_of_range, "La parte pedida está más allá del final."),
            options);
        response.status = 416;
        response.headers.emplace_back("Content-Range",
                                      "bytes */" + std::to_string(choice.info->bytes));
        return response;
    }
    auto file = service.snapshots->open(*scope, choice.info->etag);
    if (!file) return problem_response(no_snapshot(), options);
    response = file_response(std::move(file), *choice.info);
    response.headers = headers;
    // The HTTP library cuts the range out of the source, and names it.
    if (range == RangeKind::inside) response.status = 206;
    return response;
}

}  // namespace

void add_snapshot_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/snapshots/*", true,
                [&service](Exchange& exchange) { return get_snapshot(service, exchange); }});
}

}  // namespace minga::server
