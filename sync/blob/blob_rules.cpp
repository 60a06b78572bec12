#include "sync/blob/blob_rules.hpp"

#include "shared/records/all_records.hpp"

#include <algorithm>
#include <array>

namespace minga::sync {
namespace {

constexpr std::string_view jpeg = "image/jpeg";
constexpr std::string_view png = "image/png";
constexpr std::string_view webp = "image/webp";
constexpr std::string_view pdf = "application/pdf";
constexpr std::string_view office = "application/octet-stream";

/// Where the name of a ZIP's first member begins.
constexpr std::size_t zip_name_offset = 30;

/// What the first member of a document's ZIP is called; other archives are not taken.
constexpr std::array<std::string_view, 6> office_members{
    "[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/"};

bool is_office_archive(std::string_view head) {
    if (!head.starts_with("PK\x03\x04") || head.size() <= zip_name_offset) return false;
    const std::string_view name = head.substr(zip_name_offset);
    if (name.starts_with("mimetypeapplication/vnd.oasis.opendocument.")) return true;
    return std::any_of(office_members.begin(), office_members.end(),
                       [&](std::string_view member) { return name.starts_with(member); });
}

}  // namespace

bool is_blob_hash(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string_view media_type_of(std::string_view head) {
    if (head.starts_with("\xFF\xD8\xFF")) return jpeg;
    if (head.starts_with("\x89PNG\r\n\x1A\n")) return png;
    if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") {
        return webp;
    }
    if (head.starts_with("%PDF-")) return pdf;
    if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return office;
    if (is_office_archive(head)) return office;
    return {};
}

Result<std::string> checked_media_type(std::string_view head) {
    const std::string_view type = media_type_of(head);
    if (!type.empty()) return std::string{type};
    return make_error(ErrorCode::unsupported_media_type,
                      "Este tipo de archivo no se puede adjuntar. Elija una foto (JPG, PNG o "
                      "WebP), un PDF o un documento de Word, Excel, PowerPoint o LibreOffice.",
                      "blob");
}

Result<void> checked_blob_size(std::int64_t bytes) {
    if (bytes <= 0) {
        return make_error(ErrorCode::out_of_range, "El archivo está vacío. Elija otro.", "blob");
    }
    if (bytes > blob_bytes_max) {
        return make_error(ErrorCode::too_large,
                          "El archivo pesa " + size_words(bytes) + " y se admiten hasta " +
                              size_words(blob_bytes_max) +
                              ". Redúzcalo, o divídalo en partes y adjunte cada una.",
                          "blob");
    }
    return {};
}

std::string_view extension_of(std::string_view media_type) {
    if (media_type == jpeg) return ".jpg";
    if (media_type == png) return ".png";
    if (media_type == webp) return ".webp";
    if (media_type == pdf) return ".pdf";
    return {};
}

std::string size_words(std::int64_t bytes) {
    constexpr std::int64_t kib = 1024;
    constexpr std::int64_t mib = kib * 1024;
    if (bytes < kib) return std::to_string(bytes) + " B";
    if (bytes < mib) return std::to_string((bytes + kib / 2) / kib) + " KB";
    const std::int64_t tenths = (bytes * 10 + mib / 2) / mib;
    std::string words = std::to_string(tenths / 10);
    if (tenths % 10 != 0) words += "," + std::to_string(tenths % 10);
    return words + " MB";
}

std::string_view blob_field_of(std::string_view kind) {
    const schema::RecordInfo* info = schema::find_record_info(kind);
    if (info == nullptr) return {};
    for (const schema::FieldInfo& field : info->fields) {
        if (field.options.names_blob) return field.key;
    }
    return {};
}

const std::string& blob_of(const Record& record) {
    return text_of(record.fields, blob_field_of(record.kind));
}

}  // namespace minga::sync
