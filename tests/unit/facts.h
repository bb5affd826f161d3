// SPDX-License-Identifier: EUPL-1.2
// What the tests of supply risk share: tables of published figures (tests/facts), and a data folder
// or case made of a few lines of text.
#ifndef KT_UNIT_FACTS_H
#define KT_UNIT_FACTS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ingest/package/open.h"

enum { FACT_COLUMNS = 16, FACT_LINE = 1000 };

// One row at a time; the quoted source is the last column and is not split.
typedef struct fact_row {
    FILE *file;
    char line[FACT_LINE];
    char *cell[FACT_COLUMNS];
} fact_row;

static inline bool facts_next(fact_row *row)
{
    size_t n = 0;
    if (fgets(row->line, FACT_LINE, row->file) == NULL) {
        (void)fclose(row->file);
        return false;
    }
    row->line[strcspn(row->line, "\n")] = '\0';
    row->cell[n++] = row->line;
    for (char *at = row->line; *at != '\0' && *at != '"' && n < FACT_COLUMNS; at++) {
        if (*at == ',') {
            *at = '\0';
            row->cell[n++] = at + 1;
        }
    }
    for (; n < FACT_COLUMNS; n++)
        row->cell[n] = row->line + strlen(row->line);
    return true;
}

// Opens tests/facts/NAME and skips the header.
static inline void facts_open(fact_row *row, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/tests/facts/%s", KETEN_SOURCE_DIR, name);
    row->file = fopen(path, "r");
    assert_non_null(row->file);
    assert_true(facts_next(row));
}

// NaN for an empty cell.
static inline double facts_number(const fact_row *row, size_t column)
{
    const char *text = row->cell[column];
    return *text == '\0' ? (double)NAN : strtod(text, NULL);
}

static inline void put_text(const char *folder, const char *name, const char *text)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

typedef struct table_text {
    const char *name; // NULL ends a list
    const char *text; // header and rows
} table_text;

// Writes a package of `tables` into FOLDER, which is made.
static inline void put_package(const char *folder, const table_text *tables)
{
    char descriptor[4000] = "{\"name\": \"made\", \"resources\": [";
    assert_int_equal(mkdir(folder, 0700), 0);
    for (const table_text *t = tables; t->name != NULL; t++) {
        char file[80];
        size_t used = strlen(descriptor);
        snprintf(file, sizeof file, "%s.csv", t->name);
        put_text(folder, file, t->text);
        snprintf(descriptor + used, sizeof descriptor - used,
                 "%s{\"name\": \"%s\", \"path\": \"%s\"}", t == tables ? "" : ", ", t->name, file);
    }
    strncat(descriptor, "]}", sizeof descriptor - strlen(descriptor) - 1);
    put_text(folder, "datapackage.json", descriptor);
}

static inline void drop_package(const char *folder, const table_text *tables)
{
    char path[400];
    for (const table_text *t = tables; t->name != NULL; t++) {
        snprintf(path, sizeof path, "%s/%s.csv", folder, t->name);
        assert_int_equal(unlink(path), 0);
    }
    snprintf(path, sizeof path, "%s/datapackage.json", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

// Opens a data folder made of `reference`, with a case made of `tables` (NULL: none), and removes
// the files again. The status is that of the opening.
static inline kt_status open_made(kt_case **out, const table_text *reference,
                                  const table_text *tables, kt_error *err)
{
    char data[] = "/tmp/keten-unit-XXXXXX";
    char folder[100];
    char path[100];
    kt_open_options options = {.data_dir = data, .all_tables = true};
    assert_non_null(mkdtemp(data));
    snprintf(folder, sizeof folder, "%s/reference", data);
    snprintf(path, sizeof path, "%s/case", data);
    put_package(folder, reference);
    if (tables != NULL)
        put_package(path, tables);
    kt_status status = tables == NULL ? kt_open_reference(out, &options, err)
                                      : kt_open_case(out, path, &options, err);
    drop_package(folder, reference);
    if (tables != NULL)
        drop_package(path, tables);
    assert_int_equal(rmdir(data), 0);
    return status;
}

// The shipped reference.
static inline kt_case *open_shipped(void)
{
    kt_case *c = NULL;
    kt_error error = {0};
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data", .all_tables = true};
    assert_int_equal(kt_open_reference(&c, &options, &error), KT_OK);
    return c;
}

static inline uint32_t material_row(const kt_case *c, const char *id)
{
    uint32_t row = kt_case_row(&c->material, kt_pool_find(&c->pool, id, strlen(id)));
    assert_int_not_equal(row, KT_NO_ROW);
    return row;
}

// Two materials, three countries, one of them in the EU.
static const table_text SMALL_REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.1,\n"
                  "salt,Salt,zout,,no,no,no,,0.5\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\n"
                  "AAA,Alfa,Alfa,,,EU27;NATO\n"
                  "BBB,Bravo,Bravo,,,\n"
                  "CCC,Charlie,Charlie,,,NATO\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"
                        "ore,extraction,global,BBB,0.6,1.1,2016-2020\n"
                        "ore,extraction,global,CCC,0.4,1,2016-2020\n"
                        "ore,extraction,eu,AAA,0.3,0.8,2016-2020\n"
                        "ore,extraction,eu,BBB,0.7,1.1,2016-2020\n"
                        "salt,extraction,global,CCC,1,1,2016-2020\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"governance", "country,year,va,pv,ge,rq,rl,cc\n"
                   "AAA,2018,1.5,1.5,1.5,1.5,1.5,1.5\n"
                   "BBB,2018,-1.5,-1.5,-1.5,-1.5,-1.5,-1.5\n"
                   "CCC,2018,0.5,0.5,0.5,0.5,0.5,0.5\n"},
    {"criticality_inputs",
     "material,stage,import_reliance,eol_rir,si_sr,si_ei,supply_used,sr_published_stage,"
     "sr_published,ei_published\n"
     "ore,extraction,0.5,0.1,0.9,1,GS+EU,2.9,2.9,\n"
     "salt,extraction,,0,1,1,GSonly,4,4,\n"},
    {NULL, NULL},
};

#endif
