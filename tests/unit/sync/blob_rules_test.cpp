#include "sync/blob/blob_rules.hpp"

#include "shared/records/all_records.hpp"
#include "shared/rules/validate.hpp"
#include "sync/blob/chunk_size.hpp"
#include "sync/blob/content_range.hpp"
#include "tests/support/sample_files.hpp"

#include <catch_amalgamated.hpp>

using namespace minga;
using namespace minga::sync;
using namespace minga::test;

namespace {

std::string zip_with(std::string_view member) {
    std::string head{"PK\x03\x04"};
    head.resize(30, '\0');
    return sample_file(head + std::string{member}, 400);
}

}  // namespace

TEST_CASE("a file's type is read from its bytes") {
    CHECK(media_type_of(sample_photo(100)) == "image/jpeg");
    CHECK(media_type_of("\x89PNG\r\n\x1A\n....") == "image/png");
    CHECK(media_type_of(std::string_view("RIFF\x10\0\0\0WEBPVP8 ", 16)) == "image/webp");
    CHECK(media_type_of("%PDF-1.7\n") == "application/pdf");
    CHECK(media_type_of(zip_with("[Content_Types].xml")) == "application/octet-stream");
    CHECK(media_type_of(zip_with("mimetypeapplication/vnd.oasis.opendocument.text")) ==
          "application/octet-stream");
    CHECK(media_type_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old Word") == "application/octet-stream");
}

TEST_CASE("what a browser or a machine would run is not taken") {
    const auto bad =
        GENERATE(as<std::string>{}, "<!doctype html><script>alert(1)</script>",
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>",
                 "<?xml version=\"1.0\"?><svg/>", "#!/bin/sh\nrm -rf .", "MZ\x90 a program",
                 "\x7F"
                 "ELF a program",
                 "GIF89a", "hola", "RIFF....AVI ", " %PDF-1.7", "PK\x03\x04");
    CHECK(media_type_of(bad).empty());
    auto checked = checked_media_type(bad);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == ErrorCode::unsupported_media_type);
    CHECK(checked.error().message.find("PDF") != std::string::npos);
}

TEST_CASE("an archive of anything is not a document") {
    CHECK(media_type_of(zip_with("index.html")).empty());
    CHECK(media_type_of(zip_with("mimetypeapplication/epub+zip")).empty());
}

TEST_CASE("an empty file and one too large are refused with what to do") {
    CHECK(checked_blob_size(1));
    CHECK(checked_blob_size(blob_bytes_max));
    CHECK(checked_blob_size(0).error().code == ErrorCode::out_of_range);
    const Error error = checked_blob_size(blob_bytes_max + 1).error();
    CHECK(error.code == ErrorCode::too_large);
    CHECK(error.message.find("20 MB") != std::string::npos);
}

TEST_CASE("sizes are written for people") {
    CHECK(size_words(900) == "900 B");
    CHECK(size_words(380 * 1024) == "380 KB");
    CHECK(size_words(1'468'006) == "1,4 MB");
    CHECK(size_words(std::int64_t{2} << 20) == "2 MB");
}

TEST_CASE("a file's name is the hash in lower case and nothing else") {
    const std::string good(64, 'a');
    CHECK(is_blob_hash(good));
    CHECK_FALSE(is_blob_hash(good.substr(1)));
    CHECK_FALSE(is_blob_hash(good + "a"));
    CHECK_FALSE(is_blob_hash(std::string(64, 'A')));
    CHECK_FALSE(is_blob_hash("../../../../etc/passwd" + std::string(42, 'a')));
}

TEST_CASE("the field that names a file takes hashes only") {
    const schema::FieldInfo* field = schema::find_record_info("document")->find("blob");
    REQUIRE(field != nullptr);
    const auto check = [&](std::string text) { return checked_value(*field, Value{text}); };
    CHECK(check(std::string(64, '0')));
    CHECK(check("acta.pdf").error().code == ErrorCode::bad_blob);
    CHECK(check(std::string(64, 'G')).error().code == ErrorCode::bad_blob);
}

TEST_CASE("documents are the one kind that names files, as the server's index expects") {
    for (const schema::RecordInfo& info : schema::all_record_infos) {
        CHECK(blob_field_of(info.key) == (info.key == "document" ? "blob" : ""));
    }
}

TEST_CASE("Content-Range goes out and comes back") {
    const ContentRange range{65536, 131071, 1048576};
    CHECK(range.to_text() == "bytes 65536-131071/1048576");
    CHECK(ContentRange::parse(range.to_text()) == range);
    CHECK(range.size() == 65536);
}

TEST_CASE("a wrong Content-Range is no range") {
    const auto bad = GENERATE(
        as<std::string>{}, "", "bytes", "bytes 0-9", "bytes 0-9/*", "bytes */10", "bytes 9-0/10",
        "bytes 0-10/10", "bytes -1-5/10", "bytes 0-9/10 ", "bytes 0-9/10, 3-4/10", "items 0-9/10",
        "bytes 0-9999999999999999999/99999999999999999999", "bytes 0x0-9/10", "bytes 0 - 9/10");
    CHECK_FALSE(ContentRange::parse(bad));
}

TEST_CASE("chunks double and halve between 16 and 128 KB") {
    ChunkSize chunk;
    CHECK(chunk.bytes() == 32 * 1024);
    for (const int kib : {64, 128, 128}) {
        chunk.grow();
        CHECK(chunk.bytes() == kib * 1024);
    }
    for (const int kib : {64, 32, 16, 16}) {
        chunk.shrink();
        CHECK(chunk.bytes() == kib * 1024);
    }
}
