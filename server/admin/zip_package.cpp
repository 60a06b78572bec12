#include "server/admin/zip_package.hpp"

#include "sync/wire/inflate.hpp"

namespace minga::server {
namespace {

constexpr std::size_t unpacked_bytes_max = 64U << 20U;
constexpr std::size_t end_size = 22;     // of the record that ends a package
constexpr std::size_t entry_size = 46;   // of an entry of its list, without the name
constexpr std::size_t header_size = 30;  // before each file, without the name
constexpr std::size_t comment_max = 65535;
constexpr std::uint32_t stored = 0;
constexpr std::uint32_t deflated = 8;

/// The number of `size` bytes at `at`, the lowest first; 0 past the end.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    for (std::size_t i = size; i-- > 0;) {
        number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

Error damaged() {
    return make_error(ErrorCode::malformed,
                      "El archivo no es una planilla .xlsx, o llegó dañado. Ábralo en Excel, "
                      "guárdelo de nuevo y vuelva a intentarlo.");
}

}  // namespace

Result<ZipPackage> ZipPackage::open(std::string_view bytes) {
    ZipPackage package;
    package.bytes_ = bytes;
    const std::string_view tail = bytes.substr(
        bytes.size() > end_size + comment_max ? bytes.size() - end_size - comment_max : 0);
    const std::size_t found = tail.rfind("PK\x05\x06");
    if (found == std::string_view::npos || tail.size() - found < end_size) return damaged();
    const std::uint32_t count = number_at(tail, found + 10, 2);
    std::size_t at = number_at(tail, found + 16, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (at > bytes.size() || bytes.size() - at < entry_size ||
            bytes.substr(at, 4) != "PK\x01\x02") {
            return damaged();
        }
        const std::size_t name_size = number_at(bytes, at + 28, 2);
        if (bytes.size() - at - entry_size < name_size) return damaged();
        package.entries_[std::string{bytes.substr(at + entry_size, name_size)}] = {
            number_at(bytes, at + 10, 2), number_at(bytes, at + 20, 4),
            number_at(bytes, at + 42, 4)};
        at += entry_size + name_size + number_at(bytes, at + 30, 2) + number_at(bytes, at + 32, 2);
    }
    return package;
}

Result<std::string> ZipPackage::read(std::string_view name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) return damaged();
    const Entry& entry = found->second;
    if (entry.offset > bytes_.size() || bytes_.size() - entry.offset < header_size ||
        bytes_.substr(entry.offset, 4) != "PK\x03\x04") {
        return damaged();
    }
    const std::size_t start = entry.offset + header_size + number_at(bytes_, entry.offset + 26, 2) +
                              number_at(bytes_, entry.offset + 28, 2);
    if (start > bytes_.size() || bytes_.size() - start < entry.packed) return damaged();
    const std::string_view packed = bytes_.substr(start, entry.packed);
    if (entry.method == stored) return std::string{packed};
    if (entry.method != deflated) return damaged();
    auto content = sync::inflate(packed, unpacked_bytes_max);
    if (!content && content.error().code != ErrorCode::too_large) return damaged();
    return content;
}

}  // namespace minga::server
