/// The receipt of a bundle: what a person keeps on paper until the answer comes, and what the
/// server's operator compares it with.
#pragma once

#include "sync/client/bundle_exchange.hpp"

#include <string>
#include <utility>
#include <vector>

namespace minga::sync {

struct ReceiptLine {
    std::string label;
    std::string value;
};

/// What is on it, in the order to read it. `person`: name and login; `made` is the moment as
/// people read it where they are.
std::vector<ReceiptLine> receipt_lines(const BundleFacts& facts, std::string_view person,
                                       std::string_view made);

/// The hash in groups of four, to read aloud and to compare.
std::string grouped_hash(std::string_view hash);

/// "12 cambios, del 5 al 16"; "ninguno: solo pide novedades".
std::string op_range_text(std::int64_t first_n, std::int64_t last_n);

/// A receipt as plain text, one line each, the hash in four lines.
std::string receipt_text(std::string_view title, const std::vector<ReceiptLine>& lines,
                         std::string_view hash);

/// A name for the file, without anything that a file system or a messenger would change:
/// "minga-encargado.puertovaras-5-16.minga".
std::string bundle_file_name(const BundleFacts& facts, std::string_view login);

}  // namespace minga::sync
