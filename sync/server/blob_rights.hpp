/// What a person may do with a file: as much as with the records that name it.
#pragma once

#include "shared/programs/catalog.hpp"
#include "shared/rules/actor.hpp"
#include "sync/blob/blob_desk.hpp"
#include "sync/server/store.hpp"

namespace minga::sync {

/// Readable: homes of living records that name it and that the person reads. Writable: those of
/// records that the person may edit, or in which they themselves wrote the file's name (the record
/// may have been closed since, and their file is still on its way).
BlobRights blob_rights(const ServerStore& store, const Catalog& catalog, const Actor& actor,
                       std::string_view hash);

}  // namespace minga::sync
