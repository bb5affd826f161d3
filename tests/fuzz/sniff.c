// SPDX-License-Identifier: EUPL-1.2
// Any bytes as delimited text; what is read is proposed a mapping and taken in.
#include "format/sniff.h"
#include "ingest/intake/mapping_propose.h"

#include "delivery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_buffer bytes = {0};
    kt_arena arena = {0};
    kt_mapping mapping;
    bench *b = open_bench();
    kt_buffer_add(&bytes, (const char *)data, size);
    kt_mapping_file file = {&b->grids, 0, 1, &b->matching->pool};
    if (kt_sniff_read_bytes(&b->grids, &bytes, "parts.csv", &b->matching->pool, &b->remarks,
                            NULL) == KT_OK &&
        kt_mapping_propose(&mapping, file, &arena) == KT_OK && *mapping.sheet[0].table != '\0')
        (void)kt_grid_rows_read(&b->fill, 0, &mapping.sheet[0], NULL);
    close_bench(b);
    kt_buffer_free(&bytes);
    kt_arena_free(&arena);
    return 0;
}
