/// The blocks of a snapshot. A snapshot is a gzip file of frames that is cut into members which
/// each hold whole frames and tell their own length, so that a device takes one as soon as it has
/// its bytes, and keeps no more than one in memory:
///
///     1f 8b 08 04  00 00 00 00  00 ff   gzip, with an extra field
///     08 00  'M' 'B'  04 00  LL LL LL LL   the extra field: the whole block's length
///     …deflated frames…  CRC-32  length    as in every gzip member
///
/// Any gunzip reads the file. The CRC-32 is not looked at here: each frame has its own.
#pragma once

#include "shared/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace minga::sync {

inline constexpr std::size_t block_head_bytes = 20;
inline constexpr std::size_t block_tail_bytes = 8;
/// Frames are put into a block until it has this much before compression.
inline constexpr std::size_t block_fill_bytes = 192 * 1024;
/// No block is longer, packed or not: one that is full, and one more frame of the greatest size.
inline constexpr std::size_t block_bytes_max = 2 << 20;

/// The head of a block of `length` bytes, itself included.
std::string block_head(std::size_t length);

/// The length of the block that `bytes` begins with; nullopt where its head is not whole yet.
/// Fails with `malformed` where no block begins.
Result<std::optional<std::size_t>> block_length(std::string_view bytes);

/// The frames of a whole block.
Result<std::string> unpack_block(std::string_view block);

}  // namespace minga::sync
