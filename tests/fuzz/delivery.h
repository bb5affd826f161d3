// SPDX-License-Identifier: EUPL-1.2
// What the fuzz targets of formats share: an empty delivery with a reference that knows a little.
#ifndef KT_TESTS_FUZZ_DELIVERY_H
#define KT_TESTS_FUZZ_DELIVERY_H

#include <stdlib.h>

#include "ingest/fill.h"
#include "ingest/open.h"

typedef struct bench {
    kt_pool pool;
    kt_case *reference;
    kt_draft draft;
    kt_recogniser *recogniser;
    kt_delivery delivery;
    kt_grid_list grids;
    kt_remark_list remarks;
    kt_reject_list rejects;
    kt_fill fill;
} bench;

// The reference is opened once: it is only read.
static kt_case *reference(void)
{
    static kt_case *opened;
    static const kt_open_options OPTIONS = {.data_dir = KETEN_SOURCE_DIR "/data"};
    if (opened == NULL)
        (void)kt_open_reference(&opened, &OPTIONS, NULL);
    return opened;
}

static bench *open_bench(void)
{
    bench *b = calloc(1, sizeof *b);
    if (b == NULL || reference() == NULL || !kt_pool_open(&b->pool))
        abort();
    b->reference = reference();
    b->delivery.pool = &b->pool;
    if (kt_draft_open(&b->draft, "/nonexistent/case", &b->pool, NULL) != KT_OK ||
        kt_recognise_open(&b->recogniser, b->reference, NULL, &b->draft, NULL) != KT_OK)
        abort();
    b->fill = (kt_fill){&b->delivery, &b->grids, &b->pool, b->recogniser, &b->remarks, &b->rejects};
    return b;
}

static void close_bench(bench *b)
{
    kt_recognise_close(b->recogniser);
    kt_draft_close(&b->draft);
    kt_delivery_free(&b->delivery);
    kt_grid_free(&b->grids);
    kt_remark_free(&b->remarks);
    kt_reject_free(&b->rejects);
    kt_pool_close(&b->pool);
    free(b);
}

#endif
