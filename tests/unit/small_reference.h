// SPDX-License-Identifier: EUPL-1.2
// A data folder with a reference of a few rows, and what a refresh of it by one file says: so that
// a test sees the whole of it, each reason and each row.
#ifndef KETEN_TESTS_UNIT_SMALL_REFERENCE_H
#define KETEN_TESTS_UNIT_SMALL_REFERENCE_H

#include "setting.h"

#include "folder.h"
#include "ingest/yearly/refresh.h"
#include "workbook.h"

static folder data;
static kt_buffer told; // by the refresh last run

static const file_text SMALL_REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\ncobalt,Cobalt,kobalt,,,,,,\ngold,Gold,goud,,,,,,\n"
                  "helium,Helium,helium,,,,,,\ntin,Tin,tin,,,,,,\n"},
    {"countries",
     "iso3,name_en,name_nl,lat,lon,groups\nAUS,Australia,Australië,,,\nCHN,China,China,,,\n"
     "COD,DR Congo,Congo-Kinshasa,,,\nNLD,Netherlands,Nederland,,,\n"},
    {"synonyms", "kind,text,id,evidence,source\ncountry,Congo (Kinshasa),COD,C,s\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"export_restrictions", "material,country,target,measure,effective,ended\n"},
    {"material_supply", "material,stage,scope,country,share,t,period,basis,evidence,source\n"
                        "cobalt,extraction,global,COD,0.7,,2024,complete,C,s\n"
                        "cobalt,extraction,global,AUS,0.3,,2024,complete,C,s\n"},
    {"published_names",
     "publication,name,words,material,stage,note,evidence,source\n"
     "usgs,Cobalt,mine,cobalt,extraction,,C,s\nusgs,Tin,mine,tin,extraction,,C,s\n"
     "usgs,Helium,,helium,processing,,C,s\nusgs,Gold,mine,gold,extraction,,C,s\n"
     "usgs,Lime,,,,no material of ours,C,s\nworld_mining_data,Cobalt,,cobalt,extraction,,C,s\n"
     "world_mining_data,Tin,,tin,extraction,,C,s\nworld_mining_data,Salt,,,,no material of "
     "ours,C,s\n"
     "pink_sheet,Tin,,tin,,,C,s\npink_sheet,Gold,,gold,,,C,s\n"},
    // of two editions of a year the later, and of no other publication
    {"world_output",
     "material,stage,period,tonnes,basis,primary,published,content,factor,evidence,source,note,"
     "edition\n"
     "cobalt,extraction,2023,1,statistic,yes,1,,,C,"
     "USGS Mineral Commodity Summaries 2024 (data release),,\n"
     "cobalt,extraction,2024,200,statistic,yes,200,contained,,C,"
     "USGS Mineral Commodity Summaries 2026 (data release),,\n"
     "cobalt,extraction,2024,9,estimate,yes,9,,,C,"
     "USGS Mineral Commodity Summaries 2025 (data release),,2025\n"
     "cobalt,extraction,2025,1,statistic,yes,1,,,C,another publication,,\n"
     "helium,processing,2024,16900,statistic,yes,16900,,,C,"
     "USGS Mineral Commodity Summaries 2026 (data release),,\n"
     "tin,extraction,2024,150,statistic,yes,300,concentrate,0.5,D,"
     "\"assumption: half of it is tin; concentrate after USGS Mineral Commodity Summaries 2026 "
     "(world data release), as published\",,\n"},
    {"production",
     "material,stage,country,year,tonnes,share,sum_of_published_shares,content,period,evidence,"
     "source\n"
     "cobalt,extraction,COD,2022,1,0.5,1,old,2022,C,World Mining Data 2024 (x)\n"
     "cobalt,extraction,COD,2023,70,0.7,1,contained,2023,C,World Mining Data 2025 (x)\n"
     "cobalt,extraction,AUS,2023,30,0.3,1,contained,2023,C,World Mining Data 2025 (x)\n"
     "cobalt,extraction,AUS,2020,,0.3,1,share only,2016-2020,C,World Mining Data 2025 (x)\n"
     "cobalt,extraction,AUS,2030,5,0.3,1,other,2030,C,another publication\n"},
    {"prices", "material,month,price,unit,series,evidence,source\n"
               "tin,2026-04,20000,USD/t,World Bank Pink Sheet (updated 2026-06-02),C,s\n"
               "tin,2026-05,21000,USD/t,World Bank Pink Sheet (updated 2026-06-02),C,s\n"},
    {"governance",
     "country,year,va,pv,ge,rq,rl,cc,evidence,source\n"
     "AUS,2023,1,1,1,1,1,1,C,\"World Bank, Worldwide Governance Indicators, 2024 update\"\n"
     "NLD,2023,2,2,2,2,2,2,C,\"World Bank, Worldwide Governance Indicators, 2024 update\"\n"
     "CHN,2023,-1,-1,0,0,0,,C,\"World Bank, Worldwide Governance Indicators, 2024 update\"\n"},
    {"governance_errors", "country,year,va,pv,ge,rq,rl,cc,evidence,source\n"},
    {NULL, NULL}};

static inline void small_reference_folder(char path[600])
{
    folder_file(path, &data, "reference");
}

static inline int make_small_reference(void **state)
{
    char path[600];
    char descriptor[4000] = "{\"name\": \"reference\", \"resources\": [";
    (void)state;
    data = folder_make();
    small_reference_folder(path);
    assert_int_equal(mkdir(path, 0777), 0);
    for (const file_text *f = SMALL_REFERENCE; f->name != NULL; f++)
        put_table(descriptor, sizeof descriptor, path, *f);
    strncat(descriptor, "]}", sizeof descriptor - strlen(descriptor) - 1);
    put_file(path, "datapackage.json", descriptor, strlen(descriptor));
    return 0;
}

static inline int remove_small_reference(void **state)
{
    folder inside;
    (void)state;
    snprintf(inside.path, sizeof inside.path, "%.240s/reference", data.path);
    folder_remove(&inside);
    folder_remove(&data);
    kt_buffer_free(&told);
    return 0;
}

// A workbook with one sheet; its rows end in \n and their cells in ; .
static inline void put_book(const char *name, const char *sheet, const char *rows)
{
    char book[400];
    char path[600];
    kt_buffer xml = {0};
    unsigned row = 1;
    snprintf(book, sizeof book,
             "<workbook><sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
             sheet);
    kt_buffer_put(&xml, "<worksheet><sheetData>");
    for (const char *at = rows; *at != '\0'; at++, row++) {
        kt_buffer_format(&xml, "<row r=\"%u\">", row);
        for (char column = 'A'; *at != '\n'; column++, at++) {
            size_t length = strcspn(at, ";");
            kt_buffer_format(&xml, "<c r=\"%c%u\" t=\"inlineStr\"><is><t>%.*s</t></is></c>", column,
                             row, (int)length, at);
            at += length;
        }
        kt_buffer_put(&xml, "</row>");
    }
    kt_buffer_put(&xml, "</sheetData></worksheet>");
    kt_buffer bytes = workbook_bytes(&(workbook){.book = book, .sheet = xml.text});
    folder_file(path, &data, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
    kt_buffer_free(&bytes);
    kt_buffer_free(&xml);
}

// Every row that the refresh puts into the reference, behind its table's name.
static inline void tell_new_rows(const kt_refresh *r)
{
    static const int TABLES[] = {KT_WORLD_OUTPUT, KT_MATERIAL_SUPPLY, KT_PRODUCTION,
                                 KT_PRICES,       KT_GOVERNANCE,      KT_GOVERNANCE_ERRORS};
    for (size_t t = 0; t < sizeof TABLES / sizeof TABLES[0]; t++) {
        const char *name = kt_schema_reference[TABLES[t]].name;
        const kt_draft_table *table = kt_draft_find(&r->draft, name);
        size_t first = r->reference->reference[TABLES[t]].n_rows; // new ones stand behind
        for (size_t row = first; table != NULL && row < table->n_rows; row++) {
            kt_buffer_format(&told, "+ %s:", name);
            for (size_t c = 0; c < table->n_columns; c++) {
                const char *text = kt_pool_text(&r->pool, *kt_draft_cell(table, row, c));
                if (*text != '\0')
                    kt_buffer_format(&told, " %s=%s", kt_pool_text(&r->pool, table->column[c]),
                                     text);
            }
            kt_buffer_put(&told, "\n");
        }
    }
}

static inline void tell_faults(const kt_case *c)
{
    for (size_t i = 0; c != NULL && i < c->faults.n; i++)
        kt_buffer_format(&told, "%s:%u: %s\n", c->places[i].file, c->places[i].line,
                         c->places[i].message);
}

static const kt_refresh_options DRY = {.dry_run = true};
static const kt_refresh_options DRY_AND_AGREED = {.dry_run = true, .yes = true};

// Runs it: what it says, what it refuses with place and reason, what it would put.
static inline const char *refresh_by(const char *name, kt_refresh_options how)
{
    char path[600];
    const char *file[] = {path};
    kt_refresh r;
    kt_error err = {0};
    how.file = file;
    how.n_files = 1;
    how.data = data.path;
    folder_file(path, &data, name);
    kt_buffer_free(&told);
    kt_status status = kt_refresh_run(&r, &how, &err);
    size_t length = strlen(data.path); // whose name is made up
    const char *message =
        strncmp(err.message, data.path, length) == 0 ? err.message + length + 1 : err.message;
    if (status != KT_OK)
        kt_buffer_format(&told, "%s\n", message);
    if (r.outcome == KT_REFRESH_WRITTEN && status == KT_OK)
        kt_buffer_put(&told, "written\n");
    tell_faults(r.reference);
    tell_faults(r.merged);
    for (size_t i = 0; i < r.faults.n; i++)
        kt_buffer_format(&told, "%s: %s\n", r.faults.note[i].place, r.faults.note[i].message);
    for (size_t i = 0; status == KT_OK && i < r.rejects.notes.n; i++)
        kt_buffer_format(&told, "%s: %s\n", r.rejects.notes.note[i].place,
                         r.rejects.notes.note[i].message);
    for (size_t i = 0; status == KT_OK && i < r.remarks.n; i++)
        kt_buffer_format(&told, "%s: %s\n", r.remarks.note[i].place, r.remarks.note[i].message);
    for (size_t i = 0; status == KT_OK && i < r.n_conversions; i++)
        kt_buffer_format(&told, "%zu of %s at %g, times %g\n", r.conversion[i].n,
                         kt_pool_text(&r.pool, r.conversion[i].unit), r.conversion[i].per_unit,
                         r.conversion[i].correction);
    for (size_t i = 0; status == KT_OK && i < r.beside.n; i++) {
        const kt_beside_change *c = &r.beside.change[i];
        if (c->kind == KT_BESIDE_DIFFERS)
            kt_buffer_format(&told, "%s: %s is %g on record and %g in the file\n", c->table,
                             kt_pool_text(&r.pool, c->key), c->before, c->after);
    }
    if (status == KT_OK && r.n_left_out > 0)
        kt_buffer_format(&told, "%zu left out\n", r.n_left_out);
    if (status == KT_OK)
        tell_new_rows(&r);
    kt_refresh_close(&r);
    assert_false(told.failed);
    return told.length == 0 ? "" : told.text; // until the next one
}

// What a refresh by a file of this text says.
static inline const char *refresh_of(const char *text)
{
    folder_put(&data, "x.csv", text);
    return refresh_by("x.csv", DRY);
}

#endif
