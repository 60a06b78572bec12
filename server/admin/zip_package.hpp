/// The files in a .zip package, which an .xlsx workbook is: read from bytes in memory.
#pragma once

#include "shared/base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace minga::server {

class ZipPackage {
public:
    /// Reads the list of files; `bytes` outlives this. Fails with `malformed` where it is no
    /// package.
    static Result<ZipPackage> open(std::string_view bytes);

    bool has(std::string_view name) const { return entries_.find(name) != entries_.end(); }
    /// The content of a file, unpacked. Fails where there is none, it is damaged, or longer than
    /// 64 MB.
    Result<std::string> read(std::string_view name) const;

private:
    struct Entry {
        std::uint32_t method = 0;
        std::uint32_t packed = 0;
        std::uint32_t offset = 0;  ///< Of its own header.
    };

    std::string_view bytes_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace minga::server
