// HEAD, PUT and GET /api/v1/blobs/{sha256}: attached files, resumable at the byte (PROTOCOL.md).

#include "server/http/problem.hpp"
#include "server/http/range.hpp"
#include "server/http/service.hpp"
#include "sync/blob/blob_message.hpp"
#include "sync/server/blob_rights.hpp"

namespace minga::server {
namespace {

/// What a download holds in memory at a time.
constexpr std::int64_t read_bytes = 64 * 1024;

/// A file that a browser opens by itself can do nothing: no script, no frame, no request.
constexpr std::string_view sealed_policy = "default-src 'none'; sandbox";

/// One file and the caller's rights to it.
struct Asked {
    std::string_view hash;
    sync::BlobRights rights;
};

/// As of now: the caller's session and rights may have gone while a body arrived.
Result<Asked> ask(Service& service, const Exchange& exchange) {
    const StorePool::Lease store = service.stores.reader();
    auto reading = store->begin_reading();
    if (!reading) return reading.error();
    auto session = current_session(store->database(), exchange.token, service.clock.now());
    Asked asked{exchange.capture, {}};
    if (session) {
        asked.rights = sync::blob_rights(*store, service.catalog, session->account.to_actor(),
                                         exchange.capture);
    }
    auto status = store->status();
    store->end_reading();
    if (!session) return session.error();
    if (!status) return status.error();
    return asked;
}

HttpResponse problem(Service& service, const Exchange& exchange, const Error& error) {
    if (error_info(error.code).http_status >= 500) {
        service.log.bug("blob_failed", error.detail);
    }
    return problem_response(error, {.request_id = exchange.request.id,
                                    .retry_seconds = error.code == ErrorCode::busy ? 5 : 0});
}

void add_state(HttpResponse& response, const sync::BlobState& state) {
    response.headers.emplace_back(sync::upload_offset_header, std::to_string(state.offset));
    response.headers.emplace_back(sync::upload_complete_header, state.whole ? "?1" : "?0");
}

/// The whole file as an attachment, to be read as the connection takes it.
HttpResponse file_response(Service& service, std::string_view hash, const sync::BlobInfo& info) {
    HttpResponse response;
    response.content_type = info.type;
    response.source_bytes = static_cast<std::size_t>(info.bytes);
    response.source = [&service, hash = std::string{hash}](
                          std::size_t offset, std::size_t length,
                          const std::function<bool(std::string_view)>& put) {
        const auto piece = std::min(static_cast<std::int64_t>(length), read_bytes);
        auto bytes = service.blobs.read(hash, static_cast<std::int64_t>(offset), piece);
        return bytes && !bytes->empty() && put(*bytes);
    };
    const std::string name =
        std::string{hash.substr(0, 12)} + std::string{sync::extension_of(info.type)};
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.headers.emplace_back("Content-Security-Policy", sealed_policy);
    response.headers.emplace_back("Accept-Ranges", "bytes");
    response.headers.emplace_back("ETag", "\"" + std::string{hash} + "\"");
    return response;
}

HttpResponse look(Service& service, Exchange& exchange, const Asked& asked) {
    sync::BlobDesk desk{service.blobs, service.blob_limits};
    auto state = desk.look(asked.hash, asked.rights);
    if (!state) return problem(service, exchange, state.error());
    HttpResponse response;
    if (state->whole) response = file_response(service, asked.hash, *state->whole);
    add_state(response, *state);
    return response;
}

HttpResponse get(Service& service, Exchange& exchange) {
    auto asked = ask(service, exchange);
    if (!asked) return problem(service, exchange, asked.error());
    if (exchange.request.method == "HEAD") return look(service, exchange, *asked);
    const std::string_view range = exchange.request.header("Range");
    if (range.find(',') != std::string_view::npos) {
        return problem(
            service, exchange,
            make_error(ErrorCode::bad_range, "Pida una parte del archivo a la vez.", "Range"));
    }
    sync::BlobDesk desk{service.blobs, service.blob_limits};
    auto info = desk.find(asked->hash, asked->rights);
    if (!info) return problem(service, exchange, info.error());
    const RangeKind kind = range_kind(range, info->bytes);
    if (kind == RangeKind::outside) {
        return problem(
            service, exchange,
            make_error(ErrorCode::bad_range, "La parte pedida está más allá del final.", "Range"));
    }
    HttpResponse response = file_response(service, asked->hash, *info);
    if (kind == RangeKind::inside) response.status = 206;  // the library cuts the part out
    return response;
}

Result<sync::BlobState> take_part(Service& service, Exchange& exchange) {
    HttpRequest& request = exchange.request;
    const auto range = sync::ContentRange::parse(request.header("Content-Range"));
    if (!range) {
        return make_error(ErrorCode::malformed,
                          "Falta Content-Range, o no dice «bytes PRIMERO-ÚLTIMO/TOTAL».",
                          "Content-Range");
    }
    if (!request.header("Content-Encoding").empty()) return error_of_status(415);
    const auto bytes_max = static_cast<std::size_t>(service.blob_limits.part_bytes_max);
    std::string body;
    bool is_too_long = false;
    const bool is_whole = request.read_body([&](std::string_view bytes) {
        is_too_long = body.size() + bytes.size() > bytes_max;
        if (!is_too_long) body.append(bytes);
        return !is_too_long;
    });
    if (is_too_long) return error_of_status(413);
    if (is_whole && static_cast<std::int64_t>(body.size()) != range->size()) {
        return make_error(ErrorCode::malformed,
                          "Content-Range anuncia otra cantidad de bytes que la que llegó.",
                          "Content-Range");
    }
    auto asked = ask(service, exchange);
    if (!asked) return asked.error();
    sync::BlobDesk desk{service.blobs, service.blob_limits};
    return desk.take(asked->hash, asked->rights, *range, body, service.clock.now());
}

HttpResponse put(Service& service, Exchange& exchange) {
    auto state = take_part(service, exchange);
    if (state) {
        HttpResponse response{state->whole ? 201 : 204, {}, {}, {}, false};
        add_state(response, *state);
        return response;
    }
    HttpResponse response = problem(service, exchange, state.error());
    if (state.error().code == ErrorCode::blob_gap) {
        // Says where to go on, so that the device need not ask.
        auto asked = ask(service, exchange);
        if (!asked) return response;
        sync::BlobDesk desk{service.blobs, service.blob_limits};
        auto now = desk.look(asked->hash, asked->rights);
        if (now) add_state(response, *now);
    }
    return response;
}

}  // namespace

void add_blob_routes(Router& router, Service& service) {
    router.add({"GET", "/api/v1/blobs/*", true,
                [&service](Exchange& exchange) { return get(service, exchange); }});
    router.add({"PUT", "/api/v1/blobs/*", true,
                [&service](Exchange& exchange) { return put(service, exchange); }});
}

}  // namespace minga::server
