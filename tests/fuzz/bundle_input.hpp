/// What the target `bundle` makes a file of. Random bytes never pass a signature or a seal, so the
/// input is what lies behind them, and is signed and sealed here with keys that all can know:
///
///     {"kind":1,"first":1,"last":2,"at":1772452800000}    the clear header
///     1f{"minga":1,…}↹{"n":1,…}                           a piece of kind 1, two frames in it
///     2g{"n":2,…}                                         the same of kind 2, packed
///     3f{"sha256":"…","at":0,"of":9}↹%PDF-1.4…            a frame and bytes behind it
///     1p…                                                 bytes as they are
///     1z…                                                 bytes that are said to be packed
///
/// One line is one chunk. A line of one byte is a chunk that holds no piece. An input that begins
/// as a bundle does is taken for the file itself: its signatures are made good, its seals are not.
#pragma once

#include "sync/bundle/bundle.hpp"

#include <string>
#include <string_view>

namespace minga::fuzz {

const sync::KeyPair& device_keys();
const sync::KeyPair& server_keys();

/// The file that the input stands for. Of `device` where the input does not say otherwise.
std::string bundle_file(std::string_view input, const Id& device);

}  // namespace minga::fuzz
