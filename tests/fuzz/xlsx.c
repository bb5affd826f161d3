// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a workbook: read or refused, never worse. What is read is proposed a mapping too.
#include "format/xlsx.h"
#include "ingest/intake/mapping_propose.h"

#include "ingest/intake/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_arena arena = {0};
    kt_pool pool;
    kt_notes remarks = {0};
    kt_grid_list grids = {0};
    kt_mapping mapping;
    kt_error error;
    if (!kt_pool_open(&pool))
        return 0;
    kt_xlsx_place place = {"f.xlsx", &arena, &pool, &remarks};
    if (kt_xlsx_read_bytes(&grids, data, size, place, &error) == KT_OK)
        (void)kt_mapping_propose(&mapping, (kt_mapping_file){&grids, 0, grids.n, &pool}, &arena);
    kt_grid_free(&grids);
    kt_notes_free(&remarks);
    kt_pool_close(&pool);
    kt_arena_free(&arena);
    return 0;
}
