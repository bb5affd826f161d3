// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a yearly table in delimited text, held against the reference that comes with the
// program: layouts, figures, lists.
#include "ingest/yearly/yearly.h"

#include <stdlib.h>

#include "format/sniff.h"
#include "ingest/package/open.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/governance.h"
#include "ingest/yearly/output_list.h"
#include "ingest/yearly/pink_sheet.h"
#include "ingest/yearly/usgs.h"
#include "ingest/yearly/world_mining.h"

// Opened once: it is only read.
typedef struct known {
    kt_case *reference;
    kt_dictionary countries;
    kt_draft draft; // an empty one
    kt_pool pool;   // of the draft
} known;

static known *open_known(void)
{
    static known k;
    static const kt_open_options OPTIONS = {.data_dir = KETEN_SOURCE_DIR "/data",
                                            .all_tables = true};
    if (k.reference == NULL &&
        (kt_open_reference(&k.reference, &OPTIONS, NULL) != KT_OK ||
         !kt_country_names_open(&k.countries, k.reference) || !kt_pool_open(&k.pool)))
        abort();
    k.draft.pool = &k.pool;
    return &k;
}

static void read_sheet(kt_yearly *yearly, kt_yearly_sheet *sheet)
{
    kt_output_amount_list amounts = {0};
    switch (sheet->match.kind) {
    case KT_LAYOUT_GOVERNANCE:
    case KT_LAYOUT_GOVERNANCE_BOOK:
        (void)kt_governance_read(yearly, sheet, 1, NULL);
        break;
    case KT_LAYOUT_WORLD_MINING:
        (void)kt_world_mining_read(yearly, sheet, NULL);
        break;
    case KT_LAYOUT_PINK_SHEET:
        (void)kt_pink_sheet_read(yearly, sheet, NULL);
        break;
    default:
        if (kt_usgs_read(&amounts, yearly, sheet, NULL) == KT_OK && sheet->edition > 0)
            kt_output_list_make(yearly, sheet, &amounts);
    }
    kt_output_amount_free(&amounts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    known *k = open_known();
    kt_buffer bytes = {0};
    kt_arena arena = {0};
    kt_grid_list grids = {0};
    kt_notes remarks = {0};
    kt_reject_list rejects = {0};
    kt_pool pool;
    if (!kt_pool_open(&pool))
        return 0;
    kt_delivery delivery = {.pool = &pool};
    kt_yearly yearly = {.pool = &pool,
                        .arena = &arena,
                        .grids = &grids,
                        .draft = &k->draft,
                        .reference = k->reference,
                        .countries = &k->countries,
                        .delivery = &delivery,
                        .rejects = &rejects,
                        .remarks = &remarks};
    kt_buffer_add(&bytes, (const char *)data, size);
    if (kt_sniff_read_bytes(&grids, &bytes, "table.csv", &pool, &remarks, NULL) == KT_OK) {
        kt_yearly_sheet sheet = {.grid = 0};
        kt_layout_find(&sheet.match, &grids.grid[0], &pool);
        if (sheet.match.missing == NULL)
            read_sheet(&yearly, &sheet);
    }
    free(yearly.conversion);
    kt_delivery_free(&delivery);
    kt_reject_free(&rejects);
    kt_notes_free(&remarks);
    kt_grid_free(&grids);
    kt_arena_free(&arena);
    kt_buffer_free(&bytes);
    kt_pool_close(&pool);
    return 0;
}
